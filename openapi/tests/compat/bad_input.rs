//! Documents that cannot be compared: what is said, with pointer and line.

use openapi::Source;
use openapi::compat::{Acceptance, compare};
use serde_json::{Map, Value, json};

use crate::documents::{changes, document};

const GOOD: &str = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths: {}\n";

#[track_caller]
fn refused(text: &str, says: &[&str]) {
    let (good, bad) = (Source::parse("good.yaml", GOOD).unwrap(), Source::parse("bad.yaml", text).unwrap());
    for (old, new) in [(&good, &bad), (&bad, &good)] {
        let error = compare(old, new).unwrap_err();
        assert_eq!(error.name, "bad.yaml");
        let said = error.to_string();
        assert!(says.iter().all(|part| said.contains(part)) && said.contains("fix: "), "{said}");
        assert!(error.findings.iter().all(|finding| finding.line.is_some()), "{said}");
    }
}

#[test]
fn other_versions_and_other_files_are_refused_with_pointer_and_line() {
    refused("openapi: 3.1.0\ninfo: {title: t, version: '1'}\n", &["bad.yaml:1  #/openapi", "OpenAPI 3.1.0"]);
    refused("swagger: '2.0'\ninfo: {title: t, version: '1'}\n", &["bad.yaml:1  #/swagger", "Swagger 2.0"]);
    refused("just: a file\n", &["bad.yaml:1  #\n", "no OpenAPI document"]);
    refused("- a\n- list\n", &["no OpenAPI document"]);
    refused("{\"openapi\": 3}", &["the version must be text"]);
}

#[test]
fn references_that_lead_nowhere_are_refused_with_pointer_and_line() {
    let with = |schemas: &str| format!("{GOOD}components:\n  schemas:\n{schemas}");
    refused(
        &with("    A: {$ref: '#/components/schemas/B'}\n"),
        &["bad.yaml:6  #/components/schemas/A/$ref", "names nothing"],
    );
    refused(
        &with("    A: {$ref: 'other.yaml#/A'}\n"),
        &["bad.yaml:6  #/components/schemas/A/$ref", "leaves this document"],
    );
    let cycle = "    A: {$ref: '#/components/schemas/B'}\n    B: {$ref: '#/components/schemas/A'}\n";
    refused(&with(cycle), &["#/components/schemas/A/$ref", "leads back to itself"]);
    refused(&with("    A: {allOf: [{$ref: '#/components/schemas/A'}]}\n"), &["leads back to the schema"]);
    refused(&with("    A: {type: [string, 'null']}\n"), &["bad.yaml:6  #/components/schemas/A/type", "OpenAPI 3.1"]);
    refused(&with("    A: {maxLength: many}\n"), &["#/components/schemas/A/maxLength", "must be an integer"]);
    refused(&format!("{}security: 5\n", GOOD), &["bad.yaml:4  #/security"]);
}

#[test]
fn a_document_that_only_lacks_what_people_read_is_compared() {
    let text = "openapi: 3.0.3\ninfo: {}\npaths: {/a: {get: {responses: {'200': {}}}}}\n";
    let source = Source::parse("a.yaml", text).unwrap();
    assert_eq!(compare(&source, &source).unwrap().changes, []);
}

#[test]
fn keys_given_twice_are_refused_and_anchors_are_followed() {
    let error = Source::parse("bad.yaml", "openapi: 3.0.3\ninfo: {}\ninfo: {}\n").unwrap_err();
    assert_eq!((error.line, error.column), (Some(3), Some(1)));
    let anchored = GOOD.replace("paths: {}", "x-s: &s {type: string}\ncomponents: {schemas: {A: *s}}\npaths: {}");
    let plain = GOOD.replace("paths: {}", "components: {schemas: {A: {type: string}}}\npaths: {}");
    let [anchored, plain] = [anchored, plain].map(|text| Source::parse("a.yaml", text).unwrap());
    assert_eq!(compare(&anchored, &plain).unwrap().changes, []);
}

