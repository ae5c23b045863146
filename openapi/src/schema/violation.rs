//! What an instance goes against, said without the instance: it may be a secret.

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind;
use serde_json::Value;

use super::conversion::integer_range;

/// One keyword of one schema that an instance goes against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The part of the instance, as a JSON pointer; `""` is the whole.
    pub instance_pointer: String,
    /// The keyword, as a JSON pointer into the document.
    pub schema_pointer: String,
    /// The keyword: `required`, `enum`, `maxLength`…
    pub keyword: String,
    /// What the schema asks for, in words: "at most 50 characters". Never holds a value of the instance.
    pub expected: String,
}

/// How many members or values are named before the rest is counted.
const NAMED: usize = 12;

pub(super) fn of(error: &ValidationError<'_>, document: &Value) -> Violation {
    let mut keyword = error.kind().keyword().to_owned();
    let mut schema_pointer = error.schema_path().as_str().to_owned();
    let (schema_at, _) = crate::parent(&schema_pointer).unwrap_or_default();
    let schema = document.pointer(schema_at).unwrap_or(&Value::Null);
    let range = schema.as_object().and_then(integer_range);
    let expected = match (keyword.as_str(), range) {
        // A bound that stands nowhere came from the format.
        ("minimum" | "maximum", Some((least, greatest))) if document.pointer(&schema_pointer).is_none() => {
            schema_pointer = format!("{schema_at}/format");
            keyword = "format".to_owned();
            format!("an integer from {least} to {greatest}")
        }
        _ => expected(error.kind(), schema),
    };
    Violation { instance_pointer: error.instance_path().as_str().to_owned(), schema_pointer, keyword, expected }
}

fn expected(kind: &ValidationErrorKind, schema: &Value) -> String {
    use ValidationErrorKind as Kind;
    let keyword = |name: &str| schema.get(name).map_or_else(|| format!("what `{name}` says"), shown);
    match kind {
        Kind::Type { .. } => {
            let or_null = if schema.get("nullable") == Some(&Value::Bool(true)) { " or null" } else { "" };
            format!(
                "type {}{or_null}",
                schema.get("type").and_then(Value::as_str).map_or("as stated".into(), crate::escape)
            )
        }
        Kind::Required { property } => {
            format!("required member `{}`", crate::escape(property.as_str().unwrap_or_default()))
        }
        Kind::Enum { options } => format!("one of {}", listed(options)),
        Kind::AdditionalProperties { .. } => match schema.get("properties").and_then(Value::as_object) {
            Some(properties) if !properties.is_empty() => {
                format!(
                    "no members besides {}",
                    named(properties.keys().map(|name| format!("`{}`", crate::escape(name))))
                )
            }
            _ => "no members".to_owned(),
        },
        Kind::FalseSchema => "nothing at all".to_owned(),
        Kind::Format { format } => format!("format {}", crate::escape(format)),
        Kind::MaxLength { limit } => format!("at most {limit} characters"),
        Kind::MinLength { limit } => format!("at least {limit} characters"),
        Kind::MaxItems { limit } => format!("at most {limit} items"),
        Kind::MinItems { limit } => format!("at least {limit} items"),
        Kind::MaxProperties { limit } => format!("at most {limit} members"),
        Kind::MinProperties { limit } => format!("at least {limit} members"),
        Kind::Maximum { .. } => format!("at most {}", keyword("maximum")),
        Kind::Minimum { .. } => format!("at least {}", keyword("minimum")),
        Kind::ExclusiveMaximum { .. } => format!("less than {}", keyword("maximum")),
        Kind::ExclusiveMinimum { .. } => format!("more than {}", keyword("minimum")),
        Kind::MultipleOf { .. } => format!("a multiple of {}", keyword("multipleOf")),
        Kind::Pattern { pattern } => format!("a match of the pattern {}", crate::escape(pattern)),
        Kind::UniqueItems => "items that all differ".to_owned(),
        Kind::AnyOf { context } => format!("at least one of {} schemas", context.len()),
        Kind::OneOfNotValid { context } => format!("one of {} schemas", context.len()),
        Kind::OneOfMultipleValid { context } => format!("only one of {} schemas", context.len()),
        Kind::Not { .. } => "anything but the schema under `not`".to_owned(),
        other => format!("what `{}` asks for", crate::escape(other.keyword())),
    }
}

fn listed(values: &Value) -> String {
    named(values.as_array().into_iter().flatten().map(shown))
}

fn named(names: impl Iterator<Item = String>) -> String {
    let mut names: Vec<String> = names.collect();
    let more = names.len().saturating_sub(NAMED);
    names.truncate(NAMED);
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    names.join(", ") + &more
}

fn shown(value: &Value) -> String {
    crate::escape(&value.to_string())
}
