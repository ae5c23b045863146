//! The records of keys that an answer shows.

use serde_json::Value;

use crate::exchange::{Answer, Exchange};

/// The body of the response, where it is JSON.
pub(super) fn body(exchange: &Exchange) -> Option<Value> {
    serde_json::from_slice(&exchange.answer.response()?.body).ok()
}

/// The records of keys in the body of an answer: those of a list, or the one of `data`.
pub(super) fn records(body: &Value) -> impl Iterator<Item = &Value> {
    let data = &body["data"];
    let list = data.as_array().or_else(|| data["items"].as_array());
    list.into_iter().flatten().chain([data]).filter(|record| record["user_id"].is_i64() && record["id"].is_i64())
}

/// Whether the answer says that the request was done.
pub(super) fn is_accepted(answer: &Answer, body: Option<&Value>) -> bool {
    let success = body.and_then(|body| body["success"].as_bool());
    crate::effect::Effect::of(answer, success) == crate::effect::Effect::Accepted
}