#[test]
fn a_file_of_accepted_changes_that_cannot_stand_is_refused_with_its_line() {
    let refused = |text: &str, line: usize, says: &str| {
        let error = Acceptance::parse("ok.toml", text).unwrap_err();
        let said = error.to_string();
        assert!(said.contains(&format!("ok.toml:{line}: ")) && said.contains(says) && said.contains("fix: "), "{said}");
    };
    refused("[[accepted]]\nrule = \"enum-narrowed\"\npointer = \"/a\"\n", 1, "gives no reason");
    refused("[[accepted]]\nrule = \"enum-narrowed\"\npointer = \"/a\"\nreason = \"  \"\n", 1, "gives no reason");
    refused("[[accepted]]\nrule = \"enum-narrowed\"\nreason = \"r\"\n", 1, "which change");
    refused("\n[[accepted]]\nrule = \"none\"\npointer = \"/a\"\nreason = \"r\"\n", 3, "no rule `none`");
    let direction = "[[accepted]]\nrule = \"enum-narrowed\"\npointer = \"/a\"\nreason = \"r\"\ndirection = \"up\"\n";
    refused(direction, 5, "no direction `up`");
    refused("[[accepted]]\nrule = 5\n", 2, "no file of accepted changes");
    refused("[[acepted]]\n", 1, "no file of accepted changes");
}

/// A document whose request body is the first of so many schemas.
fn chained(count: usize, schema: impl Fn(usize, Value) -> Value, last: Value) -> Value {
    let name = |index: usize| json!({"$ref": format!("#/components/schemas/S{index}")});
    let mut schemas: Map<String, Value> =
        (0..count).map(|index| (format!("S{index}"), schema(index, name(index + 1)))).collect();
    schemas.insert(format!("S{count}"), last);
    let content = json!({"application/json": {"schema": name(0)}});
    let operation = json!({"requestBody": {"content": content}, "responses": {"200": {"description": "d"}}});
    document(json!({"/a": {"post": operation}}), json!({"schemas": schemas}))
}

#[test]
fn schemas_that_stand_for_billions_of_others_are_compared_in_time() {
    let twice = |last| chained(60, |_, next| json!({"allOf": [next, next]}), last);
    let found = changes(&twice(json!({"maxLength": 5})), &twice(json!({"maxLength": 4})));
    assert_eq!(found.iter().map(|change| change.rule.id).collect::<Vec<_>>(), ["max-length-narrowed"]);
    let members = |last| {
        let schema =
            |_, next: Value| json!({"type": "object", "required": ["a", "b"], "properties": {"a": next, "b": next}});
        chained(60, schema, last)
    };
    let found = changes(&members(json!({"type": "string"})), &members(json!({"type": "integer"})));
    assert_eq!(found.iter().map(|change| change.rule.id).collect::<Vec<_>>(), ["type-changed"]);
}

#[test]
fn a_long_chain_of_alternatives_is_followed_to_its_end() {
    let schema = |_, next: Value| {
        let one = json!({"type": "object", "required": ["k"], "properties": {"k": {"enum": ["one"]}, "next": next}});
        let other =
            json!({"type": "object", "required": ["k"], "properties": {"k": {"enum": ["other"]}, "next": next}});
        json!({"oneOf": [one, other]})
    };
    let of = |last| chained(150, schema, last);
    let found = changes(&of(json!({"type": "string"})), &of(json!({"type": "string", "maxLength": 4})));
    assert_eq!(found.iter().map(|change| change.rule.id).collect::<Vec<_>>(), ["max-length-narrowed"]);
}

#[test]
fn no_edit_makes_the_comparison_panic() {
    let good = Source::parse("a.yaml", include_str!("../documents/library.yaml")).unwrap();
    let replacements =
        [json!(null), json!(-1), json!("x"), json!([]), json!({}), json!({"not": {}}), json!([{}]), json!(true)];
    for (index, pointer) in pointers(&good.value, "").iter().enumerate() {
        let mut edited = good.value.clone();
        *edited.pointer_mut(pointer).unwrap() = replacements[index % replacements.len()].clone();
        let edited = Source::parse("b.json", edited.to_string()).unwrap();
        let _ = (compare(&good, &edited), compare(&edited, &good));
    }
}

fn pointers(value: &Value, at: &str) -> Vec<String> {
    let inner: Vec<(String, &Value)> = match value {
        Value::Object(members) => members.iter().map(|(key, value)| (openapi::child(at, key), value)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(i, value)| (format!("{at}/{i}"), value)).collect(),
        _ => Vec::new(),
    };
    let below = inner.into_iter().flat_map(|(at, value)| pointers(value, &at));
    std::iter::once(at.to_owned()).chain(below).collect()
}
