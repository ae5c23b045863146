//! From a Schema Object of OpenAPI 3.0 to a JSON Schema of Draft 4.
//!
//! The two differ in `nullable`, in the integer formats (in OpenAPI a promise about the range), in `readOnly` and
//! `writeOnly`, and in keywords that only OpenAPI has. Every keyword stays where it was, so that a location in the result
//! is a pointer into the document.

use serde_json::{Map, Value, json};

/// Which way an instance travels. A required member that is `readOnly` need not be in a request, one that is `writeOnly`
/// not in a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// In a request: required `readOnly` members may be missing.
    Request,
    /// In a response: required `writeOnly` members may be missing.
    Response,
    /// Not known: both may be missing.
    Either,
    /// Of no matter: every required member is required.
    AsWritten,
}

impl Direction {
    fn may_omit(self, member: &Value) -> bool {
        let says = |keyword| member.get(keyword) == Some(&Value::Bool(true));
        match self {
            Self::Request => says("readOnly"),
            Self::Response => says("writeOnly"),
            Self::Either => says("readOnly") || says("writeOnly"),
            Self::AsWritten => false,
        }
    }
}

/// Keywords that mean in Draft 4 what they mean in OpenAPI 3.0 and hold no schema.
const SAME: [&str; 18] = [
    "type",
    "enum",
    "format",
    "pattern",
    "required",
    "multipleOf",
    "maximum",
    "minimum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "maxItems",
    "minItems",
    "uniqueItems",
    "maxProperties",
    "minProperties",
    "$ref",
];

/// The JSON Schema of a Schema Object, its references as they are. `document` is where those that decide about
/// `readOnly` and `writeOnly` lead.
///
/// `nullable` adds null to the `type` beside it and does nothing else, as OpenAPI 3.0.3 words it: an `enum` without null
/// still refuses null. Keywords that OpenAPI 3.0 does not know have no effect.
#[must_use]
pub fn json_schema(document: &Value, schema: &Value, direction: Direction) -> Value {
    let Value::Object(members) = schema else { return schema.clone() };
    if let Some(reference) = members.get("$ref") {
        return json!({ "$ref": reference });
    }
    let mut converted: Map<String, Value> =
        members.iter().filter(|(key, _)| SAME.contains(&key.as_str())).map(|(k, v)| (k.clone(), v.clone())).collect();
    let inner = |schema: &Value| json_schema(document, schema, direction);
    for (keyword, value) in members {
        let value = match (keyword.as_str(), value) {
            ("items" | "not" | "additionalProperties", schema) => inner(schema),
            ("allOf" | "anyOf" | "oneOf", Value::Array(schemas)) => schemas.iter().map(inner).collect(),
            ("properties", Value::Object(properties)) => {
                properties.iter().map(|(name, schema)| (name.clone(), inner(schema))).collect()
            }
            _ => continue,
        };
        converted.insert(keyword.clone(), value);
    }
    add_null(members, &mut converted);
    add_integer_range(members, &mut converted);
    drop_one_way_members(document, members, &mut converted, direction);
    Value::Object(converted)
}

fn add_null(schema: &Map<String, Value>, converted: &mut Map<String, Value>) {
    if schema.get("nullable") == Some(&Value::Bool(true))
        && let Some(Value::String(stated)) = schema.get("type")
    {
        converted.insert("type".to_owned(), json!([stated, "null"]));
    }
}

/// The least and greatest integer that `format` allows.
pub(super) fn integer_range(schema: &Map<String, Value>) -> Option<(i64, i64)> {
    if schema.get("type")?.as_str()? != "integer" {
        return None;
    }
    match schema.get("format")?.as_str()? {
        "int32" => Some((i32::MIN.into(), i32::MAX.into())),
        "int64" => Some((i64::MIN, i64::MAX)),
        _ => None,
    }
}

fn add_integer_range(schema: &Map<String, Value>, converted: &mut Map<String, Value>) {
    let Some((least, greatest)) = integer_range(schema) else { return };
    let stated = |keyword: &str| schema.get(keyword).and_then(Value::as_f64);
    if stated("minimum").is_none_or(|minimum| minimum < least as f64) {
        converted.insert("minimum".to_owned(), least.into());
        converted.remove("exclusiveMinimum");
    }
    if stated("maximum").is_none_or(|maximum| maximum > greatest as f64) {
        converted.insert("maximum".to_owned(), greatest.into());
        converted.remove("exclusiveMaximum");
    }
}

fn drop_one_way_members(
    document: &Value,
    schema: &Map<String, Value>,
    converted: &mut Map<String, Value>,
    direction: Direction,
) {
    let (Some(Value::Object(properties)), Some(Value::Array(required))) =
        (schema.get("properties"), schema.get("required"))
    else {
        return;
    };
    let may_be_missing = |name: &Value| {
        name.as_str().and_then(|name| properties.get(name)).is_some_and(|member| {
            let target = crate::reference::reference_in(member)
                .and_then(|reference| crate::target_of("", reference).ok())
                .and_then(|target| crate::resolve(document, &target).ok());
            direction.may_omit(target.map_or(member, |reached| reached.value))
        })
    };
    let remaining: Vec<Value> = required.iter().filter(|name| !may_be_missing(name)).cloned().collect();
    if remaining.is_empty() {
        converted.remove("required");
    } else {
        converted.insert("required".to_owned(), remaining.into());
    }
}
