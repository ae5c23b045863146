//! Whether a JSON text has a member twice. The specification of JSON leaves open which of the two counts.

use std::collections::HashSet;

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
    walk.found.filter(|_| walked.is_ok())
}

#[derive(Default)]
struct Walk {
    pointer: String,
    found: Option<String>,
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
        let length = self.pointer.len();
        let mut names = HashSet::new();
        while let Some(name) = map.next_key::<String>()? {
            self.pointer.push('/');
            self.pointer.push_str(&openapi::escape_token(&name));
            if !names.insert(name) && self.found.is_none() {
                self.found = Some(self.pointer.clone());
            }
            map.next_value_seed(&mut *self)?;
            self.pointer.truncate(length);
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let length = self.pointer.len();
        for index in 0.. {
            self.pointer.push('/');
            self.pointer.push_str(&index.to_string());
            let more = items.next_element_seed(&mut *self)?.is_some();
            self.pointer.truncate(length);
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

    #[test]
    fn a_member_sent_twice_is_found_at_any_depth() {
        for (text, expected) in [
            (r#"{"a":1,"b":2,"a":3}"#, true),
            (r#"[{"a":{"b":1,"b":2}}]"#, true),
            (r#"{"a":1,"\u0061":2}"#, true),
            (r#"{"a":{"b":1},"b":[null,true,1.5,-1,"x"]}"#, false),
            (r#"{"a":1,"a":2"#, false),
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
