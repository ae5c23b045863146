//! A request body: a sensible one, with changes.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value, json};

use super::given::{Given, NameText};

/// The editable fields, `status` among them: creates have all but that.
pub const FIELDS: [&str; 10] = [
    "name",
    "status",
    "expired_time",
    "remain_quota",
    "unlimited_quota",
    "model_limits_enabled",
    "model_limits",
    "allow_ips",
    "group",
    "cross_group_retry",
];

/// What a body starts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Base {
    /// Nothing: only what is changed is sent.
    Nothing,
    /// Every field, each with a plain value.
    Plain,
    /// Every field, each with a value that no default is.
    Rich,
}

/// What becomes of the text of a body.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Shape {
    /// It is sent as it is.
    AsIs,
    /// It is cut after so many of its bytes, counted from the end.
    CutBytes(usize),
    /// Something follows it.
    Followed(String),
    /// A member stands in it once more, with this text as its value, before the others or after them.
    Twice {
        /// The member.
        member: String,
        /// Its other value.
        text: String,
        /// Whether the other value comes first.
        first: bool,
    },
    /// Something else is sent.
    Replaced(String),
    /// Bytes that are no text.
    ReplacedBytes(Vec<u8>),
    /// It is written in another way, with the same meaning.
    Written(Vec<u8>),
    /// No body at all.
    None,
}

/// What stands in `Content-Type`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub enum ContentType {
    /// `application/json`.
    #[default]
    Json,
    /// No header.
    Missing,
    /// Something else.
    Other(String),
}

/// A request body.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Body {
    /// What it starts from.
    pub base: Base,
    /// What is otherwise.
    pub changes: Vec<(String, Given)>,
    /// What becomes of its text.
    pub shape: Shape,
    /// Its `Content-Type`.
    pub content_type: ContentType,
}

/// What is known when a body is written.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// What the run's names hold.
    pub mark: &'a str,
    /// The id of the key that is updated; `None` for creates, and where the step has none.
    pub id: Option<&'a str>,
    /// Whether it is an update.
    pub update: bool,
    /// Now, in Unix seconds.
    pub now: i64,
    /// Whether plain and rich bodies leave a key that can do no harm: for servers that matter.
    pub is_harmless: bool,
    /// The `user_id` that keys were first shown with, by their numbers in the case.
    pub owners: &'a BTreeMap<usize, i64>,
}

impl Body {
    /// Every field with a plain value.
    pub fn plain() -> Self {
        Self::on(Base::Plain)
    }

    /// Every field with a value that no default is.
    pub fn rich() -> Self {
        Self::on(Base::Rich)
    }

    /// Nothing but what is changed.
    pub fn nothing() -> Self {
        Self::on(Base::Nothing)
    }

    fn on(base: Base) -> Self {
        Self { base, changes: Vec::new(), shape: Shape::AsIs, content_type: ContentType::Json }
    }

    /// With another value of a field.
    #[must_use]
    pub fn value(self, field: &str, value: impl Into<Value>) -> Self {
        self.given(field, Given::Value(value.into()))
    }

    /// With a field given in another way.
    #[must_use]
    pub fn given(mut self, field: &str, given: Given) -> Self {
        self.changes.retain(|(name, _)| name != field);
        self.changes.push((field.to_owned(), given));
        self
    }

    /// With its text changed.
    #[must_use]
    pub fn shaped(mut self, shape: Shape) -> Self {
        self.shape = shape;
        self
    }

    /// With another content type.
    #[must_use]
    pub fn typed(mut self, content_type: ContentType) -> Self {
        self.content_type = content_type;
        self
    }

    /// The number of the key whose mark its name holds, where that is another than the one it is sent for.
    pub fn named_as(&self) -> Option<usize> {
        self.changes.iter().find_map(|(_, given)| match given {
            Given::Name(name) => name.of,
            _ => None,
        })
    }

    /// Whether it is sent as it was meant: JSON, called so.
    pub fn is_as_is(&self) -> bool {
        self.shape == Shape::AsIs && self.content_type == ContentType::Json
    }

    /// Its bytes; `None` for no body.
    pub fn bytes(&self, known: &Known<'_>) -> Option<Vec<u8>> {
        let members = self.members(known);
        let text = object(&members);
        Some(match &self.shape {
            Shape::AsIs => text.into_bytes(),
            Shape::CutBytes(count) => text.as_bytes()[..text.len().saturating_sub(*count)].to_vec(),
            Shape::Followed(rest) => (text + rest).into_bytes(),
            Shape::Twice { member, text, first } => {
                let mut members = members;
                let at = if *first { 0 } else { members.len() };
                members.insert(at, (member.clone(), text.clone()));
                object(&members).into_bytes()
            }
            Shape::Replaced(text) => text.clone().into_bytes(),
            Shape::ReplacedBytes(bytes) => bytes.clone(),
            Shape::Written(choices) => match serde_json::from_str::<Value>(&text) {
                Ok(value) => crate::strategies::written(&value, choices, false).into_bytes(),
                Err(_) => text.into_bytes(),
            },
            Shape::None => return None,
        })
    }

