//! Values that fit a schema.

use openapi::Source;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value};

use super::Unsupported;
use super::shape::{Kind, Member, Shape};

/// How many items of an array, and how many characters of a string, are made where the schema states no limit.
const UNSTATED: usize = 24;

/// Characters that serializers, parsers, terminals and databases are known to stumble on.
const AWKWARD: [char; 22] = [
    '\0',
    '\u{1}',
    '\u{8}',
    '\t',
    '\n',
    '\r',
    '\u{1b}',
    '"',
    '\\',
    '/',
    '<',
    '&',
    '\'',
    '%',
    '\u{7f}',
    '\u{85}',
    '\u{2028}',
    '\u{202e}',
    '\u{feff}',
    '\u{fffd}',
    '\u{ffff}',
    '\u{10ffff}',
];

/// Values that fit the schema at a JSON pointer, the extremes of every type and all of Unicode among them. They shrink to
/// small ones: zero, the empty string, no optional member.
///
/// # Errors
///
/// An [`Unsupported`] with the pointer of what no strategy can be made of.
pub fn valid(document: &Source, pointer: &str) -> Result<BoxedStrategy<Value>, Unsupported> {
    Ok(of(&Shape::read(&document.value, pointer)?))
}

pub(super) fn of(shape: &Shape) -> BoxedStrategy<Value> {
    let values = match &shape.kind {
        Kind::Boolean => any::<bool>().prop_map(Value::Bool).boxed(),
        Kind::Integer { allowed: Some(allowed), .. } => select(allowed.clone()).prop_map(Value::from).boxed(),
        Kind::Integer { least, greatest, .. } => integer(*least, *greatest).prop_map(Value::from).boxed(),
        Kind::String { allowed: Some(allowed), .. } => select(allowed.clone()).prop_map(Value::from).boxed(),
        Kind::String { shortest, longest, .. } => text(*shortest, *longest).prop_map(Value::from).boxed(),
        Kind::Array { items, fewest, most } => {
            let most = most.unwrap_or(fewest + 4);
            vec(of(items), *fewest..=most).prop_map(Value::Array).boxed()
        }
        Kind::Object { members, .. } => object(members),
    };
    if shape.nullable { prop_oneof![1 => Just(Value::Null), 3 => values].boxed() } else { values }
}

fn integer(least: i64, greatest: i64) -> BoxedStrategy<i64> {
    let notable = [least, greatest, 0, 1, -1, i64::from(i32::MAX) + 1, 1_766_102_400, 1 << 53, (1 << 53) + 1];
    let notable: Vec<i64> = notable.into_iter().filter(|n| (least..=greatest).contains(n)).collect();
    prop_oneof![2 => least..=greatest, 1 => select(notable)].boxed()
}

fn text(shortest: usize, longest: Option<usize>) -> BoxedStrategy<String> {
    let longest = longest.unwrap_or(shortest + UNSTATED);
    let character =
        || prop_oneof![2 => any::<char>(), 1 => select(AWKWARD.to_vec()), 2 => proptest::char::range(' ', '~')];
    let string = move |length| vec(character(), length).prop_map(String::from_iter);
    prop_oneof![4 => string(shortest..=longest), 1 => string(longest..=longest), 1 => string(shortest..=shortest)]
        .boxed()
}

fn object(members: &[Member]) -> BoxedStrategy<Value> {
    let each: Vec<BoxedStrategy<Option<(String, Value)>>> = members
        .iter()
        .map(|member| {
            let name = member.name.clone();
            let named = of(&member.shape).prop_map(move |value| Some((name.clone(), value)));
            if member.required { named.boxed() } else { prop_oneof![1 => Just(None), 3 => named].boxed() }
        })
        .collect();
    each.prop_map(|members| Value::Object(Map::from_iter(members.into_iter().flatten()))).boxed()
}
