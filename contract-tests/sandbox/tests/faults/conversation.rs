//! Small conversations with a sandbox, and what came of each step.

use std::time::Duration;

use sandbox::{Builder, Sandbox};
use serde_json::{Value, json};

use crate::raw_client::{Sent, answer, sent};

/// The access tokens of the two accounts.
pub(crate) const ALICE: &str = "sandbox-access-token-alice-0001";
pub(crate) const BOB: &str = "sandbox-access-token-bob-000002";

/// The time at which every conversation begins, in Unix seconds.
pub(crate) const START: i64 = 1_766_102_400;

/// One step of a conversation.
pub(crate) enum Step {
    /// A request, and a name for it.
    Ask(&'static str, Sent),
    /// Two requests, the second one a little after the first.
    AskBoth(&'static str, Sent, Sent),
    /// Nothing, for so many milliseconds.
    Wait(u64),
    /// The clock of the sandbox goes on by so many seconds.
    Later(i64),
}

/// Has the conversation with a sandbox, and gives for each named step what came back.
pub(crate) fn held(builder: Builder, steps: &[Step]) -> Vec<(&'static str, String)> {
    let sandbox = builder.clock_at(START).start().expect("a sandbox starts");
    for number in 1..=40 {
        sandbox.give_key_value(value(number));
    }
    steps.iter().filter_map(|step| taken(&sandbox, step)).collect()
}

/// The value of the key with this id.
pub(crate) fn value(id: i64) -> String {
    format!("{id:02}{}", "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRST")
}

fn taken(sandbox: &Sandbox, step: &Step) -> Option<(&'static str, String)> {
    let address = sandbox.address();
    match step {
        Step::Ask(name, request) => Some((name, answer(sent(address, request)))),
        Step::AskBoth(name, first, second) => {
            let first = sent(address, first);
            std::thread::sleep(Duration::from_millis(4));
            let second = sent(address, second);
            Some((name, format!("{}\n{}", answer(first), answer(second))))
        }
        Step::Wait(milliseconds) => {
            std::thread::sleep(Duration::from_millis(*milliseconds));
            None
        }
        Step::Later(seconds) => {
            sandbox.clock().advance(*seconds);
            None
        }
    }
}

impl Sent {
    /// The same by somebody else.
    pub(crate) fn by(self, authorization: &str) -> Self {
        Self { authorization: Some(authorization.to_owned()), ..self }
    }

    /// The same without `Authorization`.
    pub(crate) fn by_nobody(self) -> Self {
        Self { authorization: None, ..self }
    }
}

fn request(method: &'static str, path: String, body: String) -> Sent {
    Sent { method, path, authorization: Some(ALICE.to_owned()), body }
}

pub(crate) fn list(query: &str) -> Sent {
    request("GET", format!("/api/token/{query}"), String::new())
}

pub(crate) fn get(id: &str) -> Sent {
    request("GET", format!("/api/token/{id}"), String::new())
}

pub(crate) fn delete(id: &str) -> Sent {
    request("DELETE", format!("/api/token/{id}"), String::new())
}

pub(crate) fn models(id: i64) -> Sent {
    request("GET", "/v1/models".to_owned(), String::new()).by(&format!("Bearer {}", value(id)))
}

/// A create whose body is this text.
pub(crate) fn create_as(body: &str) -> Sent {
    request("POST", "/api/token/".to_owned(), body.to_owned())
}

/// An update whose body is this text.
pub(crate) fn update_as(body: &str) -> Sent {
    request("PUT", "/api/token/".to_owned(), body.to_owned())
}

/// A create of a plain key but for this.
pub(crate) fn create(but: Value) -> Sent {
    create_as(&plain(but).to_string())
}

/// An update that makes this key a plain one but for this.
pub(crate) fn update(id: i64, but: Value) -> Sent {
    let mut body = plain(but);
    body["id"] = json!(id);
    if body.get("status").is_none() {
        body["status"] = json!(1);
    }
    update_as(&body.to_string())
}

fn plain(but: Value) -> Value {
    let mut body = json!({
        "name": "plain", "expired_time": -1, "remain_quota": 100_000, "unlimited_quota": false,
        "model_limits_enabled": false, "model_limits": "", "allow_ips": null, "group": "", "cross_group_retry": false,
    });
    if let Value::Object(members) = but {
        for (name, value) in members {
            body[name] = value;
        }
    }
    body
}
