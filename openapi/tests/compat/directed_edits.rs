//! Edits that mean something one way only, or that no place for any schema can hold; and that every rule is tried.

use std::collections::BTreeSet;

use openapi::compat::RULES;
use openapi::compat::Severity::{self, Breaking, Compatible, Warning};
use openapi::compat::Way::{self, Request, Response};
use serde_json::{Value, json};

use crate::documents::{complaint, none_of};
use crate::interface_pairs;
use crate::places::PLACES;
use crate::schema_pairs::{compound, simple};

/// What an edit and its undoing must be called.
struct Directed {
    old: Value,
    new: Value,
    there: Vec<(&'static str, Severity, Option<Way>)>,
    back: Vec<(&'static str, Severity, Option<Way>)>,
}

const REQ: Option<Way> = Some(Request);
const RES: Option<Way> = Some(Response);

fn at(place: &str, schema: Value) -> Value {
    (PLACES.iter().find(|other| other.name == place).unwrap().with)(schema)
}

fn object(b: Value, more: Value) -> Value {
    let mut schema = json!({"type": "object", "properties": {"a": {"type": "string"}, "b": b}});
    schema.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    schema
}

/// An object in whose member `b` a keyword comes.
fn marked(place: &str, keyword: &str, more: Value) -> (Value, Value) {
    let old = object(json!({"type": "string"}), more.clone());
    let new = object(json!({"type": "string", keyword: true}), more);
    (at(place, old), at(place, new))
}

fn closed(place: &str) -> (Value, Value) {
    let old = json!({"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": false});
    (at(place, old), at(place, object(json!({"type": "string"}), json!({"additionalProperties": false}))))
}

fn one_way() -> Vec<Directed> {
    let of = |(old, new): (Value, Value), there, back| Directed { old, new, there, back };
    let required = json!({"required": ["b"]});
    vec![
        of(
            marked("request body", "readOnly", json!({})),
            vec![("read-only-added", Breaking, REQ)],
            vec![("read-only-removed", Compatible, REQ)],
        ),
        of(
            marked("request body", "readOnly", required.clone()),
            vec![("read-only-added", Breaking, REQ)],
            vec![("required-member-added", Breaking, REQ)],
        ),
        of(marked("response body", "readOnly", required.clone()), vec![], vec![]),
        of(marked("request body", "writeOnly", required.clone()), vec![], vec![]),
        of(
            marked("response body", "writeOnly", json!({})),
            vec![("write-only-added", Warning, RES)],
            vec![("write-only-removed", Compatible, RES)],
        ),
        of(
            marked("response body", "writeOnly", required),
            vec![("required-write-only-added", Breaking, RES)],
            vec![("write-only-removed", Compatible, RES)],
        ),
        of(
            closed("request body"),
            vec![("member-added-to-closed", Compatible, REQ)],
            vec![("member-removed", Breaking, REQ)],
        ),
        of(
            closed("response body"),
            vec![("member-added-to-closed", Breaking, RES)],
            vec![("member-removed", Warning, RES)],
        ),
    ]
}

fn combined() -> Vec<Directed> {
    let of = |old: Value, new: Value, there, back| Directed { old, new, there, back };
    let pets = |mapping: Value| {
        let pet = |kind: &str| json!({"type": "object", "required": ["k"], "properties": {"k": {"enum": [kind]}}});
        let choices = json!([{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}]);
        let discriminator = json!({"propertyName": "k", "mapping": mapping});
        let mut document = at("request body", json!({"oneOf": choices, "discriminator": discriminator}));
        document["components"]["schemas"] = json!({"Cat": pet("c"), "Dog": pet("d")});
        document
    };
    let xml = |name: &str| {
        let text = at("request body", json!({"type": "string", "xml": {"name": name}})).to_string();
        serde_json::from_str::<Value>(&text.replace("application/json", "application/xml")).unwrap()
    };
    let exclusive =
        |most: u64| json!({"oneOf": [{"type": "string", "maxLength": most}, {"type": "string", "pattern": "^a"}]});
    let nested = |most: u64| json!({"anyOf": [exclusive(most), {"type": "string", "format": "uuid"}]});
    let cat = "#/components/schemas/Cat";
    let narrowed = ("max-length-narrowed", Breaking, REQ);
    let undecided = ("alternatives-undecided", Warning, REQ);
    vec![
        of(
            pets(json!({"c": cat, "k": cat})),
            pets(json!({"c": cat})),
            vec![("discriminator-value-removed", Breaking, REQ)],
            vec![("discriminator-value-added", Compatible, REQ)],
        ),
        of(
            pets(json!({"c": cat})),
            pets(json!({"c": "Dog"})),
            vec![("discriminator-changed", Breaking, REQ)],
            vec![("discriminator-changed", Breaking, REQ)],
        ),
        of(pets(json!({"c": cat})), pets(json!({"c": "Cat", "Dog": "#/components/schemas/Dog"})), vec![], vec![]),
        of(xml("a"), xml("b"), vec![("xml-changed", Breaking, REQ)], vec![("xml-changed", Breaking, REQ)]),
        of(
            at("request body", exclusive(9)),
            at("request body", exclusive(8)),
            vec![narrowed, undecided],
            vec![("max-length-widened", Compatible, REQ), undecided],
        ),
        of(
            at("response body", nested(9)),
            at("response body", nested(8)),
            vec![("schema-undecided", Warning, RES)],
            vec![("schema-undecided", Warning, RES)],
        ),
    ]
}

#[test]
fn each_edit_is_told_by_its_rule_and_severity() {
    let mut complaints = Vec::new();
    let edits: Vec<Directed> = one_way().into_iter().chain(combined()).collect();
    for (index, Directed { old, new, there, back }) in edits.iter().enumerate() {
        assert_ne!(old, new);
        complaints.extend(complaint(&format!("{index}"), old, new, there));
        complaints.extend(complaint(&format!("{index} undone"), new, old, back));
    }
    none_of(&complaints, edits.len() * 2);
}

#[test]
fn every_rule_is_tried_and_has_a_kebab_case_id_of_its_own() {
    let schemas = simple().into_iter().chain(compound()).flat_map(|pair| [pair.there.0, pair.back.0]);
    let directed = one_way().into_iter().chain(combined()).flat_map(|edit| [edit.there, edit.back].concat());
    let interface = interface_pairs::all().into_iter().flat_map(|edit| [edit.there.0, edit.back.0]);
    let tried: BTreeSet<&str> = schemas.chain(directed.map(|told| told.0)).chain(interface).collect();
    let all: Vec<&str> = RULES.iter().copied().flatten().map(|rule| rule.id).collect();
    let untried: Vec<&&str> = all.iter().filter(|id| !tried.contains(**id)).collect();
    assert!(untried.is_empty(), "no edit tries {untried:?}");
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
    let is_kebab =
        |id: &str| id.split('-').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase()));
    assert!(all.iter().all(|id| is_kebab(id)), "{all:?}");
}
