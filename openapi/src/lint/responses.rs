//! Responses of an operation that the generator cannot tell apart: it makes one success type and one error type.

use serde_json::{Map, Value};

use super::Finding;
use super::generator::push_new;
use super::walk::{Place, Walked};
use crate::{child, escape_token};

/// What the generator makes of one response.
#[derive(Clone, PartialEq)]
enum Kind {
    /// JSON, with the schema that decides the type.
    Typed(Value),
    /// Another media type: a stream of bytes.
    Stream,
    /// No content.
    Nothing,
    /// 101.
    Upgrade,
}

impl Kind {
    /// Whether the generator surely makes another type of the other. Of two schemas written in place it may make one type
    /// or two: that is left to a trial of the generator.
    fn surely_differs(&self, other: &Self) -> bool {
        let is_in_place = |kind: &Self| matches!(kind, Self::Typed(schema) if schema.get("$ref").is_none());
        self != other && !(is_in_place(self) && is_in_place(other))
    }

    fn words(&self) -> String {
        match self {
            Self::Typed(schema) => match schema.get("$ref").and_then(Value::as_str) {
                Some(reference) => format!("JSON of `{reference}`"),
                None => "JSON of a schema of its own".to_owned(),
            },
            Self::Stream => "content that is not JSON".to_owned(),
            Self::Nothing => "no content".to_owned(),
            Self::Upgrade => "an upgrade".to_owned(),
        }
    }
}

/// A status as the generator orders them: a range stands at its first number, `default` after all.
struct Status<'a> {
    key: &'a str,
    order: u16,
    kind: Kind,
}

pub(super) fn check(walked: &Walked<'_>, operation: &Place<'_>, found: &mut Vec<Finding>) {
    let Some(Value::Object(responses)) = operation.members.get("responses") else { return };
    let mut statuses: Vec<Status<'_>> = Vec::new();
    for key in responses.keys().filter(|key| !key.starts_with("x-")) {
        let at = child(&operation.at("responses"), key);
        let order = match key.as_str() {
            "default" => 1000,
            code => match code.replace("XX", "00").parse() {
                Ok(order) => order,
                Err(_) => continue,
            },
        };
        let Some(response) = walked.reached(&at) else { continue };
        statuses.push(Status { key, order, kind: kind(walked, response, order, found) });
    }
    statuses.sort_by_key(|status| status.order);
    let is_success = |status: &&Status<'_>| matches!(status.order, 101 | 200..=299 | 1000);
    let is_error = |status: &&Status<'_>| matches!(status.order, 400..=599 | 1000);
    let mut successes: Vec<_> = statuses.iter().filter(is_success).collect();
    // Beside the range the generator knows that `default` is no success.
    if let [.., range, default] = successes.as_slice()
        && range.key == "2XX"
        && default.key == "default"
    {
        successes.pop();
    }
    let errors: Vec<_> = statuses.iter().filter(is_error).collect();
    one_kind(walked, operation, &successes, "success", found);
    one_kind(walked, operation, &errors, "error", found);
}

fn one_kind(
    walked: &Walked<'_>,
    operation: &Place<'_>,
    statuses: &[&Status<'_>],
    what: &str,
    found: &mut Vec<Finding>,
) {
    let Some((first, rest)) = statuses.split_first() else { return };
    for other in rest.iter().filter(|other| other.kind.surely_differs(&first.kind)) {
        let at = child(&operation.at("responses"), other.key);
        let message = format!(
            "the generator makes one {what} type, and this is {}, while {} is {}",
            other.kind.words(),
            first.key,
            first.kind.words()
        );
        let remedy = if what == "success" && other.key == "default" {
            "document the success as '2XX', or leave `default` out"
        } else {
            "give both the same schema, or document one of them in an `x-` member"
        };
        push_new(found, Finding::error(walked.source, "generator-responses", &at, message, remedy));
    }
}

fn kind(walked: &Walked<'_>, response: &Place<'_>, order: u16, found: &mut Vec<Finding>) -> Kind {
    let content = response.members.get("content").and_then(Value::as_object);
    let is_json = |name: &str| name == "application/json" || name.starts_with("application/json;");
    let json = content.into_iter().flatten().find(|(name, _)| is_json(name));
    if let Some((name, media_type)) = json {
        let at = format!("{}/{}", response.at("content"), escape_token(name));
        if media_type.get("encoding").and_then(Value::as_object).is_some_and(|encoding| !encoding.is_empty()) {
            let message = "the generator does not take `encoding` in a response";
            push_new(
                found,
                Finding::error(walked.source, "generator-responses", &child(&at, "encoding"), message, "remove it"),
            );
        }
        return match media_type.get("schema") {
            Some(schema) => Kind::Typed(schema.clone()),
            None => {
                let message = "the generator needs a schema for JSON";
                push_new(
                    found,
                    Finding::error(
                        walked.source,
                        "generator-responses",
                        &at,
                        message,
                        "add `schema`, `{}` for anything",
                    ),
                );
                Kind::Typed(Value::Null)
            }
        };
    }
    match content.map(Map::len) {
        _ if order == 101 => Kind::Upgrade,
        None | Some(0) => Kind::Nothing,
        Some(_) => Kind::Stream,
    }
}
