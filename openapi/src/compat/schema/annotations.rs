//! What schemas say besides which values fit: defaults, deprecation, discriminators, XML.

use std::collections::BTreeMap;

use serde_json::Value;

use super::difference::Scope;
use super::node::{Pointers, canonical};
use super::side::Side;
use crate::compat::Rule;
use crate::compat::rules::schema as rules;

/// A keyword's value and where it stands.
type Stated<'a> = Option<(String, &'a Value)>;

/// Compares what the schemas of a place say besides.
pub(super) fn compare(old: &Pointers, new: &Pointers, scope: &mut Scope<'_, '_>) {
    let (old_side, new_side) = (std::rc::Rc::clone(&scope.old), std::rc::Rc::clone(&scope.new));
    let all =
        |side: &Side<'_>, schemas: &Pointers| schemas.iter().flat_map(|one| side.all_of(one)).collect::<Pointers>();
    let (old, new) = (all(&old_side, old), all(&new_side, new));
    let both = |keyword: &str| (stated(&old_side, &old, keyword), stated(&new_side, &new, keyword));

    let (before, after) = both("default");
    let rule = match (&before, &after) {
        (Some((_, before)), Some((_, after))) => {
            (canonical(before) != canonical(after)).then_some(&rules::DEFAULT_CHANGED)
        }
        (None, Some(_)) => Some(&rules::DEFAULT_ADDED),
        (Some(_), None) => Some(&rules::DEFAULT_REMOVED),
        (None, None) => None,
    };
    tell(rule, before, after, (&old, &new), scope);

    let (before, after) = both("deprecated");
    let is_true = |stated: &Stated<'_>| stated.as_ref().is_some_and(|(_, value)| **value == Value::Bool(true));
    let rule = match (is_true(&before), is_true(&after)) {
        (false, true) => Some(&rules::SCHEMA_DEPRECATED),
        (true, false) => Some(&rules::SCHEMA_UNDEPRECATED),
        _ => None,
    };
    tell(rule, before, after, (&old, &new), scope);

    let (before, after) = both("xml");
    let plain = |stated: &Stated<'_>| stated.as_ref().map(|(_, value)| without_defaults(value)).unwrap_or_default();
    let rule = (plain(&before) != plain(&after)).then_some(&rules::XML_CHANGED);
    tell(rule, before, after, (&old, &new), scope);

    let (before, after) = both("discriminator");
    let rule = discriminators(&before, &after, (&old_side, &old), (&new_side, &new));
    tell(rule, before, after, (&old, &new), scope);
}

fn stated<'a>(side: &Side<'a>, schemas: &Pointers, keyword: &str) -> Stated<'a> {
    schemas.iter().find_map(|pointer| Some((format!("{pointer}/{keyword}"), side.at(pointer).get(keyword)?)))
}

fn tell(
    rule: Option<&'static Rule>,
    before: Stated<'_>,
    after: Stated<'_>,
    (old, new): (&Pointers, &Pointers),
    scope: &mut Scope<'_, '_>,
) {
    let Some(rule) = rule else { return };
    let place = |stated: Stated<'_>, schemas: &Pointers, at: &String| match stated {
        Some((pointer, value)) => (pointer, Some(value.clone())),
        None => (schemas.first().unwrap_or(at).clone(), None),
    };
    let (before, after) = (place(before, old, &scope.at.0), place(after, new, &scope.at.1));
    scope.report_at(rule, "", (before.0, before.1.as_ref()), (after.0, after.1.as_ref()));
}

/// The members of an XML Object that say something.
fn without_defaults(value: &Value) -> BTreeMap<String, Value> {
    let members = value.as_object().into_iter().flatten();
    members
        .filter(|(key, value)| **value != false && !key.starts_with("x-"))
        .map(|(k, v)| (k.clone(), v.clone()))
        .collect()
}

fn discriminators(
    before: &Stated<'_>,
    after: &Stated<'_>,
    (old_side, old): (&Side<'_>, &Pointers),
    (new_side, new): (&Side<'_>, &Pointers),
) -> Option<&'static Rule> {
    let (before, after) = match (before, after) {
        (None, None) => return None,
        (None, Some(_)) => return Some(&rules::DISCRIMINATOR_ADDED),
        (Some(_), None) => return Some(&rules::DISCRIMINATOR_REMOVED),
        (Some((_, before)), Some((_, after))) => (*before, *after),
    };
    let (old_map, new_map) = (mapping(before, old_side, old), mapping(after, new_side, new));
    let moved = old_map.iter().any(|(value, target)| new_map.get(value).is_some_and(|other| other != target));
    if before.get("propertyName") != after.get("propertyName") || moved {
        return Some(&rules::DISCRIMINATOR_CHANGED);
    }
    // A value whose schema is gone or new as well is told with that.
    let targets = |map: &BTreeMap<String, String>| map.values().cloned().collect::<std::collections::BTreeSet<_>>();
    let missing = |from: &BTreeMap<String, String>, there: &BTreeMap<String, String>| {
        let known = targets(there);
        from.iter().any(|(value, target)| !there.contains_key(value) && known.contains(target))
    };
    match (missing(&old_map, &new_map), missing(&new_map, &old_map)) {
        (false, false) => None,
        (true, false) => Some(&rules::DISCRIMINATOR_VALUE_REMOVED),
        (false, true) => Some(&rules::DISCRIMINATOR_VALUE_ADDED),
        (true, true) => Some(&rules::DISCRIMINATOR_CHANGED),
    }
}

/// Which schema each value of the member stands for: as stated, else by the name of a component that may be chosen.
fn mapping(discriminator: &Value, side: &Side<'_>, schemas: &Pointers) -> BTreeMap<String, String> {
    let mut map = BTreeMap::new();
    for pointer in schemas {
        for keyword in ["oneOf", "anyOf"] {
            let choices = side.at(pointer).get(keyword).and_then(Value::as_array).into_iter().flatten();
            for target in choices.filter_map(|choice| crate::target_of("", choice.get("$ref")?.as_str()?).ok()) {
                let name = crate::parent(&target).map_or("", |(_, name)| name).to_owned();
                map.insert(crate::unescape_token(&name).into_owned(), target);
            }
        }
    }
    for (value, target) in discriminator.get("mapping").and_then(Value::as_object).into_iter().flatten() {
        let target = target.as_str().unwrap_or_default();
        let pointer = crate::target_of("", target).unwrap_or_else(|_| crate::child("/components/schemas", target));
        map.insert(value.clone(), pointer);
    }
    map
}
