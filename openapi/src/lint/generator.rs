//! What is legal and progenitor 0.15 cannot take, or takes for something else.

use std::collections::{BTreeMap, HashSet};

use serde_json::Value;

use super::tables::{PARAMETER, PATH_ITEM, REQUEST_BODY, RESPONSE, SCHEMA};
use super::walk::{Place, Walked};
use super::{Finding, operations, parameters, responses};
use crate::child;

pub(super) fn check(walked: &Walked<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    references(walked, &mut found);
    type_names(walked, &mut found);
    for path in operations::paths(walked) {
        for operation in &path.operations {
            if operation.text("operationId").is_none() {
                let message = "the generator names a method after the operationId, and there is none";
                found.push(Finding::error(
                    walked.source,
                    "operation-id-missing",
                    &operation.pointer,
                    message,
                    "add `operationId`",
                ));
            }
            parameters::check(walked, &path, operation, &mut found);
            request_body(walked, operation, &mut found);
            responses::check(walked, operation, &mut found);
        }
    }
    found
}

/// The generator finds a component by the last part of a reference alone, in the map of the kind it expects.
fn references(walked: &Walked<'_>, found: &mut Vec<Finding>) {
    for place in walked.all(&PATH_ITEM).filter(|place| place.members.contains_key("$ref")) {
        let message = "the generator does not take a path item by reference";
        found.push(Finding::error(
            walked.source,
            "generator-reference",
            &place.at("$ref"),
            message,
            "write the path item here",
        ));
    }
    for place in &walked.places {
        let Some(reference) = place.reference else { continue };
        let is = |object| std::ptr::eq(place.object, object);
        let folder = match () {
            () if is(&SCHEMA) => "#/components/schemas/",
            () if is(&PARAMETER) => "#/components/parameters/",
            () if is(&REQUEST_BODY) => "#/components/requestBodies/",
            () if is(&RESPONSE) => "#/components/responses/",
            () => continue,
        };
        let is_taken = reference.strip_prefix(folder).is_some_and(|name| !name.contains(['/', '%', '~']));
        if reference.starts_with('#') && !is_taken {
            let message = format!("the generator takes references to `{folder}…` only here");
            let remedy = "make what it names a component, and refer to that";
            found.push(Finding::error(walked.source, "generator-reference", &place.at("$ref"), message, remedy));
        }
    }
}

/// Two components whose names differ in case or punctuation only become one Rust type.
fn type_names(walked: &Walked<'_>, found: &mut Vec<Finding>) {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    let schemas = walked.source.get("/components/schemas").and_then(Value::as_object);
    for name in schemas.into_iter().flat_map(|schemas| schemas.keys()) {
        if let Some(first) = seen.insert(operations::snake_case(name), name) {
            let message = format!("`{name}` and `{first}` become the same Rust type");
            let at = child("/components/schemas", name);
            found.push(Finding::error(walked.source, "generator-type-name", &at, message, "rename one of the two"));
        }
    }
}

fn request_body(walked: &Walked<'_>, operation: &Place<'_>, found: &mut Vec<Finding>) {
    if !operation.members.contains_key("requestBody") {
        return;
    }
    let Some(body) = walked.reached(&operation.at("requestBody")) else { return };
    let Some(Value::Object(content)) = body.members.get("content") else { return };
    let at = body.at("content");
    let mut error = |pointer: &str, message: String, remedy: &str| {
        found.push(Finding::error(walked.source, "generator-request-body", pointer, message, remedy));
    };
    if content.len() > 1 {
        error(&at, "the generator takes one media type for a request body".to_owned(), "keep one");
        return;
    }
    let Some((name, media_type)) = content.iter().next() else { return };
    let at = child(&at, name);
    let Some(schema) = media_type.get("schema") else {
        error(&at, "the generator needs a schema for a request body".to_owned(), "add `schema`");
        return;
    };
    match name.split(';').next().unwrap_or_default() {
        "application/json" | "application/x-www-form-urlencoded" => {
            if media_type.get("encoding").and_then(Value::as_object).is_some_and(|encoding| !encoding.is_empty()) {
                error(&child(&at, "encoding"), "the generator does not take `encoding`".to_owned(), "remove it");
            }
        }
        essence @ ("application/octet-stream" | "text/plain" | "text/x-markdown") => {
            let format = (essence == "application/octet-stream").then_some("binary");
            let schema =
                crate::resolve(&walked.source.value, &child(&at, "schema")).map_or(schema, |reached| reached.value);
            let narrows =
                ["pattern", "enum", "minLength", "maxLength", "default"].iter().any(|key| schema.get(key).is_some());
            let is_plain = schema.get("type").and_then(Value::as_str) == Some("string")
                && schema.get("format").and_then(Value::as_str) == format
                && schema.get("nullable") != Some(&Value::Bool(true));
            if narrows || !is_plain {
                let format = format.map_or_else(|| "no format".to_owned(), |format| format!("`format: {format}`"));
                let message = format!("for {essence} the generator takes a string with {format} and nothing else");
                error(&child(&at, "schema"), message, "write such a schema");
            }
        }
        _ => {
            let message = format!("the generator does not take a request body of `{name}`");
            error(
                &at,
                message,
                "use application/json, application/x-www-form-urlencoded, application/octet-stream or text/plain",
            );
        }
    }
    sent_members(walked, &child(&at, "schema"), &mut HashSet::new(), found);
}

/// Members of a request that the client would send, or demand, against the document's intention.
fn sent_members(walked: &Walked<'_>, schema: &str, seen: &mut HashSet<String>, found: &mut Vec<Finding>) {
    let Some(place) = walked.reached(schema) else { return };
    if !seen.insert(place.pointer.clone()) {
        return;
    }
    let required = |name: &str| {
        place
            .members
            .get("required")
            .and_then(Value::as_array)
            .is_some_and(|names| names.iter().any(|other| other == name))
    };
    for name in
        place.members.get("properties").and_then(Value::as_object).into_iter().flat_map(|members| members.keys())
    {
        let at = child(&place.at("properties"), name);
        let Some(member) = walked.reached(&at) else { continue };
        if member.members.contains_key("default") && !required(name) {
            let message = format!("the generated client sends `{name}` always, with this default");
            let remedy = "say the default in the description, and remove `default`";
            let finding = Finding::error(walked.source, "generator-default", &member.at("default"), message, remedy);
            push_new(found, finding.as_warning());
        }
        if member.is_true("readOnly") && required(name) {
            let message = format!("the generator ignores `readOnly`: a request must carry `{name}`");
            let remedy = "give requests a schema of their own without it";
            let finding = Finding::error(walked.source, "generator-read-only", &member.at("readOnly"), message, remedy);
            push_new(found, finding.as_warning());
        }
        sent_members(walked, &at, seen, found);
    }
    for keyword in ["items", "additionalProperties"] {
        sent_members(walked, &place.at(keyword), seen, found);
    }
    for keyword in ["allOf", "anyOf", "oneOf"] {
        let count = place.members.get(keyword).and_then(Value::as_array).map_or(0, Vec::len);
        for index in 0..count {
            sent_members(walked, &child(&place.at(keyword), &index.to_string()), seen, found);
        }
    }
}

pub(super) fn push_new(found: &mut Vec<Finding>, finding: Finding) {
    if !found.contains(&finding) {
        found.push(finding);
    }
}
