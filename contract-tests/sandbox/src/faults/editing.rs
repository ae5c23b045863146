//! Changes to an answer that is made already.

use serde_json::{Map, Value};

use crate::answer::Answer;

impl Answer {
    /// Changes the JSON of the body. It is written anew only if that changes something.
    pub(super) fn edit(&mut self, change: impl FnOnce(&mut Value)) {
        let Ok(mut value) = serde_json::from_slice::<Value>(&self.body) else { return };
        let before = value.clone();
        change(&mut value);
        if value != before {
            self.body = value.to_string().into();
        }
    }

    /// Whether it says that the request was accepted.
    pub(super) fn is_accepted(&self) -> bool {
        self.says("success", &Value::Bool(true))
    }

    /// Whether it says that the request was refused.
    pub(super) fn is_refusal(&self) -> bool {
        self.says("success", &Value::Bool(false))
    }

    fn says(&self, member: &str, value: &Value) -> bool {
        serde_json::from_slice::<Value>(&self.body).is_ok_and(|body| body.get(member) == Some(value))
    }

    /// Changes the envelope of an accepted request.
    pub(super) fn edit_accepted(&mut self, change: impl FnOnce(&mut Map<String, Value>)) {
        if self.is_accepted() {
            self.edit(|value| {
                if let Value::Object(members) = value {
                    change(members);
                }
            });
        }
    }

    /// Changes the data of an accepted list.
    pub(super) fn edit_page(&mut self, change: impl FnOnce(&mut Map<String, Value>)) {
        self.edit_accepted(|members| {
            if let Some(Value::Object(data)) = members.get_mut("data")
                && data.contains_key("items")
            {
                change(data);
            }
        });
    }

    /// Changes every record in it.
    pub(super) fn edit_records(&mut self, mut change: impl FnMut(&mut Map<String, Value>)) {
        self.edit_accepted(|members| match members.get_mut("data") {
            Some(Value::Object(record)) if record.contains_key("id") => change(record),
            Some(Value::Object(page)) => {
                let items = page.get_mut("items").and_then(Value::as_array_mut);
                items.into_iter().flatten().filter_map(Value::as_object_mut).for_each(change);
            }
            _ => {}
        });
    }

    /// Changes one member of every record in it.
    pub(super) fn edit_member(&mut self, name: &str, mut change: impl FnMut(&mut Value)) {
        self.edit_records(|record| {
            if let Some(value) = record.get_mut(name) {
                change(value);
            }
        });
    }

    /// Writes its body anew, if it is text.
    pub(super) fn rewrite(&mut self, change: impl FnOnce(&str) -> String) {
        if let Ok(text) = std::str::from_utf8(&self.body) {
            self.body = change(text).into();
        }
    }
}

/// The JSON text with every integer of this member written otherwise.
pub(super) fn numbers_written(text: &str, member: &str, write: impl Fn(&str) -> String) -> String {
    let name = format!("\"{member}\":");
    let mut parts = text.split(name.as_str());
    let mut written = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|character: char| !character.is_ascii_digit() && character != '-').unwrap_or(part.len());
        let (number, rest) = part.split_at(end);
        written.push_str(&name);
        if number.is_empty() {
            written.push_str(part);
        } else {
            written.push_str(&write(number));
            written.push_str(rest);
        }
    }
    written
}
