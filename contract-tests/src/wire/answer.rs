//! What came back, as it came: with its secrets, for the driver alone.

use bytes::Bytes;
use serde_json::{Map, Value};

use crate::effect::Effect;

/// An answer as it came. No `Debug`: it holds keys in clear.
#[derive(Clone)]
pub struct RawAnswer {
    /// The status; `None` when no whole answer came.
    pub status: Option<u16>,
    /// Seconds to wait, where a throttled request was told so.
    pub retry_after: Option<u64>,
    /// The body.
    pub body: Bytes,
    /// What it did.
    pub effect: Effect,
}

impl RawAnswer {
    /// The records it holds, in whatever dialect: a page of `items`, a bare array, one record.
    pub fn records(&self) -> Vec<Map<String, Value>> {
        let Ok(value) = serde_json::from_slice::<Value>(&self.body) else { return Vec::new() };
        let data = match value {
            Value::Object(mut members) => members.remove("data").unwrap_or(Value::Null),
            other => other,
        };
        let items = match data {
            Value::Object(mut members) => match members.remove("items") {
                Some(Value::Array(items)) => items,
                Some(other) => {
                    members.insert("items".to_owned(), other);
                    vec![Value::Object(members)]
                }
                None => vec![Value::Object(members)],
            },
            Value::Array(items) => items,
            _ => Vec::new(),
        };
        let records = items.into_iter().filter_map(|item| match item {
            Value::Object(record) if record.contains_key("id") => Some(record),
            _ => None,
        });
        records.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_found_in_every_dialect() {
        let ids = |body: &str| -> Vec<i64> {
            let answer = RawAnswer {
                status: Some(200),
                retry_after: None,
                body: body.to_owned().into(),
                effect: Effect::Accepted,
            };
            answer.records().iter().filter_map(|record| record["id"].as_i64()).collect()
        };
        assert_eq!(ids(r#"{"success":true,"data":{"items":[{"id":2},{"id":1},3]}}"#), [2, 1]);
        assert_eq!(ids(r#"{"success":true,"data":[{"id":2}]}"#), [2]);
        assert_eq!(ids(r#"{"data":{"id":7,"name":"n"}}"#), [7]);
        assert_eq!(ids(r#"[{"id":4}]"#), [4]);
        assert_eq!(ids("<html>"), [0; 0]);
        assert_eq!(ids(r#"{"success":false,"message":"no"}"#), [0; 0]);
    }
}
