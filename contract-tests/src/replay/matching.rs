//! Whether a request is the next one of a recording, and if not, in what it differs.

use serde_json::{Value, json};

use crate::exchange::{Credential, Exchange};
use crate::redaction::{Redactor, mask_lookalikes};

/// A request as it came over the wire. No `Debug`: its credential is the caller's own.
pub(super) struct Received {
    pub(super) method: String,
    /// As it came, still percent-encoded.
    pub(super) path: String,
    pub(super) query: Vec<(String, String)>,
    pub(super) authorization: Option<Vec<u8>>,
    pub(super) body: Vec<u8>,
}

/// A request that was not the next one of the recording. Free of secrets.
#[derive(Clone, Debug, PartialEq)]
pub struct ReplayFailure {
    /// How many exchanges had been replayed before it.
    pub position: usize,
    /// How many exchanges the recording has.
    pub of: usize,
    /// In what the request differs: of `method`, `path`, `query`, `body`, `authorization`. Empty when the recording
    /// was at its end.
    pub differs: Vec<&'static str>,
    /// The request that was to come, `null` at the end of the recording.
    pub expected: Value,
    /// The request that came.
    pub received: Value,
}

impl ReplayFailure {
    /// What the client is told.
    pub(super) fn body(&self) -> Value {
        json!({
            "replay": if self.expected.is_null() { "ended" } else { "unmatched" },
            "differs": self.differs,
            "expected": self.expected,
            "received": self.received,
            "position": self.position,
            "of": self.of,
        })
    }
}

impl std::fmt::Display for ReplayFailure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { position, of, expected, received, .. } = self;
        if expected.is_null() {
            return write!(f, "all {of} exchanges were replayed, and then came {received}");
        }
        let differs = self.differs.join(", ");
        write!(f, "exchange {} of {of}: {differs} differ: expected {expected}, received {received}", position + 1)
    }
}

/// In what a request differs from the recorded one; nothing when it is the same.
pub(super) fn differences(expected: &Exchange, received: &Received) -> Vec<&'static str> {
    let request = &expected.request;
    let mut differs = Vec::new();
    if request.method != received.method {
        differs.push("method");
    }
    if request.path != received.path {
        differs.push("path");
    }
    if sorted(&request.query) != sorted(&received.query) {
        differs.push("query");
    }
    if !same_body(request.body.as_deref().unwrap_or_default(), &received.body) {
        differs.push("body");
    }
    // Where the recording lost the header, as browsers' exports do, it asks for nothing.
    let is_known = expected.sender.credential != Credential::Unknown;
    let authorization = request.headers.get("authorization").unwrap_or_default().trim();
    if is_known && authorization.as_bytes() != received.authorization.as_deref().unwrap_or_default().trim_ascii() {
        differs.push("authorization");
    }
    differs
}

/// What is said about the request that was to come.
pub(super) fn describe_expected(expected: &Exchange) -> Value {
    let request = &expected.request;
    let authorization = match request.headers.get("authorization") {
        _ if expected.sender.credential == Credential::Unknown => "any: the recording does not hold it".to_owned(),
        None | Some("") => "none".to_owned(),
        Some(placeholder) => placeholder.to_owned(),
    };
    let body = request.body.as_deref().unwrap_or_default();
    let mut description = describe(&request.method, &request.path, &request.query, body);
    description["authorization"] = Value::String(authorization);
    masked(description)
}

/// What is said about the request that came: nothing of its credential.
pub(super) fn describe_received(received: &Received) -> Value {
    let mut redactor = Redactor::new();
    if let Some(value) = &received.authorization {
        redactor.learn_header("authorization", &String::from_utf8_lossy(value));
    }
    for (name, value) in &received.query {
        redactor.learn_field(name, value);
    }
    redactor.learn_body(&received.body);
    let clean = |text: &str| redactor.redact(text).into_owned();
    let query: Vec<_> = received.query.iter().map(|(name, value)| (clean(name), clean(value))).collect();
    let body = redactor.redact_bytes(&received.body);
    let mut description = describe(&clean(&received.method), &clean(&received.path), &query, &body);
    let authorization = match received.authorization.as_deref() {
        None | Some(b"") => "none",
        Some(_) => "a value that is not shown",
    };
    description["authorization"] = Value::from(authorization);
    masked(description)
}

fn describe(method: &str, path: &str, query: &[(String, String)], body: &[u8]) -> Value {
    let body = match serde_json::from_slice(body) {
        _ if body.is_empty() => Value::Null,
        Ok(json) => json,
        Err(_) => Value::String(String::from_utf8_lossy(body).into_owned()),
    };
    json!({"method": method, "path": path, "query": query, "body": body})
}

/// The same value with the second net over every string of it.
fn masked(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(mask_lookalikes(&text).into_owned()),
        Value::Array(items) => items.into_iter().map(masked).collect(),
        Value::Object(members) => {
            let member = |(name, value): (String, Value)| (mask_lookalikes(&name).into_owned(), masked(value));
            Value::Object(members.into_iter().map(member).collect())
        }
        other => other,
    }
}

fn same_body(expected: &[u8], received: &[u8]) -> bool {
    if expected == received {
        return true;
    }
    let json = |body| serde_json::from_slice::<Value>(body).ok();
    json(expected).is_some_and(|expected| Some(expected) == json(received))
}

fn sorted(query: &[(String, String)]) -> Vec<&(String, String)> {
    let mut pairs: Vec<_> = query.iter().collect();
    pairs.sort();
    pairs
}
