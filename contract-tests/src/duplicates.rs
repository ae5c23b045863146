//! Whether a JSON text has a member twice. The specification of JSON leaves open which of the two counts.

use std::collections::HashSet;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

/// Whether an object anywhere in a JSON text has a member twice; false for what is no JSON.
pub fn has_duplicates(text: &[u8]) -> bool {
    let mut found = false;
    let mut deserializer = serde_json::Deserializer::from_slice(text);
    let walked = Walk(&mut found).deserialize(&mut deserializer).and_then(|()| deserializer.end());
    walked.is_ok() && found
}

struct Walk<'a>(&'a mut bool);

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut names = HashSet::new();
        while let Some(name) = map.next_key::<String>()? {
            *self.0 |= !names.insert(name);
            map.next_value_seed(Walk(self.0))?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while items.next_element_seed(Walk(self.0))?.is_some() {}
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
    use super::has_duplicates;

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
}
