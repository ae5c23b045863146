//! Small recordings for the tests of observers and of coverage, written as HAR text and read as any other.

use std::sync::{Arc, LazyLock};

use openapi::Source;
use serde_json::{Value, json};

use crate::contract::Contract;
use crate::har::{self, HarInput, ReadOptions};
use crate::judging::{Judging, Outcome};
use crate::trace::Trace;

const TOKEN: &str = "REDACTED-access-token-alice-0000";

static CONTRACT: LazyLock<Arc<Contract>> =
    LazyLock::new(|| Arc::new(Contract::new(&Source::maintained().unwrap()).unwrap()));

/// An entry of a recording: a request with the right token, answered as accepted.
pub(crate) struct Entry(Value);

/// A request without a body.
pub(crate) fn request(method: &str, target: &str) -> Entry {
    let entry = json!({
        "time": 5,
        "request": {
            "method": method,
            "url": format!("https://api.cometapi.com{target}"),
            "headers": [{"name": "Authorization", "value": TOKEN}],
            "postData": {"mimeType": "", "text": ""}
        },
        "response": {"status": 200, "headers": [{"name": "Content-Type", "value": "application/json"}]}
    });
    Entry(entry).answered(200, r#"{"success":true,"message":""}"#)
}

/// A list that is answered with a page of the keys of these ids.
pub(crate) fn list(query: &str, page: i64, page_size: i64, total: i64, ids: &[i64]) -> Entry {
    let items: Vec<Value> = ids.iter().map(|id| record(*id)).collect();
    let data = json!({"page": page, "page_size": page_size, "total": total, "items": items});
    request("GET", &format!("/api/token/{query}")).data(data)
}

/// The update of a key that is there, with these members beside its `id`; an empty text for none.
pub(crate) fn update(members: &str) -> Entry {
    let members = if members.is_empty() { String::new() } else { format!(",{members}") };
    request("PUT", "/api/token/").json(&format!("{{\"id\":7{members}}}")).data(record(7))
}

/// A read of the key that updates name.
pub(crate) fn get() -> Entry {
    request("GET", "/api/token/7").data(record(7))
}

/// A record that lacks nothing.
pub(crate) fn record(id: i64) -> Value {
    json!({
        "id": id, "user_id": 2, "key": "REDACTED", "status": 1, "name": "a", "created_time": 1_795_413_431,
        "accessed_time": 1_795_413_431, "expired_time": -1, "remain_quota": 5, "unlimited_quota": false,
        "model_limits_enabled": false, "model_limits": "", "allow_ips": null, "used_quota": 0, "group": "",
        "cross_group_retry": false
    })
}

impl Entry {
    /// With a JSON body.
    pub(crate) fn json(self, body: &str) -> Self {
        self.header("Content-Type", "application/json").body(body)
    }

    /// With a body of whatever type its headers say.
    pub(crate) fn body(mut self, body: &str) -> Self {
        self.0["request"]["postData"] = json!({"mimeType": "", "text": body});
        self
    }

    /// With a request header.
    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.0["request"]["headers"].as_array_mut().unwrap().push(json!({"name": name, "value": value}));
        self
    }

    /// With another value of `Authorization`; none for no such header.
    pub(crate) fn token(mut self, value: Option<&str>) -> Self {
        let headers = self.0["request"]["headers"].as_array_mut().unwrap();
        headers.retain(|header| header["name"] != "Authorization");
        headers.extend(value.map(|value| json!({"name": "Authorization", "value": value})));
        self
    }

    /// Behind `Bearer`.
    pub(crate) fn bearer(self) -> Self {
        self.token(Some(&format!("Bearer {TOKEN}")))
    }

    /// Answered so.
    pub(crate) fn answered(mut self, status: u16, body: &str) -> Self {
        self.0["response"]["status"] = status.into();
        self.0["response"]["content"] = json!({"size": body.len(), "mimeType": "application/json", "text": body});
        self
    }

    /// Answered with `data`.
    pub(crate) fn data(self, data: Value) -> Self {
        let body = json!({"success": true, "message": "", "data": data}).to_string();
        self.answered(200, &body)
    }

    /// Refused by the API.
    pub(crate) fn refused(self, message: &str) -> Self {
        let body = json!({"success": false, "message": message}).to_string();
        self.answered(200, &body)
    }

    /// Answered after so many milliseconds.
    pub(crate) fn lasting(mut self, milliseconds: u32) -> Self {
        self.0["time"] = milliseconds.into();
        self
    }

    /// With a header of the answer.
    pub(crate) fn answer_header(mut self, name: &str, value: &str) -> Self {
        self.0["response"]["headers"].as_array_mut().unwrap().push(json!({"name": name, "value": value}));
        self
    }
}

/// These exchanges, a second apart.
pub(crate) fn trace(entries: impl IntoIterator<Item = Entry>) -> Trace {
    let entries = entries.into_iter().enumerate().map(|(i, Entry(mut entry))| {
        entry["startedDateTime"] = format!("2026-11-23T05:{:02}:{:02}Z", i / 60, i % 60).into();
        entry
    });
    let entries: Vec<Value> = entries.collect();
    let accounts = json!({"alice": {"user_id": 2, "access_token": TOKEN}});
    let recording =
        json!({"log": {"version": "1.2", "_contract": {"accounts": accounts}, "entries": entries.as_slice()}});
    let input = HarInput::bytes("small.har", recording.to_string().into_bytes());
    let trace = har::read(&[input], &ReadOptions::default()).unwrap();
    assert_eq!(trace.exchanges.len(), entries.len(), "{:?}", trace.notes);
    trace
}

/// What is known of the server once these exchanges, a second apart, were judged.
pub(crate) fn judged(entries: impl IntoIterator<Item = Entry>) -> Outcome {
    Judging::new(Arc::clone(&CONTRACT)).trace(&trace(entries))
}

/// What observers of that name say of these exchanges: `2: the sentence`.
pub(crate) fn seen(about: &str, entries: impl IntoIterator<Item = Entry>) -> Vec<String> {
    let observations = judged(entries).observations.into_iter().filter(|observation| observation.about == about);
    observations.map(|observation| format!("{}: {}", observation.count, observation.text)).collect()
}
