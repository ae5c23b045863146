//! What came back, as it came: with its secrets, for the driver alone.

use std::time::Duration;

use bytes::Bytes;
use jiff::Timestamp;
use serde_json::Value;

use super::record::Record;
use crate::effect::Effect;

/// An answer as it came. No `Debug`: it holds keys in clear.
#[derive(Clone)]
pub struct RawAnswer {
    /// The status; `None` when no whole answer came.
    pub status: Option<u16>,
    /// How long to wait, where the server says so.
    pub retry_after: Option<Duration>,
    /// Why no whole answer came, where none did.
    pub nothing: Option<String>,
    /// The body.
    pub body: Bytes,
    /// What it did.
    pub effect: Effect,
}

impl RawAnswer {
    /// Whether it holds a list of records in a form that [`RawAnswer::records`] reads whole, empty or not.
    pub fn is_list(&self) -> bool {
        let Ok(value) = serde_json::from_slice::<Value>(&self.body) else { return false };
        let data = value.get("data").unwrap_or(&value);
        let items = data.get("items").unwrap_or(data);
        let is_item = |item: &Value| item.get("id").is_some_and(Value::is_i64);
        items.is_null() || items.as_array().is_some_and(|items| items.iter().all(is_item))
    }

    /// How many records there are on all pages, where it says so.
    pub fn total(&self) -> Option<usize> {
        let value: Value = serde_json::from_slice(&self.body).ok()?;
        value.pointer("/data/total")?.as_u64()?.try_into().ok()
    }

    /// Whether it lists records of keys, and none of them has an `id`.
    pub fn has_records_without_ids(&self) -> bool {
        let Ok(value) = serde_json::from_slice::<Value>(&self.body) else { return false };
        let data = value.get("data").unwrap_or(&value);
        let items = data.get("items").unwrap_or(data).as_array();
        items.is_some_and(|items| {
            let is_record = |item: &Value| item.get("name").is_some() || item.get("key").is_some();
            !items.is_empty() && items.iter().all(|item| is_record(item) && item.get("id").is_none())
        })
    }

    /// The records it holds, in whatever dialect: a page of `items`, a bare array, one record.
    pub fn records(&self) -> Vec<Record> {
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

/// How long a `Retry-After` asks to wait, in either of its forms: seconds, or the date of HTTP.
pub(super) fn retry_after(text: &str, now: Timestamp) -> Option<Duration> {
    let text = text.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = jiff::fmt::rfc2822::parse(text).ok()?.timestamp();
    Some(Duration::try_from(date.duration_since(now)).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_is_read_in_both_forms() {
        let now: Timestamp = "1994-11-06T08:49:00Z".parse().unwrap();
        let seconds = |text| retry_after(text, now).map(|wait| wait.as_secs());
        assert_eq!(seconds(" 120 "), Some(120));
        assert_eq!(seconds("Sun, 06 Nov 1994 08:49:37 GMT"), Some(37));
        assert_eq!(seconds("Sun, 06 Nov 1994 08:00:00 GMT"), Some(0));
        for text in ["", "soon", "-1", "1.5"] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }

    #[test]
    fn records_are_found_in_every_dialect() {
        let ids = |body: &str| -> Vec<i64> {
            let answer = RawAnswer {
                status: Some(200),
                retry_after: None,
                nothing: None,
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
