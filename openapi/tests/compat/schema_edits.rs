//! Every edit of a schema at every place, both ways: the rule, its severity, and values that show it.

use openapi::compat::{Effect, Severity, Way};
use openapi::{InstanceValidator, Source};
use serde_json::{Value, json};

use crate::documents::{changes, complaint, none_of};
use crate::places::PLACES;
use crate::schema_pairs::{Pair, Weight, compound, simple};

/// Places whose values are written as one text hold no objects.
fn fits(place: &str, is_compound: bool) -> bool {
    !is_compound || !(place.ends_with("parameter") || place.contains("header") || place == "parameter of a path")
}

fn pairs() -> impl Iterator<Item = (bool, Pair)> {
    simple().into_iter().map(|pair| (false, pair)).chain(compound().into_iter().map(|pair| (true, pair)))
}

fn weighed(weight: Weight, way: Way) -> Severity {
    match way {
        Way::Request => weight.0,
        Way::Response => weight.1,
    }
}

#[test]
fn each_edit_at_each_place_is_told_by_its_rule_and_severity() {
    let mut tried = 0;
    let mut complaints = Vec::new();
    for place in PLACES {
        for (_, pair) in pairs().filter(|(is_compound, _)| fits(place.name, *is_compound)) {
            let (old, new) = ((place.with)(pair.old.clone()), (place.with)(pair.new.clone()));
            for (rule, weight, from, to) in
                [(pair.there.0, pair.there.1, &old, &new), (pair.back.0, pair.back.1, &new, &old)]
            {
                let expected = vec![(rule, weighed(weight, place.way), Some(place.way))];
                let name = format!("{} at {}: {} to {}", rule, place.name, pair.old, pair.new);
                complaints.extend(complaint(&name, from, to, &expected));
                tried += 1;
            }
        }
    }
    none_of(&complaints, tried);
    assert!(tried >= 2_000, "only {tried} pairs");
}

#[test]
fn nothing_is_told_where_nothing_changed() {
    for place in PLACES {
        for (_, pair) in pairs() {
            for schema in [pair.old, pair.new] {
                let document = (place.with)(schema);
                assert_eq!(changes(&document, &document), []);
            }
        }
    }
}

/// Rules whose values are judged by what a correct client sends, which is not what a schema says.
const BY_CLOSED_READING: [&str; 4] =
    ["member-removed", "member-added", "required-member-removed", "member-added-to-closed"];

/// Rules of which no value can show the difference without matching a pattern or a format of text.
fn is_beyond_values(rule: &str, schema: &Value) -> bool {
    let text = schema.to_string();
    rule.starts_with("pattern-")
        || (rule.starts_with("format-") && text.contains("string"))
        || rule.starts_with("alternative") && text.contains("string") && !text.contains("kind")
        || rule == "format-narrowed" && text.contains("float")
        || rule == "format-widened" && text.contains("float")
}

#[test]
fn a_value_shows_what_is_gained_or_lost_and_another_validator_agrees() {
    let mut shown = 0;
    for (_, pair) in pairs() {
        for place in PLACES.iter().filter(|place| ["request body", "response body"].contains(&place.name)) {
            for (from, to) in [(&pair.old, &pair.new), (&pair.new, &pair.old)] {
                let found = changes(&(place.with)(from.clone()), &(place.with)(to.clone()));
                let [change] = &*found else { panic!("{from} {to}: {found:?}") };
                if BY_CLOSED_READING.contains(&change.rule.id) {
                    continue;
                }
                let legal =
                    |schema: &Value, value: &Value| at(schema, whole(&change.subject, change.rule.id)).is_valid(value);
                if let Some(lost) = &change.no_longer_legal {
                    assert!(legal(from, lost) && !legal(to, lost), "{} {lost}: {from} {to}", change.rule.id);
                    shown += 1;
                }
                if let Some(gained) = &change.newly_legal {
                    assert!(!legal(from, gained) && legal(to, gained), "{} {gained}: {from} {to}", change.rule.id);
                    shown += 1;
                }
                let (narrowed, widened) = match change.rule.effect {
                    Effect::Narrowed => (true, false),
                    Effect::Widened => (false, true),
                    Effect::Both => (true, true),
                    Effect::Undecided | Effect::Other => (false, false),
                };
                let missing =
                    (narrowed && change.no_longer_legal.is_none()) || (widened && change.newly_legal.is_none());
                let excused =
                    is_beyond_values(change.rule.id, &json!([from, to])) || change.rule.id.starts_with("discriminator");
                assert!(!missing || excused, "no value shows {}: {from} {to}", change.rule.id);
            }
        }
    }
    assert!(shown > 200, "{shown}");
}

/// The subject of the object that a member is of, where a change is about whether a member is there.
fn whole<'s>(subject: &'s str, rule: &str) -> &'s str {
    match subject.rsplit_once(['.', ' ']) {
        Some((object, _)) if rule.contains("member-") => object,
        _ => subject,
    }
}

/// The validator of the place below the schema that a change is about: what follows the comma in its subject.
fn at(schema: &Value, subject: &str) -> InstanceValidator {
    let mut pointer = String::from("/components/schemas/S");
    let document = json!({"components": {"schemas": {"S": schema}}});
    let source = Source::parse("s.json", document.to_string()).unwrap();
    let route = subject.split_once(", ").map_or("", |(_, route)| route);
    for step in route.replace("[]", ".[]").split('.').filter(|step| !step.is_empty()) {
        let candidates = match step {
            "[]" => vec![format!("{pointer}/items")],
            "*" => vec![format!("{pointer}/additionalProperties")],
            name => {
                let below = ["", "/allOf/0", "/oneOf/0", "/oneOf/1", "/anyOf/0", "/anyOf/1"];
                below.iter().map(|part| format!("{pointer}{part}/properties/{name}")).collect()
            }
        };
        match candidates.into_iter().find(|candidate| source.get(candidate).is_some()) {
            Some(found) => pointer = found,
            // Anything fits what is not described, or the last step is a member that the change is about.
            None if step == "*" || step == "[]" => {
                let source = Source::parse("s.json", r#"{"S": {}}"#).unwrap();
                return InstanceValidator::new(&source, "/S").unwrap();
            }
            None => break,
        }
    }
    InstanceValidator::new(&source, &pointer).unwrap()
}