    /// Its members in the order they are sent, with their values as text.
    fn members(&self, known: &Known<'_>) -> Vec<(String, String)> {
        let mut members: Vec<(String, String)> = Vec::new();
        if let Some(id) = known.id {
            members.push(("id".to_owned(), id.to_owned()));
        }
        for field in FIELDS.iter().filter(|field| known.update || **field != "status") {
            if !self.changes.iter().any(|(name, _)| name == field)
                && let Some(given) = based(self.base, field, known.is_harmless)
            {
                members.extend(written(field, &given, known));
            }
        }
        for (name, given) in &self.changes {
            members.retain(|(other, _)| other != name);
            members.extend(written(name, given, known));
        }
        members
    }
}

fn based(base: Base, field: &str, is_harmless: bool) -> Option<Given> {
    let rich = base == Base::Rich;
    let either = |rich_value: Value, plain: Value| if rich { rich_value } else { plain };
    let value = match field {
        _ if base == Base::Nothing => return None,
        "name" => return Some(Given::Name(NameText::default())),
        "expired_time" if is_harmless => return Some(Given::InSeconds(if rich { 3_300 } else { 3_000 })),
        "expired_time" if rich => return Some(Given::InSeconds(86_400)),
        "expired_time" => json!(-1),
        "status" => either(json!(2), json!(1)),
        "remain_quota" if is_harmless => either(json!(777_001), json!(0)),
        "remain_quota" => either(json!(777_001), json!(100_000)),
        "model_limits_enabled" if is_harmless => json!(true),
        "unlimited_quota" | "model_limits_enabled" | "cross_group_retry" => json!(rich),
        "model_limits" if is_harmless => {
            either(json!("ct-no-such-model-a,ct-no-such-model-b"), json!("ct-no-such-model"))
        }
        "model_limits" => either(json!("gpt-4o,claude-sonnet-4"), json!("")),
        "allow_ips" if is_harmless => either(json!("198.51.100.7\n2001:db8::/32"), json!("192.0.2.1")),
        "allow_ips" => either(json!("198.51.100.7\n2001:db8::/32"), Value::Null),
        _ => either(json!("auto"), json!("")),
    };
    Some(Given::Value(value))
}

fn written(name: &str, given: &Given, known: &Known<'_>) -> Option<(String, String)> {
    let text = match given {
        Given::Omitted => return None,
        Given::Value(value) => value.to_string(),
        Given::Written(text) => text.clone(),
        Given::Name(name) => Value::String(name.with(known.mark)).to_string(),
        Given::InSeconds(seconds) => (known.now + seconds).to_string(),
        Given::IdAs(text) => text.replace("{}", known.id.unwrap_or("0")),
        Given::OwnerOf(number) => known.owners.get(number)?.to_string(),
    };
    Some((name.to_owned(), text))
}

fn object(members: &[(String, String)]) -> String {
    let members = members.iter().map(|(name, text)| format!("{}:{text}", Value::String(name.clone())));
    format!("{{{}}}", members.collect::<Vec<_>>().join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    static OWNERS: BTreeMap<usize, i64> = BTreeMap::new();
    const KNOWN: Known<'static> =
        Known { mark: "m1", id: Some("7"), update: true, now: 1_000, is_harmless: false, owners: &OWNERS };

    fn text(body: &Body) -> String {
        String::from_utf8(body.bytes(&KNOWN).unwrap()).unwrap()
    }

    #[test]
    fn a_body_is_what_it_starts_from_with_changes() {
        let small = Body::nothing().value("status", 2).given("name", Given::Name(NameText::default()));
        assert_eq!(text(&small), r#"{"id":7,"status":2,"name":"m1"}"#);
        let odd = Body::nothing().given("id", Given::IdAs("\"{}\"".into())).given("expired_time", Given::InSeconds(5));
        assert_eq!(text(&odd), r#"{"id":"7","expired_time":1005}"#);
        let whole: Value = serde_json::from_str(&text(&Body::rich().given("group", Given::Omitted))).unwrap();
        assert_eq!(whole.as_object().unwrap().len(), FIELDS.len());
        assert_eq!(whole["expired_time"], json!(87_400));
    }

    #[test]
    fn harmless_bodies_keep_guards() {
        use crate::custody::Guards;
        for (body, guards) in [(Body::plain(), 4), (Body::rich(), 3)] {
            let known = Known { is_harmless: true, now: 1_764_000_000, ..KNOWN };
            let bytes = body.bytes(&known).unwrap();
            let members: Value = serde_json::from_slice(&bytes).unwrap();
            assert_eq!(Guards::said_by(members.as_object().unwrap(), known.now).count(), guards, "{members}");
        }
    }

    #[test]
    fn what_was_not_shown_is_left_out_and_what_was_is_sent() {
        let body = Body::nothing().given("user_id", Given::OwnerOf(1));
        assert_eq!(text(&body), r#"{"id":7}"#);
        let owners = BTreeMap::from([(1, 5_678)]);
        let known = Known { owners: &owners, ..KNOWN };
        assert_eq!(body.bytes(&known).unwrap(), br#"{"id":7,"user_id":5678}"#);
    }

    #[test]
    fn the_shape_is_what_becomes_of_the_text() {
        let body = || Body::nothing().value("status", 2);
        assert_eq!(text(&body().shaped(Shape::CutBytes(2))), r#"{"id":7,"status":"#);
        assert_eq!(text(&body().shaped(Shape::Followed(" x".into()))), r#"{"id":7,"status":2} x"#);
        let twice = Shape::Twice { member: "status".into(), text: "1".into(), first: true };
        assert_eq!(text(&body().shaped(twice)), r#"{"status":1,"id":7,"status":2}"#);
        assert_eq!(body().shaped(Shape::None).bytes(&KNOWN), None);
    }
}
