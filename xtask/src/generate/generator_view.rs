//! The document as the generator is shown it. The published document stays clean of everything done here.

use serde_json::{Map, Value};

/// Envelopes: their component, and the type of ours that stands for it.
pub(super) const ENVELOPES: [(&str, &str); 3] = [
    ("ApiKeyPageResponse", "crate::Envelope<crate::generated::types::ApiKeyPage>"),
    ("ApiKeyResponse", "crate::Envelope<crate::generated::types::ApiKey>"),
    ("Acknowledgement", "crate::Envelope<crate::NoData>"),
];

/// The component whose values are a string or null. Its name in the generated code, too.
pub(super) const NULLABLE: &str = "AllowIps";

/// The component that pages have an array of. Its name in the generated code, too.
pub(super) const RECORD: &str = "ApiKey";

/// Whether what is nullable is what our pass over the syntax tree takes care of: with anything else, null and a missing
/// member would be read as the same thing, or null be taken that the document does not allow.
///
/// # Errors
///
/// The pointer, and what is wrong there.
pub(super) fn nullable_is_known(document: &Value) -> Result<(), String> {
    let known = openapi::child("/components/schemas", NULLABLE);
    let mut found = Vec::new();
    nullable(document, "", &mut found);
    if !found.contains(&known) {
        return Err(format!("#{known}: not nullable, while the client sends null for it and reads null of it"));
    }
    match found.into_iter().find(|pointer| *pointer != known) {
        None => Ok(()),
        Some(pointer) => Err(format!("#{pointer}: nullable, and the client would take a missing member for null")),
    }
}

/// The pointers of what is nullable. A property may be called `nullable`, and is an object then.
fn nullable(value: &Value, pointer: &str, found: &mut Vec<String>) {
    if value.get("nullable") == Some(&Value::Bool(true)) {
        found.push(pointer.to_owned());
    }
    let inner = |name: &str| openapi::child(pointer, name);
    match value {
        Value::Object(members) => members
            .iter()
            .filter(|(name, _)| !matches!(name.as_str(), "example" | "examples" | "default" | "enum"))
            .for_each(|(name, value)| nullable(value, &inner(name), found)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, value)| nullable(value, &inner(&index.to_string()), found));
        }
        _ => {}
    }
}

/// Leaves out what the generator would make worse:
///
/// - documented failures: without them every answer but 200 reaches our own error layer with status, headers and body,
///   while a documented one that is no JSON would lose all three;
/// - refusals beside an accepted answer: our own envelope tells the two apart by `success`, never by trying;
/// - `default`s, because the generator would send them unasked.
pub(super) fn generator_view(document: &Value) -> Value {
    let mut view = document.clone();
    for operation in operations(&mut view) {
        if let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) {
            responses.retain(|status, _| status.starts_with('2'));
            responses.values_mut().for_each(without_refusal);
        }
    }
    without_defaults(&mut view);
    view
}

/// Leaves of a response that is one thing or a refusal the one thing.
fn without_refusal(response: &mut Value) {
    let Some(schema) = response.pointer_mut("/content/application~1json/schema") else { return };
    let is_refusal = |schema: &Value| schema["$ref"] == "#/components/schemas/Refusal";
    match schema.get("anyOf").and_then(Value::as_array).map(Vec::as_slice) {
        Some([accepted, refusal]) if is_refusal(refusal) => *schema = accepted.clone(),
        _ => {}
    }
}

fn operations(document: &mut Value) -> impl Iterator<Item = &mut Map<String, Value>> {
    let paths = document.get_mut("paths").and_then(Value::as_object_mut).into_iter();
    paths.flat_map(Map::values_mut).filter_map(Value::as_object_mut).flat_map(|path| {
        let methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];
        path.iter_mut().filter(move |(name, _)| methods.contains(&name.as_str())).filter_map(|(_, o)| o.as_object_mut())
    })
}

/// Of schemas only: a property may be called `default`, and is an object then.
fn without_defaults(value: &mut Value) {
    match value {
        Value::Object(members) => {
            if members.contains_key("type") && members.get("default").is_some_and(|default| !default.is_object()) {
                members.remove("default");
            }
            members.values_mut().for_each(without_defaults);
        }
        Value::Array(items) => items.iter_mut().for_each(without_defaults),
        _ => {}
    }
}
