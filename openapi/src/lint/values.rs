//! Rules about one object that go beyond names and types.

use serde_json::Value;

use super::tables::{
    DISCRIMINATOR, EXAMPLE, HEADER, LINK, MEDIA_TYPE, OPERATION, PARAMETER, RESPONSES, SECURITY_SCHEME,
};
use super::walk::{Place, Walked};
use super::{Finding, tables};

pub(super) fn check(walked: &Walked<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for place in walked.places.iter().filter(|place| place.reference.is_none()) {
        let mut error = |check, pointer: &str, message: &str, remedy: &str| {
            found.push(Finding::error(walked.source, check, pointer, message, remedy));
        };
        let is = |object| std::ptr::eq(place.object, object);
        if is(&PARAMETER) {
            parameter(place, &mut error);
        }
        if is(&PARAMETER) || is(&HEADER) {
            schema_or_content(place, &mut error);
        }
        if (is(&PARAMETER) || is(&HEADER) || is(&MEDIA_TYPE)) && has_all(place, ["example", "examples"]) {
            error(
                "example-and-examples",
                &place.at("example"),
                "`example` and `examples` exclude each other",
                "keep one",
            );
        }
        if is(&EXAMPLE) && has_all(place, ["value", "externalValue"]) {
            error(
                "example-and-examples",
                &place.at("value"),
                "`value` and `externalValue` exclude each other",
                "keep one",
            );
        }
        if is(&LINK) && place.members.contains_key("operationRef") == place.members.contains_key("operationId") {
            error(
                "link-target",
                &place.pointer,
                "a link has either `operationRef` or `operationId`",
                "name one operation",
            );
        }
        if is(&RESPONSES) && !place.members.keys().any(|key| !key.starts_with("x-")) {
            error("empty-list", &place.pointer, "no response is documented", "document at least the successful one");
        }
        if is(&SECURITY_SCHEME) {
            security_scheme(place, &mut error);
        }
        if is(&tables::OAUTH_FLOWS) {
            oauth_flows(place, &mut error);
        }
        if is(&DISCRIMINATOR) && !place.pointer.is_empty() {
            discriminator(walked, place, &mut error);
        }
        if is(&OPERATION) && place.text("operationId").is_some_and(str::is_empty) {
            error(
                "operation-id-missing",
                &place.at("operationId"),
                "the operationId is empty",
                "give the operation a name",
            );
        }
    }
    found
}

type Report<'r> = &'r mut dyn FnMut(&'static str, &str, &str, &str);

fn has_all(place: &Place<'_>, keys: [&str; 2]) -> bool {
    keys.iter().all(|key| place.members.contains_key(*key))
}

fn parameter(place: &Place<'_>, error: Report<'_>) {
    let within = place.text("in");
    if within == Some("path") && !place.is_true("required") {
        let message = "a path parameter is always required";
        error("path-parameter-required", &place.pointer, message, "write `required: true`");
    }
    let Some((within, style)) = within.zip(place.text("style")) else { return };
    let allowed: &[&str] = match within {
        "path" => &["matrix", "label", "simple"],
        "query" => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
        "header" => &["simple"],
        "cookie" => &["form"],
        _ => return,
    };
    if !allowed.contains(&style) {
        let message = format!("a {within} parameter cannot have the style `{style}`");
        error("parameter-style", &place.at("style"), &message, &format!("use {}", allowed.join(" or ")));
    }
}

fn schema_or_content(place: &Place<'_>, error: Report<'_>) {
    let has = |key| place.members.contains_key(key);
    if has("schema") == has("content") {
        let message = "exactly one of `schema` and `content` describes it";
        error(
            "schema-or-content",
            &place.pointer,
            message,
            "write `schema` (or, for a serialised value, `content`), not both",
        );
    } else if let Some(Value::Object(content)) = place.members.get("content")
        && content.len() != 1
    {
        error(
            "schema-or-content",
            &place.at("content"),
            "`content` must have exactly one media type",
            "keep one media type",
        );
    }
}

fn security_scheme(place: &Place<'_>, error: Report<'_>) {
    let needed: &[&str] = match place.text("type") {
        Some("apiKey") => &["name", "in"],
        Some("http") => &["scheme"],
        Some("oauth2") => &["flows"],
        Some("openIdConnect") => &["openIdConnectUrl"],
        _ => return,
    };
    for key in needed.iter().filter(|key| !place.members.contains_key(**key)) {
        let message = format!("a security scheme of this type has `{key}`");
        error("missing-field", &place.pointer, &message, &format!("add `{key}`"));
    }
}

fn oauth_flows(place: &Place<'_>, error: Report<'_>) {
    for (flow, members) in place.members.iter().filter_map(|(flow, value)| Some((flow.as_str(), value.as_object()?))) {
        let needed: &[&str] = match flow {
            "implicit" => &["authorizationUrl"],
            "password" | "clientCredentials" => &["tokenUrl"],
            "authorizationCode" => &["authorizationUrl", "tokenUrl"],
            _ => continue,
        };
        for key in needed.iter().filter(|key| !members.contains_key(**key)) {
            error("missing-field", &place.at(flow), &format!("the {flow} flow has `{key}`"), &format!("add `{key}`"));
        }
    }
}

fn discriminator(walked: &Walked<'_>, place: &Place<'_>, error: Report<'_>) {
    for (value, target) in place.members.get("mapping").and_then(Value::as_object).into_iter().flatten() {
        let Some(target) = target.as_str() else { continue };
        let pointer = crate::child(&place.at("mapping"), value);
        let is_there = if target.starts_with('#') {
            crate::target_of(&pointer, target).is_ok_and(|target| walked.source.get(&target).is_some())
        } else {
            walked.source.get(&crate::child("/components/schemas", target)).is_some()
        };
        if !is_there {
            let message = format!("`{target}` names no schema of this document");
            error("reference-dangling", &pointer, &message, "write the name of a schema, or '#/components/schemas/…'");
        }
    }
}
