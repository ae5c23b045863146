//! Pairs of schemas that differ by one keyword, with what each way of the change must be called.

use openapi::compat::Severity::{self, Breaking, Compatible, Warning};
use serde_json::{Value, json};

/// What a rule must weigh in a request and in a response.
pub(crate) type Weight = (Severity, Severity);

/// Fewer values.
const N: Weight = (Breaking, Compatible);
/// More values.
const W: Weight = (Compatible, Breaking);
/// Other values.
const B: Weight = (Breaking, Breaking);
/// Nobody knows.
const U: Weight = (Warning, Warning);
/// No values are touched.
const C: Weight = (Compatible, Compatible);

/// Two schemas, the rule of going from the first to the second, and that of going back.
pub(crate) struct Pair {
    pub(crate) old: Value,
    pub(crate) new: Value,
    pub(crate) there: (&'static str, Weight),
    pub(crate) back: (&'static str, Weight),
}

fn pair(old: Value, new: Value, there: (&'static str, Weight), back: (&'static str, Weight)) -> Pair {
    Pair { old, new, there, back }
}

fn object(properties: Value, required: &[&str]) -> Value {
    let mut schema = json!({"type": "object", "properties": properties});
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    schema
}

/// Pairs about numbers, texts and types, for any place.
pub(crate) fn simple() -> Vec<Pair> {
    let s = |more: Value| merged(json!({"type": "string"}), more);
    let i = |more: Value| merged(json!({"type": "integer"}), more);
    let n = |more: Value| merged(json!({"type": "number"}), more);
    vec![
        pair(json!({"type": "number"}), json!({"type": "integer"}), ("type-narrowed", N), ("type-widened", W)),
        pair(json!({"type": "string"}), json!({"type": "integer"}), ("type-changed", B), ("type-changed", B)),
        pair(json!({"type": "boolean"}), json!({"type": "string"}), ("type-changed", B), ("type-changed", B)),
        pair(json!({}), json!({"type": "string"}), ("type-narrowed", N), ("type-widened", W)),
        pair(
            json!({"anyOf": [{"type": "string"}, {"type": "integer"}]}),
            json!({"type": "string"}),
            ("type-narrowed", N),
            ("type-widened", W),
        ),
        pair(s(json!({"nullable": true})), s(json!({})), ("nullable-removed", N), ("nullable-added", W)),
        pair(
            i(json!({"nullable": true})),
            i(json!({"nullable": false})),
            ("nullable-removed", N),
            ("nullable-added", W),
        ),
        pair(
            json!({"type": "string", "nullable": true, "enum": ["a", null]}),
            json!({"type": "string", "nullable": true, "enum": ["a"]}),
            ("nullable-removed", N),
            ("nullable-added", W),
        ),
        pair(s(json!({"enum": ["a", "b"]})), s(json!({"enum": ["a"]})), ("enum-narrowed", N), ("enum-widened", W)),
        pair(s(json!({})), s(json!({"enum": ["a"]})), ("enum-narrowed", N), ("enum-widened", W)),
        pair(s(json!({"enum": ["a", "b"]})), s(json!({"enum": ["b", "c"]})), ("enum-changed", B), ("enum-changed", B)),
        pair(i(json!({"enum": [1, 2, 3]})), i(json!({"enum": [1, 2]})), ("enum-narrowed", N), ("enum-widened", W)),
        pair(i(json!({"enum": [1, 2]})), i(json!({"minimum": 2})), ("enum-changed", B), ("enum-changed", B)),
        pair(json!({"enum": [1, "a"]}), json!({"enum": [1]}), ("enum-narrowed", N), ("enum-widened", W)),
        pair(
            json!({"type": "boolean"}),
            json!({"type": "boolean", "enum": [true]}),
            ("enum-narrowed", N),
            ("enum-widened", W),
        ),
        pair(
            i(json!({"format": "int64"})),
            i(json!({"format": "int32"})),
            ("format-narrowed", N),
            ("format-widened", W),
        ),
        pair(i(json!({})), i(json!({"format": "int32"})), ("format-narrowed", N), ("format-widened", W)),
        pair(i(json!({})), i(json!({"format": "int64"})), ("format-narrowed", N), ("format-widened", W)),
        pair(
            n(json!({"format": "double"})),
            n(json!({"format": "float"})),
            ("format-narrowed", N),
            ("format-widened", W),
        ),
        pair(s(json!({})), s(json!({"format": "date"})), ("format-narrowed", N), ("format-widened", W)),
        pair(
            s(json!({"format": "date"})),
            s(json!({"format": "date-time"})),
            ("format-changed", B),
            ("format-changed", B),
        ),
        pair(s(json!({})), s(json!({"format": "isbn"})), ("format-undecided", U), ("format-undecided", U)),
        pair(i(json!({})), i(json!({"minimum": 1})), ("minimum-narrowed", N), ("minimum-widened", W)),
        pair(i(json!({"minimum": 1})), i(json!({"minimum": 2})), ("minimum-narrowed", N), ("minimum-widened", W)),
        pair(
            n(json!({"minimum": 1})),
            n(json!({"minimum": 1, "exclusiveMinimum": true})),
            ("minimum-narrowed", N),
            ("minimum-widened", W),
        ),
        pair(n(json!({"minimum": 0.1})), n(json!({"minimum": 0.25})), ("minimum-narrowed", N), ("minimum-widened", W)),
        pair(i(json!({})), i(json!({"maximum": 100})), ("maximum-narrowed", N), ("maximum-widened", W)),
        pair(i(json!({"maximum": 100})), i(json!({"maximum": 50})), ("maximum-narrowed", N), ("maximum-widened", W)),
        pair(
            n(json!({"maximum": 1})),
            n(json!({"maximum": 1, "exclusiveMaximum": true})),
            ("maximum-narrowed", N),
            ("maximum-widened", W),
        ),
        pair(
            i(json!({"maximum": 9_007_199_254_740_993_i64})),
            i(json!({"maximum": 9_007_199_254_740_992_i64})),
            ("maximum-narrowed", N),
            ("maximum-widened", W),
        ),
        pair(i(json!({})), i(json!({"multipleOf": 5})), ("multiple-of-narrowed", N), ("multiple-of-widened", W)),
        pair(n(json!({})), n(json!({"multipleOf": 0.01})), ("multiple-of-narrowed", N), ("multiple-of-widened", W)),
        pair(
            n(json!({"multipleOf": 0.1})),
            n(json!({"multipleOf": 0.2})),
            ("multiple-of-narrowed", N),
            ("multiple-of-widened", W),
        ),
        pair(
            i(json!({"multipleOf": 2})),
            i(json!({"multipleOf": 3})),
            ("multiple-of-changed", B),
            ("multiple-of-changed", B),
        ),
        pair(s(json!({})), s(json!({"minLength": 1})), ("min-length-narrowed", N), ("min-length-widened", W)),
        pair(
            s(json!({"minLength": 2})),
            s(json!({"minLength": 3})),
            ("min-length-narrowed", N),
            ("min-length-widened", W),
        ),
        pair(s(json!({})), s(json!({"maxLength": 50})), ("max-length-narrowed", N), ("max-length-widened", W)),
        pair(
            s(json!({"maxLength": 50})),
            s(json!({"maxLength": 40})),
            ("max-length-narrowed", N),
            ("max-length-widened", W),
        ),
        pair(s(json!({})), s(json!({"pattern": "^a"})), ("pattern-narrowed", N), ("pattern-widened", W)),
        pair(
            s(json!({"pattern": "^a"})),
            s(json!({"pattern": "^b"})),
            ("pattern-undecided", U),
            ("pattern-undecided", U),
        ),
        pair(s(json!({})), s(json!({"not": {"enum": ["x"]}})), ("not-narrowed", N), ("not-widened", W)),
        pair(
            s(json!({"not": {"enum": ["x"]}})),
            s(json!({"not": {"enum": ["x", "y"]}})),
            ("not-narrowed", N),
            ("not-widened", W),
        ),
        pair(
            s(json!({"not": {"enum": ["x"]}})),
            s(json!({"not": {"enum": ["y"]}})),
            ("not-undecided", U),
            ("not-undecided", U),
        ),
        pair(
            s(json!({"default": "a"})),
            s(json!({"default": "b"})),
            ("default-changed", (Warning, Compatible)),
            ("default-changed", (Warning, Compatible)),
        ),
        pair(
            s(json!({})),
            s(json!({"default": "b"})),
            ("default-added", C),
            ("default-removed", (Warning, Compatible)),
        ),
        pair(
            s(json!({})),
            s(json!({"deprecated": true})),
            ("schema-deprecated", C),
            ("schema-no-longer-deprecated", C),
        ),
        pair(
            json!({"allOf": [{"type": "string", "maxLength": 9}, {"minLength": 2}]}),
            json!({"allOf": [{"type": "string", "maxLength": 8}, {"minLength": 2}]}),
            ("max-length-narrowed", N),
            ("max-length-widened", W),
        ),
        pair(
            json!({"type": "string", "allOf": [{"maxLength": 9}]}),
            json!({"type": "string", "allOf": [{"maxLength": 9}, {"pattern": "^a"}]}),
            ("pattern-narrowed", N),
            ("pattern-widened", W),
        ),
        pair(
            json!({"anyOf": [{"type": "string", "maxLength": 9}, {"type": "integer"}]}),
            json!({"anyOf": [{"type": "string", "maxLength": 8}, {"type": "integer"}]}),
            ("max-length-narrowed", N),
            ("max-length-widened", W),
        ),
        pair(
            json!({"oneOf": [{"type": "string"}, {"type": "integer", "maximum": 5}]}),
            json!({"oneOf": [{"type": "string"}, {"type": "integer", "maximum": 4}]}),
            ("maximum-narrowed", N),
            ("maximum-widened", W),
        ),
        pair(
            json!({"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "uuid"}]}),
            json!({"type": "string", "format": "date"}),
            ("alternative-removed", N),
            ("alternative-added", W),
        ),
        pair(
            json!({"anyOf": [{"type": "string", "maxLength": 9}, {"type": "string", "pattern": "^a"}]}),
            json!({"oneOf": [{"type": "string", "maxLength": 9}, {"type": "string", "pattern": "^a"}]}),
            ("alternatives-made-exclusive", N),
            ("alternatives-no-longer-exclusive", W),
        ),
    ]
}

/// Pairs about lists and objects, for places that hold JSON.
pub(crate) fn compound() -> Vec<Pair> {
    let list = |more: Value| merged(json!({"type": "array", "items": {"type": "integer"}}), more);
    let text = json!({"type": "string"});
    let map = |more: Value| merged(json!({"type": "object", "properties": {"p": {"type": "string"}}}), more);
    let cat = object(json!({"kind": {"enum": ["cat"]}, "lives": {"type": "integer"}}), &["kind"]);
    let dog = object(json!({"kind": {"enum": ["dog"]}, "name": {"type": "string"}}), &["kind"]);
    let small_dog = object(json!({"kind": {"enum": ["dog"]}, "name": {"type": "string", "maxLength": 3}}), &["kind"]);
    vec![
        pair(list(json!({})), list(json!({"minItems": 1})), ("min-items-narrowed", N), ("min-items-widened", W)),
        pair(
            list(json!({"maxItems": 5})),
            list(json!({"maxItems": 4})),
            ("max-items-narrowed", N),
            ("max-items-widened", W),
        ),
        pair(
            list(json!({})),
            list(json!({"uniqueItems": true})),
            ("unique-items-narrowed", N),
            ("unique-items-widened", W),
        ),
        pair(
            list(json!({})),
            list(json!({"items": {"type": "integer", "maximum": 5}})),
            ("maximum-narrowed", N),
            ("maximum-widened", W),
        ),
        pair(json!({"type": "array", "items": {}}), list(json!({})), ("type-narrowed", N), ("type-widened", W)),
        pair(
            map(json!({})),
            map(json!({"minProperties": 1})),
            ("min-properties-narrowed", N),
            ("min-properties-widened", W),
        ),
        pair(
            json!({"type": "object", "maxProperties": 3}),
            json!({"type": "object", "maxProperties": 2}),
            ("max-properties-narrowed", N),
            ("max-properties-widened", W),
        ),
        pair(
            object(json!({"a": text, "b": text}), &[]),
            object(json!({"a": text}), &[]),
            ("member-removed", (Breaking, Warning)),
            ("member-added", C),
        ),
        pair(
            object(json!({"a": text, "b": text}), &["b"]),
            object(json!({"a": text}), &[]),
            ("required-member-removed", B),
            ("required-member-added", N),
        ),
        pair(
            object(json!({"a": text}), &[]),
            object(json!({"a": text}), &["a"]),
            ("member-became-required", N),
            ("member-became-optional", W),
        ),
        pair(
            object(json!({"a": text}), &[]),
            object(json!({"a": {"type": "string", "maxLength": 7}}), &[]),
            ("max-length-narrowed", N),
            ("max-length-widened", W),
        ),
        pair(
            map(json!({})),
            map(json!({"additionalProperties": false})),
            ("additional-members-forbidden", N),
            ("additional-members-allowed", W),
        ),
        pair(
            map(json!({"additionalProperties": {"type": "string"}})),
            map(json!({"additionalProperties": {"type": "string", "maxLength": 5}})),
            ("max-length-narrowed", N),
            ("max-length-widened", W),
        ),
        pair(
            map(json!({})),
            map(json!({"additionalProperties": {"type": "string"}})),
            ("type-narrowed", N),
            ("type-widened", W),
        ),
        pair(
            json!({"oneOf": [cat, dog]}),
            json!({"oneOf": [cat]}),
            ("alternative-removed", N),
            ("alternative-added", W),
        ),
        pair(
            json!({"anyOf": [dog, cat]}),
            json!({"anyOf": [cat, small_dog]}),
            ("max-length-narrowed", N),
            ("max-length-widened", W),
        ),
        pair(
            json!({"oneOf": [cat, dog]}),
            json!({"oneOf": [cat, dog], "discriminator": {"propertyName": "kind"}}),
            ("discriminator-added", U),
            ("discriminator-removed", U),
        ),
        pair(
            json!({"oneOf": [cat, dog], "discriminator": {"propertyName": "kind"}}),
            json!({"oneOf": [cat, dog], "discriminator": {"propertyName": "sort"}}),
            ("discriminator-changed", B),
            ("discriminator-changed", B),
        ),
        pair(
            object(json!({"a": {"allOf": [{"type": "object", "properties": {"x": text}}]}}), &[]),
            object(json!({"a": {"allOf": [{"type": "object", "properties": {"x": text}}, {"required": ["x"]}]}}), &[]),
            ("member-became-required", N),
            ("member-became-optional", W),
        ),
    ]
}

fn merged(mut schema: Value, more: Value) -> Value {
    if let (Value::Object(schema), Value::Object(more)) = (&mut schema, more) {
        schema.extend(more);
    }
    schema
}
