//! Which parts of two documents are the same text, references included: there is nothing to compare there.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

/// The references of two documents that do not lead to the same text in both.
pub(in crate::compat) struct Unchanged<'a> {
    old: &'a Value,
    new: &'a Value,
    changed: HashSet<&'a str>,
}

impl<'a> Unchanged<'a> {
    pub(in crate::compat) fn new(old: &'a Value, new: &'a Value) -> Self {
        let mut within: HashMap<&str, Vec<&str>> = HashMap::new();
        let mut waiting = references(old);
        while let Some(reference) = waiting.pop() {
            if !within.contains_key(reference) {
                let inner = target(old, reference).map(references).unwrap_or_default();
                waiting.extend(&inner);
                within.insert(reference, inner);
            }
        }
        let differs = |reference: &&str| {
            let (one, other) = (target(old, reference), target(new, reference));
            one.is_none() || one != other
        };
        let mut changed: HashSet<&str> = within.keys().copied().filter(differs).collect();
        // What refers to what is changed is changed.
        let mut from: HashMap<&str, Vec<&str>> = HashMap::new();
        for (outer, inner) in &within {
            inner.iter().for_each(|reference| from.entry(reference).or_default().push(outer));
        }
        let mut waiting: Vec<&str> = changed.iter().copied().collect();
        while let Some(reference) = waiting.pop() {
            let outer = from.get(reference).into_iter().flatten().copied();
            waiting.extend(outer.filter(|outer| changed.insert(outer)));
        }
        Self { old, new, changed }
    }

    /// Whether the same text stands at the two pointers, and leads to the same.
    pub(super) fn at(&self, old: &str, new: &str) -> bool {
        let (Some(old), Some(new)) = (crate::get(self.old, old), crate::get(self.new, new)) else { return false };
        old == new && self.leads_to_the_same(old)
    }

    fn leads_to_the_same(&self, value: &Value) -> bool {
        match value {
            Value::Object(members) => members.iter().all(|(key, value)| match value {
                Value::String(reference) if key == "$ref" => !self.changed.contains(reference.as_str()),
                _ => self.leads_to_the_same(value),
            }),
            Value::Array(items) => items.iter().all(|item| self.leads_to_the_same(item)),
            _ => true,
        }
    }
}

fn target<'a>(document: &'a Value, reference: &str) -> Option<&'a Value> {
    crate::get(document, &crate::target_of("", reference).ok()?)
}

/// Every reference in a value.
fn references(value: &Value) -> Vec<&str> {
    let mut found = Vec::new();
    let mut waiting = vec![value];
    while let Some(value) = waiting.pop() {
        match value {
            Value::Object(members) => {
                found.extend(members.get("$ref").and_then(Value::as_str));
                waiting.extend(members.values());
            }
            Value::Array(items) => waiting.extend(items),
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Unchanged;

    #[test]
    fn the_same_text_that_leads_elsewhere_is_changed() {
        let of = |length: u64| {
            json!({
                "a": {"$ref": "#/b"}, "b": {"x": {"$ref": "#/c"}, "back": {"$ref": "#/a"}}, "c": {"maxLength": length},
                "d": {"$ref": "#/e"}, "e": {"again": {"$ref": "#/e"}}, "f": {"$ref": "#/nowhere"}
            })
        };
        let (old, new) = (of(1), of(2));
        let unchanged = Unchanged::new(&old, &new);
        let told: Vec<bool> =
            ["/a", "/b", "/c", "/d", "/e", "/f", "/none"].iter().map(|at| unchanged.at(at, at)).collect();
        assert_eq!(told, [false, false, false, true, true, false, false]);
        let unchanged = Unchanged::new(&old, &old);
        assert!(unchanged.at("/a", "/a") && unchanged.at("/b", "/b") && !unchanged.at("/a", "/b"));
    }
}
