//! Random schemas and random values: where a value shows that the legal values shrank or grew, that must be told. The
//! values are judged by the validator of instances, which shares no code with the comparison.

use openapi::InstanceValidator;
use openapi::compat::{Change, Effect};
use serde_json::{Map, Value, json};

use crate::documents::{changes, none_of, source};
use crate::places::PLACES;
use crate::rewritings::Numbers;

/// A random schema, `depth` levels deep at most.
fn schema(numbers: &mut Numbers, depth: usize) -> Value {
    let compound = if depth == 0 { 4 } else { 10 };
    match numbers.below(compound) {
        0 => text(numbers),
        1 | 2 => number(numbers),
        3 => json!({"enum": [value(numbers, 0), value(numbers, 0)]}),
        4 => array(numbers, depth),
        5 | 6 => object(numbers, depth),
        7 => {
            let keyword = ["anyOf", "oneOf", "allOf"][numbers.below(3)];
            json!({keyword: [schema(numbers, depth - 1), schema(numbers, depth - 1)]})
        }
        8 => json!({"not": schema(numbers, depth - 1)}),
        _ => json!({"type": "boolean", "nullable": numbers.below(2) == 0}),
    }
}

fn maybe(schema: &mut Value, numbers: &mut Numbers, keyword: &str, value: Value) {
    if numbers.below(3) == 0 {
        schema[keyword] = value;
    }
}

fn text(numbers: &mut Numbers) -> Value {
    let mut schema = json!({"type": "string"});
    let (min, max) = (numbers.below(4), numbers.below(6));
    maybe(&mut schema, numbers, "minLength", min.into());
    maybe(&mut schema, numbers, "maxLength", max.into());
    maybe(&mut schema, numbers, "nullable", true.into());
    maybe(&mut schema, numbers, "enum", json!(["a", "ab", "abcd"]));
    schema
}

fn number(numbers: &mut Numbers) -> Value {
    let kind = ["integer", "number"][numbers.below(2)];
    let mut schema = json!({"type": kind});
    let (min, max, step) = (numbers.below(5) as i64 - 2, numbers.below(8) as i64, numbers.below(3) + 1);
    maybe(&mut schema, numbers, "minimum", min.into());
    maybe(&mut schema, numbers, "maximum", max.into());
    maybe(&mut schema, numbers, "exclusiveMinimum", true.into());
    maybe(&mut schema, numbers, "exclusiveMaximum", true.into());
    maybe(&mut schema, numbers, "multipleOf", step.into());
    maybe(&mut schema, numbers, "nullable", true.into());
    // A flag about a bound that is not there means nothing, and validators refuse it.
    for (bound, flag) in [("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")] {
        if schema.get(bound).is_none() {
            schema.as_object_mut().unwrap().remove(flag);
        }
    }
    schema
}

fn array(numbers: &mut Numbers, depth: usize) -> Value {
    let mut schema = json!({"type": "array", "items": self::schema(numbers, depth - 1)});
    let (min, max) = (numbers.below(3), numbers.below(4));
    maybe(&mut schema, numbers, "minItems", min.into());
    maybe(&mut schema, numbers, "maxItems", max.into());
    maybe(&mut schema, numbers, "uniqueItems", true.into());
    schema
}

fn object(numbers: &mut Numbers, depth: usize) -> Value {
    let mut properties = Map::new();
    for name in ["a", "b", "c"] {
        if numbers.below(2) == 0 {
            properties.insert(name.to_owned(), self::schema(numbers, depth - 1));
        }
    }
    let mut schema = json!({"type": "object", "properties": properties});
    let required = ["a", "b", "d"][numbers.below(3)];
    let additional = match numbers.below(3) {
        0 => json!(false),
        1 => json!(true),
        _ => self::schema(numbers, depth - 1),
    };
    let (min, max) = (numbers.below(3), numbers.below(4));
    maybe(&mut schema, numbers, "required", json!([required]));
    maybe(&mut schema, numbers, "additionalProperties", additional);
    maybe(&mut schema, numbers, "minProperties", min.into());
    maybe(&mut schema, numbers, "maxProperties", max.into());
    schema
}

/// A random value of the small world that the schemas are about.
fn value(numbers: &mut Numbers, depth: usize) -> Value {
    match numbers.below(if depth == 0 { 5 } else { 8 }) {
        0 => Value::Null,
        1 => (numbers.below(2) == 0).into(),
        2 => (numbers.below(11) as i64 - 3).into(),
        3 => json!(numbers.below(9) as f64 - 2.5),
        4 => "abcdef"[..numbers.below(7)].into(),
        5 => (0..numbers.below(4)).map(|_| value(numbers, depth - 1)).collect(),
        _ => {
            let count = numbers.below(4);
            (0..count).map(|_| (["a", "b", "c", "d"][numbers.below(4)].to_owned(), value(numbers, depth - 1))).collect()
        }
    }
}

