//! Whether a JSON text has a member twice. The specification of JSON leaves open which of the two counts.

use std::borrow::Cow;
use std::collections::HashSet;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

/// Whether an object anywhere in a JSON text has a member twice; false for what is no JSON.
pub fn has_duplicates(text: &[u8]) -> bool {
    first_duplicate(text).is_some()
}

/// The pointer of the first member in a JSON text that its object has twice; `None` for what is no JSON.
pub fn first_duplicate(text: &[u8]) -> Option<String> {
    let mut walk = Walk::default();
    let mut deserializer = serde_json::Deserializer::from_slice(text);
    let walked = walk.deserialize(&mut deserializer).and_then(|()| deserializer.end());
    let found = walk.found.filter(|_| walked.is_ok())?;
    Some(found.iter().rev().map(|name| format!("/{}", openapi::escape_token(name))).collect())
}

/// Of how many names a set is made: fewer are compared one by one.
const FEW: usize = 32;

#[derive(Default)]
struct Walk {
    /// The way to the first one, from within: made on the way out.
    found: Option<Vec<String>>,
}

impl Walk {
    /// Walks through what is at this place.
    fn within<E>(
        &mut self,
        place: impl Fn() -> String,
        walk: impl FnOnce(&mut Self) -> Result<(), E>,
    ) -> Result<(), E> {
        let is_found = self.found.is_some();
        walk(self)?;
        if !is_found && let Some(found) = &mut self.found {
            found.push(place());
        }
        Ok(())
    }
}

/// The names of an object so far.
#[derive(Default)]
struct Names<'de> {
    few: Vec<Cow<'de, str>>,
    many: HashSet<Cow<'de, str>>,
}

impl<'de> Names<'de> {
    /// Takes a name; whether it is new.
    fn insert(&mut self, name: Cow<'de, str>) -> bool {
        if self.few.contains(&name) || self.many.contains(&name) {
            return false;
        }
        match self.few.len() < FEW {
            true => self.few.push(name),
            false => drop(self.many.insert(name)),
        }
        true
    }
}

/// A name as it stands in the text, where it has no escapes.
struct Name<'de>(Cow<'de, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl<'de> Visitor<'de> for Text {
            type Value = Name<'de>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a name")
            }

            fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Name<'de>, E> {
                Ok(Name(Cow::Borrowed(name)))
            }

            fn visit_str<E>(self, name: &str) -> Result<Name<'de>, E> {
                Ok(Name(Cow::Owned(name.to_owned())))
            }
        }
        deserializer.deserialize_str(Text)
    }
}

impl<'de> DeserializeSeed<'de> for &mut Walk {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for &mut Walk {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut names = Names::default();
        while let Some(Name(name)) = map.next_key()? {
            if !names.insert(name.clone()) && self.found.is_none() {
                self.found = Some(vec![name.clone().into_owned()]);
            }
            self.within(|| name.clone().into_owned(), |walk| map.next_value_seed(walk))?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        for index in 0.. {
            let mut more = true;
            self.within(
                || index.to_string(),
                |walk| {
                    more = items.next_element_seed(walk)?.is_some();
                    Ok(())
                },
            )?;
            if !more {
                break;
            }
        }
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{first_duplicate, has_duplicates};

    /// A hundred members, and one more of that name.
    fn of_many(last: &str) -> String {
        let members: String = (0..100).map(|number| format!("\"n{number}\":1,")).collect();
        format!("{{{members}\"{last}\":1}}")
    }

    #[test]
    fn a_member_sent_twice_is_found_at_any_depth() {
        for (text, expected) in [
            (r#"{"a":1,"b":2,"a":3}"#, true),
            (r#"[{"a":{"b":1,"b":2}}]"#, true),
            (r#"{"a":1,"\u0061":2}"#, true),
            (r#"{"a":{"b":1},"b":[null,true,1.5,-1,"x"]}"#, false),
            (r#"{"a":1,"a":2"#, false),
            (of_many("n0").as_str(), true),
            (of_many("n100").as_str(), false),
            ("5", false),
        ] {
            assert_eq!(has_duplicates(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn the_place_of_the_second_member_is_told() {
        let text = r#"{"data":{"items":[{"id":1},{"id":2,"a/b":0,"a/b":1}]}}"#;
        assert_eq!(first_duplicate(text.as_bytes()).as_deref(), Some("/data/items/1/a~1b"));
    }
}
