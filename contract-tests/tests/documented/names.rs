//! What the cases call the keys that they make.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use crate::case::START;

/// A key that a case has named: what the sandbox chose of it, and what the case asked for.
struct Named {
    id: i64,
    value: String,
    record: Map<String, Value>,
}

/// The keys of a case by their names.
#[derive(Default)]
pub(crate) struct Names(HashMap<String, Named>);

impl Names {
    /// Gives a key that was read a name. What it should look like is what it was made with, not what was read.
    pub(crate) fn bind(&mut self, name: &str, read: &Value, user_id: i64, created: i64, with: &Value) {
        let id = read["id"].as_i64().unwrap_or_default();
        let value = read["key"].as_str().unwrap_or_default().to_owned();
        let mut record = merged(&editable(), with);
        let of_the_server = json!({
            "id": id, "user_id": user_id, "key": value, "status": 1, "created_time": created, "accessed_time": created,
            "used_quota": 0,
        });
        record = merged(&record, &of_the_server);
        let Value::Object(record) = record else { return };
        self.0.insert(name.to_owned(), Named { id, value, record });
    }

    pub(crate) fn id(&self, name: &str) -> i64 {
        self.0.get(name).unwrap_or_else(|| panic!("the case made no key {name}")).id
    }

    /// The record that this key had when it was made.
    pub(crate) fn record(&self, name: &str) -> Value {
        let named = self.0.get(name).unwrap_or_else(|| panic!("the case made no key {name}"));
        Value::Object(named.record.clone())
    }

    /// The text with ids and values for names.
    pub(crate) fn filled_in(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (name, named) in &self.0 {
            text = text.replace(&format!("<{name}>"), &named.id.to_string());
            text = text.replace(&format!("<{name} key>"), &named.value);
        }
        text
    }

    /// The JSON value that a text of a case stands for.
    pub(crate) fn json(&self, text: &str) -> Value {
        let text = self.filled_in(text);
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("the case has no JSON in {text}: {error}"))
    }
}

/// Every field that a create and an update may have, at never, none or off; the status is an update's alone.
pub(crate) fn editable() -> Value {
    json!({
        "name": "", "expired_time": -1, "remain_quota": 0, "unlimited_quota": false, "model_limits_enabled": false,
        "model_limits": "", "allow_ips": null, "group": "", "cross_group_retry": false,
    })
}

/// The first object with the members of the second instead of its own.
pub(crate) fn merged(object: &Value, members: &Value) -> Value {
    let mut merged = object.clone();
    for (name, value) in members.as_object().into_iter().flatten() {
        merged[name] = value.clone();
    }
    merged
}

#[test]
fn names_stand_for_what_was_read() {
    let mut names = Names::default();
    names.bind("a", &json!({"id": 7, "key": "k"}), 2, START, &json!({"name": "x"}));
    assert_eq!(names.filled_in("/api/token/<a>?<a key>"), "/api/token/7?k");
    assert_eq!(names.record("a")["name"], "x");
    assert_eq!(names.record("a").as_object().map(Map::len), Some(16));
}