/// A schema that differs in one part.
fn mutated(numbers: &mut Numbers, schema: &Value, depth: usize) -> Value {
    let parts: Vec<String> = pointers(schema, "").into_iter().filter(|pointer| is_schema(pointer)).collect();
    let pointer = &parts[numbers.below(parts.len())];
    let mut new = schema.clone();
    *new.pointer_mut(pointer).unwrap() = self::schema(numbers, depth.min(1));
    new
}

fn is_schema(pointer: &str) -> bool {
    let tokens: Vec<&str> = pointer.split('/').skip(1).collect();
    let below = |token: &str| ["items", "not"].contains(&token);
    match &*tokens {
        [] => true,
        [.., parent, _] if ["properties", "anyOf", "oneOf", "allOf"].contains(parent) => true,
        [.., last] => below(last),
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

fn validator(schema: &Value) -> InstanceValidator {
    let document = json!({"components": {"schemas": {"S": schema}}});
    InstanceValidator::new(&source("s.json", &document), "/components/schemas/S").unwrap()
}

fn tells(changes: &[Change], effects: &[Effect]) -> bool {
    changes.iter().any(|change| {
        let effect = change.rule.effect;
        // That a reader passes over members is not what a validator thinks.
        effects.contains(&effect)
            || effect == Effect::Undecided
            || effect == Effect::Both
            || change.rule.id.contains("member-")
    })
}

/// Another seed is tried with `COMPAT_SEED=2 cargo test`.
#[test]
fn no_value_is_lost_or_gained_untold() {
    let seed = std::env::var("COMPAT_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(0x5eed);
    let mut numbers = Numbers(seed);
    let place = PLACES.iter().find(|place| place.name == "response body").unwrap();
    let (mut complaints, mut lost, mut gained, mut quiet) = (Vec::new(), 0, 0, 0);
    for _ in 0..3_000 {
        let old = schema(&mut numbers, 3);
        let new = if numbers.below(5) == 0 { schema(&mut numbers, 2) } else { mutated(&mut numbers, &old, 2) };
        let (before, after) = (validator(&old), validator(&new));
        let found = changes(&(place.with)(old.clone()), &(place.with)(new.clone()));
        for change in &found {
            if change.subject == "response 200 application/json" && !change.rule.id.contains("member") {
                check_witness(change, &before, &after, &mut complaints, &old, &new);
            }
        }
        let values: Vec<Value> = (0..60).map(|_| value(&mut numbers, 2)).collect();
        let shows = |one: &InstanceValidator, other: &InstanceValidator| {
            values.iter().find(|value| one.is_valid(value) && !other.is_valid(value))
        };
        let (is_lost, is_gained) = (shows(&before, &after), shows(&after, &before));
        // Lists and objects that two alternatives fit are not meant: `oneOf` is not taken at its word there.
        let meant =
            |value: &&Value| !(value.is_array() || value.is_object()) || !format!("{old}{new}").contains("oneOf");
        let (is_lost, is_gained) = (is_lost.filter(meant), is_gained.filter(meant));
        if let Some(value) = is_lost {
            lost += 1;
            if !tells(&found, &[Effect::Narrowed]) {
                complaints.push(format!("lost {value}: {old} to {new}\n  {:?}", ids(&found)));
            }
        }
        if let Some(value) = is_gained {
            gained += 1;
            if !tells(&found, &[Effect::Widened]) {
                complaints.push(format!("gained {value}: {old} to {new}\n  {:?}", ids(&found)));
            }
        }
        quiet += usize::from(is_lost.is_none() && is_gained.is_none() && found.is_empty());
    }
    none_of(&complaints, 3_000);
    assert!(lost > 500 && gained > 500 && quiet > 20, "{lost} {gained} {quiet}");
}

fn ids(changes: &[Change]) -> Vec<&'static str> {
    changes.iter().map(|change| change.rule.id).collect()
}

fn check_witness(
    change: &Change,
    before: &InstanceValidator,
    after: &InstanceValidator,
    complaints: &mut Vec<String>,
    old: &Value,
    new: &Value,
) {
    let wrong = |value: &Option<Value>, one: &InstanceValidator, other: &InstanceValidator| {
        value.as_ref().is_some_and(|value| !one.is_valid(value) || other.is_valid(value))
    };
    if wrong(&change.no_longer_legal, before, after) || wrong(&change.newly_legal, after, before) {
        let (lost, gained) = (&change.no_longer_legal, &change.newly_legal);
        complaints.push(format!("{} shown wrongly by {lost:?} {gained:?}: {old} to {new}", change.rule.id));
    }
}
