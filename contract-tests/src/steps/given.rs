//! How a step gives a member of a body.

use serde::Serialize;
use serde_json::Value;

/// How a member of a body is given.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Given {
    /// Not at all.
    Omitted,
    /// As this value.
    Value(Value),
    /// As this text, whether or not it is JSON.
    Written(String),
    /// As a name that is the run's own.
    Name(NameText),
    /// As the Unix time so many seconds from now.
    InSeconds(i64),
    /// As the id of the key, written in another way: `{}` stands for its digits.
    IdAs(String),
    /// As the `user_id` that the key of this number was first shown with; left out where it was not shown.
    OwnerOf(usize),
}

/// What a length is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Unit {
    /// Unicode scalar values.
    Characters,
    /// Bytes of UTF-8.
    Bytes,
}

/// A name that holds a mark by which the run knows its key again.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct NameText {
    /// The number of the key whose mark it holds, where that is another than the one it names: two keys of one name.
    pub of: Option<usize>,
    /// What stands before the mark.
    pub before: String,
    /// What is repeated behind it.
    pub fill: String,
    /// How long the whole becomes.
    pub length: Option<(usize, Unit)>,
    /// What stands behind that, within no length.
    pub after: String,
}

impl NameText {
    /// The name with this mark. It keeps the mark whole, and a character is never cut.
    pub fn with(&self, mark: &str) -> String {
        let mut name = format!("{}{mark}", self.before);
        if let Some((length, unit)) = self.length {
            for next in self.fill.chars().cycle() {
                let (now, more) = match unit {
                    Unit::Characters => (name.chars().count(), 1),
                    Unit::Bytes => (name.len(), next.len_utf8()),
                };
                if now + more > length {
                    break;
                }
                name.push(next);
            }
            // What is left of a length in bytes is filled up with single ones.
            while unit == Unit::Bytes && name.len() < length {
                name.push('_');
            }
        }
        name + &self.after
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_the_length_asked_for() {
        for fill in ["x", "漢", "😀", "e\u{301}"] {
            for length in [49, 50, 51] {
                let name =
                    |unit| NameText { fill: fill.to_owned(), length: Some((length, unit)), ..NameText::default() };
                assert_eq!(name(Unit::Characters).with("k0001a").chars().count(), length, "{fill}");
                assert_eq!(name(Unit::Bytes).with("k0001a").len(), length, "{fill}");
            }
        }
        let plain = NameText { before: " ".into(), after: "\u{a0}".into(), ..NameText::default() };
        assert_eq!(plain.with("m"), " m\u{a0}");
    }
}
