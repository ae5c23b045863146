//! A request body as it was sent: its members as text, so that `1e3` and a member sent twice are still to be seen.

use serde::de::{Deserializer as _, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

/// What a request body is, before anything is asked of its values.
#[derive(Clone, Debug)]
pub enum SentBody {
    /// No body was sent, or an empty one.
    Absent,
    /// It is not JSON: malformed, truncated, or of another format.
    NotJson,
    /// It is JSON, but not an object.
    NotAnObject,
    /// It is a JSON object.
    Object(Members),
}

/// The members of an object, in the order they were sent.
#[derive(Clone, Debug, Default)]
pub struct Members {
    members: Vec<Member>,
    /// Whether bytes other than white space follow the object.
    pub trailing: bool,
}

/// A member as it was sent.
#[derive(Clone, Debug)]
pub struct Member {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: Value,
    /// Whether its value is a number that was not written as plain digits: `1e3`, `1.0`, or one out of range.
    pub unusual_number: bool,
    /// How such a number was written, shortened; none for every other value.
    pub written: Option<Box<str>>,
}

/// How much of an unusual number is kept, in characters.
const LONGEST_NUMBER: usize = 40;

impl SentBody {
    /// Reads the bytes of a request body.
    pub fn read(body: Option<&[u8]>) -> Self {
        let Some(body) = body.filter(|body| !body.is_empty()) else { return Self::Absent };
        let mut documents = serde_json::Deserializer::from_slice(body).into_iter::<&RawValue>();
        let Some(Ok(first)) = documents.next() else { return Self::NotJson };
        let rest = &body[documents.byte_offset()..];
        if !first.get().starts_with('{') {
            return Self::NotAnObject;
        }
        let Ok(members) = serde_json::Deserializer::from_str(first.get()).deserialize_map(MemberVisitor) else {
            return Self::NotJson;
        };
        Self::Object(Members { members, trailing: !rest.iter().all(u8::is_ascii_whitespace) })
    }

    /// The members, if it is an object.
    pub fn members(&self) -> Option<&Members> {
        match self {
            Self::Object(members) => Some(members),
            _ => None,
        }
    }
}

impl Members {
    /// The members in the order they were sent.
    pub fn iter(&self) -> std::slice::Iter<'_, Member> {
        self.members.iter()
    }

    /// The value of a member; the last one where it was sent twice.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.members.iter().rev().find(|member| member.name == name).map(|member| &member.value)
    }

    /// Whether a member was sent twice: also with its name in another case, which many a server reads as the same.
    pub fn has_duplicates(&self) -> bool {
        let members = &self.members;
        let same = |one: &Member, other: &Member| one.name.eq_ignore_ascii_case(&other.name);
        (1..members.len()).any(|i| members[..i].iter().any(|before| same(before, &members[i])))
    }
}

struct MemberVisitor;

impl<'de> Visitor<'de> for MemberVisitor {
    type Value = Vec<Member>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some((name, raw)) = map.next_entry::<String, &RawValue>()? {
            members.push(member(name, raw.get()));
        }
        Ok(members)
    }
}

/// A value that cannot be held (a number out of range, nesting too deep) stands as null, marked as unusual: nothing may
/// be concluded from it.
fn member(name: String, text: &str) -> Member {
    let number = text.starts_with(|c: char| c == '-' || c.is_ascii_digit());
    let (value, held) = match serde_json::from_str(text) {
        Ok(value) => (value, true),
        Err(_) => (Value::Null, false),
    };
    let plain = !number || (!text.contains(['.', 'e', 'E']) && (value.is_i64()));
    let written = (number && (!held || !plain)).then(|| text.chars().take(LONGEST_NUMBER).collect());
    Member { name, value, unusual_number: !held || !plain, written }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn members(text: &str) -> Members {
        SentBody::read(Some(text.as_bytes())).members().cloned().unwrap()
    }

    #[test]
    fn what_is_no_object_is_told_apart() {
        assert!(matches!(SentBody::read(None), SentBody::Absent));
        assert!(matches!(SentBody::read(Some(b"")), SentBody::Absent));
        assert!(matches!(SentBody::read(Some(b"id=12&name=form")), SentBody::NotJson));
        assert!(matches!(SentBody::read(Some(b"{\"id\": 12, \"name\": \"tru")), SentBody::NotJson));
        assert!(matches!(SentBody::read(Some(b"\xff\xfe")), SentBody::NotJson));
        assert!(matches!(SentBody::read(Some(b"null")), SentBody::NotAnObject));
        assert!(matches!(SentBody::read(Some(b"[{}]")), SentBody::NotAnObject));
    }

    #[test]
    fn numbers_keep_how_they_were_written() {
        let sent = members(r#"{"a":1000,"b":1e3,"c":1.5,"d":9223372036854775808,"e":-1,"f":1e999}"#);
        let unusual: Vec<_> = sent.iter().filter(|m| m.unusual_number).map(|m| m.name.as_str()).collect();
        assert_eq!(unusual, ["b", "c", "d", "f"]);
        let written: Vec<_> = sent.iter().filter_map(|m| m.written.as_deref()).collect();
        assert_eq!(written, ["1e3", "1.5", "9223372036854775808", "1e999"]);
    }

    #[test]
    fn duplicates_and_trailing_bytes_are_seen() {
        assert!(members(r#"{"a":1,"b":2,"a":3}"#).has_duplicates());
        assert!(members(r#"{"name":"n","NAME":"other"}"#).has_duplicates());
        assert!(!members(r#"{"a":1,"b":2}"#).has_duplicates());
        assert!(members(r#"{"a":1}{}"#).trailing);
        assert!(!members("{\"a\":1}\r\n").trailing);
    }

    #[test]
    fn deep_nesting_does_no_harm() {
        let deep = format!("{{\"id\":12,\"x\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(members(&deep).iter().any(|m| m.name == "x" && m.unusual_number));
    }
}
