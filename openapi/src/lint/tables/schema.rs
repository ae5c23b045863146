//! Schemas and what belongs to them.

use super::super::shape::{Object, Shape, field, required};

pub(in crate::lint) static SCHEMA: Object = Object {
    elsewhere: &[
        ("const", "3.1", "write `enum` with the one value"),
        ("examples", "3.1", "write one `example`"),
        ("$schema", "3.1", "remove it: 3.0 has one dialect"),
        ("$id", "3.1", "remove it, and refer to #/components/schemas/…"),
        ("$anchor", "3.1", "remove it, and refer to #/components/schemas/…"),
        ("$dynamicRef", "3.1", "use `$ref`"),
        ("$dynamicAnchor", "3.1", "remove it, and refer to #/components/schemas/…"),
        ("$defs", "3.1", "move the schemas to components/schemas"),
        ("$comment", "3.1", "move the text to the description or a comment of the file"),
        ("definitions", "2.0", "move the schemas to components/schemas"),
        ("if", "3.1", "say it with oneOf"),
        ("then", "3.1", "say it with oneOf"),
        ("else", "3.1", "say it with oneOf"),
        ("dependentRequired", "3.1", "say it with oneOf"),
        ("dependentSchemas", "3.1", "say it with oneOf"),
        ("dependencies", "no version", "say it with oneOf"),
        ("prefixItems", "3.1", "describe all items by one `items`"),
        ("additionalItems", "no version", "describe all items by one `items`"),
        ("contains", "3.1", "leave it out: 3.0 cannot say it"),
        ("minContains", "3.1", "leave it out: 3.0 cannot say it"),
        ("maxContains", "3.1", "leave it out: 3.0 cannot say it"),
        ("patternProperties", "3.1", "use `additionalProperties`"),
        ("propertyNames", "3.1", "use `additionalProperties` and describe the names"),
        ("unevaluatedItems", "3.1", "leave it out: 3.0 cannot say it"),
        ("unevaluatedProperties", "3.1", "use `additionalProperties`"),
        ("contentEncoding", "3.1", "write `format: byte`"),
        ("contentMediaType", "3.1", "write `format: binary` or `byte`"),
        ("contentSchema", "3.1", "leave it out: 3.0 cannot say it"),
        ("id", "no version", "remove it, and refer to #/components/schemas/…"),
    ],
    ..Object::of(
        "Schema Object",
        &[
            field("title", Shape::Text),
            field("multipleOf", Shape::Number),
            field("maximum", Shape::Number),
            field("exclusiveMaximum", Shape::Boolean),
            field("minimum", Shape::Number),
            field("exclusiveMinimum", Shape::Boolean),
            field("maxLength", Shape::Count),
            field("minLength", Shape::Count),
            field("pattern", Shape::Text),
            field("maxItems", Shape::Count),
            field("minItems", Shape::Count),
            field("uniqueItems", Shape::Boolean),
            field("maxProperties", Shape::Count),
            field("minProperties", Shape::Count),
            field("required", Shape::Set(&Shape::Text)),
            field("enum", Shape::Set(&Shape::Any)),
            field("type", Shape::OneOf(&["array", "boolean", "integer", "number", "object", "string"])),
            field("not", Shape::OrReference(&SCHEMA)),
            field("allOf", Shape::Set(&Shape::OrReference(&SCHEMA))),
            field("oneOf", Shape::Set(&Shape::OrReference(&SCHEMA))),
            field("anyOf", Shape::Set(&Shape::OrReference(&SCHEMA))),
            field("items", Shape::OrReference(&SCHEMA)),
            field("properties", Shape::Map(&Shape::OrReference(&SCHEMA))),
            field("additionalProperties", Shape::OrBoolean(&Shape::OrReference(&SCHEMA))),
            field("description", Shape::Text),
            field("format", Shape::Text),
            field("default", Shape::Any),
            field("nullable", Shape::Boolean),
            field("discriminator", Shape::Object(&DISCRIMINATOR)),
            field("readOnly", Shape::Boolean),
            field("writeOnly", Shape::Boolean),
            field("example", Shape::Any),
            field("externalDocs", Shape::Object(&EXTERNAL_DOCS)),
            field("deprecated", Shape::Boolean),
            field("xml", Shape::Object(&XML)),
        ],
    )
};

pub(in crate::lint) static DISCRIMINATOR: Object = Object {
    extensible: false,
    ..Object::of(
        "Discriminator Object",
        &[required("propertyName", Shape::Text), field("mapping", Shape::Map(&Shape::Text))],
    )
};

static XML: Object = Object::of(
    "XML Object",
    &[
        field("name", Shape::Text),
        field("namespace", Shape::Text),
        field("prefix", Shape::Text),
        field("attribute", Shape::Boolean),
        field("wrapped", Shape::Boolean),
    ],
);

pub(in crate::lint) static EXTERNAL_DOCS: Object =
    Object::of("External Documentation Object", &[field("description", Shape::Text), required("url", Shape::Text)]);
