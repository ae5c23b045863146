//! Which key a model request was sent with: keys by their values, in clear or crossed out in part.

use std::collections::HashMap;

use super::identity::is_masked;

/// A key: whose it is, and its id.
pub(super) type Owned = (usize, i64);

/// Keys by value. The values are placeholders: exchanges hold no secret.
#[derive(Clone, Debug, Default)]
pub(super) struct KeyValues {
    clear: HashMap<String, Owned>,
    masked: HashMap<(String, String), Vec<Owned>>,
    /// How long the two ends of masked values are.
    shapes: Vec<(usize, usize)>,
}

impl KeyValues {
    /// Notes the value that a record shows.
    pub(super) fn add(&mut self, value: &str, owned: Owned) {
        let value = bare(value);
        if !is_masked(value) {
            if !value.is_empty() {
                self.clear.insert(value.to_owned(), owned);
            }
            return;
        }
        let visible = |c: char| !matches!(c, '*' | '.' | '…');
        let start: String = value.chars().take_while(|&c| visible(c)).collect();
        let end: String =
            value.chars().rev().take_while(|&c| visible(c)).collect::<Vec<_>>().into_iter().rev().collect();
        if start.is_empty() || end.is_empty() {
            return;
        }
        let shape = (start.len(), end.len());
        if !self.shapes.contains(&shape) {
            self.shapes.push(shape);
        }
        let known = self.masked.entry((start, end)).or_default();
        if !known.contains(&owned) {
            known.push(owned);
        }
    }

    /// The key whose value a model request carried: only where it can be but one.
    pub(super) fn find(&self, authorization: &str) -> Option<Owned> {
        let value = authorization.trim();
        let value = match value.split_once(char::is_whitespace) {
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("bearer") => rest.trim(),
            _ => value,
        };
        let value = bare(value);
        if let Some(owned) = self.clear.get(value) {
            return Some(*owned);
        }
        let mut found = self.shapes.iter().filter_map(|&(start, end)| {
            let (start, end) = (value.get(..start)?, value.get(value.len().checked_sub(end)?..)?);
            self.masked.get(&(start.to_owned(), end.to_owned()))
        });
        match (found.next().map(Vec::as_slice), found.next()) {
            (Some([only]), None) => Some(*only),
            _ => None,
        }
    }
}

/// A value without the prefix that some servers leave out of records.
fn bare(value: &str) -> &str {
    value.strip_prefix("sk-").unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_found_by_its_value_and_by_what_is_left_of_it() {
        let mut values = KeyValues::default();
        values.add("K001aaaaaaaaaaaaaaaa0001", (0, 1));
        values.add("K002**********0002", (0, 2));
        assert_eq!(values.find("Bearer sk-K001aaaaaaaaaaaaaaaa0001"), Some((0, 1)));
        assert_eq!(values.find("Bearer sk-K002bbbbbbbbbbbbbbbb0002"), Some((0, 2)));
        assert_eq!(values.find("Bearer sk-K003bbbbbbbbbbbbbbbb0003"), None);
        // A second key with the same ends: it may be either.
        values.add("K002**********0002", (0, 3));
        assert_eq!(values.find("Bearer sk-K002bbbbbbbbbbbbbbbb0002"), None);
    }
}
