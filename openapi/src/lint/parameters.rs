//! Parameters that the generator cannot take.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Finding;
use super::generator::push_new;
use super::operations::{Path, listed_parameters, snake_case};
use super::walk::{Place, Walked};
use crate::child;

pub(super) fn check(walked: &Walked<'_>, path: &Path<'_>, operation: &Place<'_>, found: &mut Vec<Finding>) {
    let own = listed_parameters(walked, &operation.at("parameters"));
    let shared = listed_parameters(walked, &child(&path.pointer, "parameters"));
    let identity = |place: &Place<'_>| (place.text("name").map(str::to_owned), place.text("in").map(str::to_owned));
    let overridden = |place: &Place<'_>| own.iter().any(|(_, other)| identity(other) == identity(place));
    let all: Vec<_> = shared.iter().filter(|(_, place)| !overridden(place)).chain(&own).collect();
    for (_, parameter) in &all {
        shape(walked, parameter, found);
    }
    let mut arguments: BTreeMap<String, String> = BTreeMap::new();
    if operation.members.contains_key("requestBody") {
        arguments.insert("body".to_owned(), "the request body".to_owned());
    }
    for (at, parameter) in &all {
        let (Some(name), Some(within)) = (parameter.text("name"), parameter.text("in")) else { continue };
        let described = format!("the {within} parameter `{name}`");
        if let Some(first) = arguments.insert(snake_case(name), described.clone()).filter(|first| *first != described) {
            let message = format!("{described} and {first} become the same argument of the generated method");
            push_new(found, Finding::error(walked.source, "generator-parameter", at, message, "rename one of the two"));
        }
    }
}

fn shape(walked: &Walked<'_>, parameter: &Place<'_>, found: &mut Vec<Finding>) {
    let (Some(name), Some(within)) = (parameter.text("name"), parameter.text("in")) else { return };
    let mut error = |pointer: String, message: String, remedy: &str, is_warning: bool| {
        let finding = Finding::error(walked.source, "generator-parameter", &pointer, message, remedy);
        push_new(found, if is_warning { finding.as_warning() } else { finding });
    };
    if within == "cookie" {
        let remedy = "describe it as a security scheme, or leave it to the transport";
        error(parameter.pointer.clone(), "the generator does not take cookie parameters".to_owned(), remedy, false);
        return;
    }
    let reserved = ["accept", "content-type", "authorization"];
    if within == "header" && reserved.contains(&name.to_ascii_lowercase().as_str()) {
        let message = format!("OpenAPI ignores a header parameter `{name}`, the generator does not");
        error(parameter.pointer.clone(), message, "say it by the media type or a security scheme", true);
    }
    if parameter.members.contains_key("content") {
        error(
            parameter.at("content"),
            "the generator does not take `content` in a parameter".to_owned(),
            "describe it by `schema`",
            false,
        );
    }
    let style = if within == "query" { "form" } else { "simple" };
    if parameter.text("style").is_some_and(|stated| stated != style) {
        let message = format!("of the styles of {within} parameters the generator takes `{style}` only");
        error(parameter.at("style"), message, "use that style", false);
    }
    let Ok(schema) = crate::resolve(&walked.source.value, &parameter.at("schema")) else { return };
    let kind = schema.value.get("type").and_then(Value::as_str).unwrap_or_default();
    if within == "query" && kind == "array" && parameter.members.get("explode") == Some(&Value::Bool(false)) {
        let message = "the generator repeats the parameter for each item, whatever `explode` says";
        error(parameter.at("explode"), message.to_owned(), "describe it as a string with separators", false);
    }
    let is_nullable = schema.value.get("nullable") == Some(&Value::Bool(true));
    if within != "query" && (matches!(kind, "array" | "object") || is_nullable) {
        let what = if is_nullable { "a nullable value" } else { kind };
        let message =
            format!("the generator cannot write {what} into a {within} parameter: its code would not compile");
        error(parameter.at("schema"), message, "describe it as a string", false);
    }
}
