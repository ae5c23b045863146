//! The strategies: what they call valid fits the document, what they call invalid breaks the one thing they say, and what they
//! do not understand they refuse.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, helpers included")]

use contract_tests::strategies::{Unsupported, invalid, valid, written};
use openapi::{InstanceValidator, Source};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

fn document() -> Source {
    Source::maintained().unwrap()
}

fn schemas() -> Vec<String> {
    let document = document();
    let names = document.get("/components/schemas").unwrap().as_object().unwrap().keys();
    names.map(|name| format!("/components/schemas/{name}")).collect()
}

/// Few, for each of many schemas; PROPTEST_CASES says otherwise.
fn cases() -> usize {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(30)
}

#[test]
fn every_schema_has_valid_values_that_fit_it() {
    let (document, mut runner) = (document(), TestRunner::deterministic());
    for pointer in schemas() {
        let (validator, strategy) =
            (InstanceValidator::new(&document, &pointer).unwrap(), valid(&document, &pointer).unwrap());
        for _ in 0..cases() {
            let mut tree = strategy.new_tree(&mut runner).unwrap();
            for _ in 0..4 {
                let value = tree.current();
                assert!(validator.is_valid(&value), "{pointer}: {value}: {:?}", validator.violations(&value));
                tree.simplify();
            }
        }
    }
}

#[test]
fn every_schema_has_values_that_break_one_thing() {
    let (document, mut runner) = (document(), TestRunner::deterministic());
    let mut keywords = std::collections::BTreeSet::new();
    for pointer in schemas() {
        let (validator, strategy) =
            (InstanceValidator::new(&document, &pointer).unwrap(), invalid(&document, &pointer).unwrap());
        for _ in 0..cases() {
            let mut tree = strategy.new_tree(&mut runner).unwrap();
            for _ in 0..4 {
                let broken = tree.current();
                let violations = validator.violations(&broken.value);
                let (said, beside): (Vec<_>, Vec<_>) =
                    violations.iter().partition(|violation| violation.keyword == broken.keyword);
                assert!(
                    !said.is_empty() && said.iter().all(|v| v.instance_pointer == broken.pointer),
                    "{broken:?}: {violations:?}"
                );
                assert!(broken.keyword == "type" || beside.is_empty(), "{broken:?}: {violations:?}");
                assert!(
                    beside.iter().all(|v| v.keyword == "enum" && v.instance_pointer == broken.pointer),
                    "{broken:?}"
                );
                keywords.insert(broken.keyword);
                tree.simplify();
            }
        }
    }
    assert_eq!(Vec::from_iter(keywords), ["enum", "format", "maxLength", "required", "type"]);
}

/// Keywords that the maintained document does not have, in one that does.
#[test]
fn bounds_of_every_kind_are_kept_and_broken() {
    let schema = json!({
        "type": "object", "additionalProperties": false, "required": ["a"],
        "properties": {
            "a": {"type": "integer", "minimum": 3, "maximum": 7},
            "b": {"type": "string", "minLength": 2, "maxLength": 3, "nullable": true},
            "c": {"type": "array", "minItems": 1, "maxItems": 2, "items": {"type": "string", "enum": ["x", "yy"]}},
            "d": {"type": "integer", "format": "int32"}
        }
    });
    let document = of(&schema);
    let pointer = "/components/schemas/S";
    let validator = InstanceValidator::new(&document, pointer).unwrap();
    let (good, bad) = (valid(&document, pointer).unwrap(), invalid(&document, pointer).unwrap());
    let (mut runner, mut keywords) = (TestRunner::deterministic(), std::collections::BTreeSet::new());
    for _ in 0..400 {
        let value = good.new_tree(&mut runner).unwrap().current();
        assert!(validator.is_valid(&value), "{value}");
        let broken = bad.new_tree(&mut runner).unwrap().current();
        assert!(validator.violations(&broken.value).iter().any(|v| v.keyword == broken.keyword), "{broken:?}");
        keywords.insert(broken.keyword);
    }
    let expected = [
        "additionalProperties",
        "enum",
        "format",
        "maxItems",
        "maxLength",
        "maximum",
        "minItems",
        "minLength",
        "minimum",
        "required",
        "type",
    ];
    assert_eq!(Vec::from_iter(keywords), expected);
}

fn of(schema: &Value) -> Source {
    Source::parse(
        "test.json",
        json!({"components": {"schemas": {"S": schema, "T": {"$ref": "#/components/schemas/S"}}}}).to_string(),
    )
    .unwrap()
}

#[test]
fn what_is_not_understood_is_an_error_with_its_pointer() {
    let cases = [
        (json!({"type": "string", "pattern": "a"}), "/pattern"),
        (json!({"type": "string", "format": "uuid"}), "/format"),
        (json!({"type": "integer", "multipleOf": 2}), "/multipleOf"),
        (json!({"type": "integer", "minimum": 1, "exclusiveMinimum": true}), "/exclusiveMinimum"),
        (json!({"type": "integer", "minimum": 1.5}), "/minimum"),
        (json!({"type": "integer", "format": 7}), "/format"),
        (json!({"type": "number"}), "/type"),
        (json!({}), "/type"),
        (json!({"oneOf": []}), "/type"),
        (json!({"type": "object", "allOf": []}), "/allOf"),
        (json!({"type": "object", "required": ["a"]}), "/required"),
        (json!({"type": "object", "additionalProperties": {"type": "string"}}), "/additionalProperties"),
        (json!({"type": "array", "items": {"type": "string"}, "uniqueItems": true}), "/uniqueItems"),
        (
            json!({"type": "object", "properties": {"a": {"type": "string", "minLength": -1}}}),
            "/properties/a/minLength",
        ),
    ];
    for (schema, place) in cases {
        for pointer in ["/components/schemas/S", "/components/schemas/T"] {
            let expected = Unsupported::Keyword { pointer: format!("/components/schemas/S{place}") };
            assert_eq!(valid(&of(&schema), pointer).unwrap_err(), expected, "{schema}");
            assert_eq!(invalid(&of(&schema), pointer).unwrap_err(), expected, "{schema}");
        }
    }
    let empty = [
        json!({"type": "integer", "minimum": 2, "maximum": 1}),
        json!({"type": "string", "maxLength": 1, "enum": ["aa"]}),
    ];
    for schema in empty {
        let told = valid(&of(&schema), "/components/schemas/S").unwrap_err();
        assert!(matches!(&told, Unsupported::Empty { pointer } if pointer == "/components/schemas/S"), "{told}");
    }
    let endless = json!({"type": "array", "items": {"$ref": "#/components/schemas/T"}});
    assert!(matches!(valid(&of(&endless), "/components/schemas/S"), Err(Unsupported::Endless { .. })));
    assert!(matches!(valid(&document(), "/components/schemas/None"), Err(Unsupported::Reference(_))));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn json_written_in_another_way_says_the_same(
        value in valid(&document(), "/components/schemas/ApiKeyPageResponse").unwrap(),
        choices in proptest::collection::vec(any::<u8>(), 0..2000),
    ) {
        let text = written(&value, &choices, false);
        prop_assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value.clone(), "{}", text);
        prop_assert_eq!(serde_json::from_str::<Value>(&written(&value, &[], true)).unwrap(), value);
    }
}
