//! Whether a value fits a place, as far as that can be told: an evaluation apart from the comparison.

use serde_json::Value;

use super::node::{
    Additional, Alternatives, ArrayShape, NumberShape, ObjectShape, Pointers, Shape, TextShape, canonical,
};
use super::side::Side;
use crate::compat::Way;

/// Deeper than any candidate value.
const DEEPEST: usize = 12;

/// A side, and whether members that are not described count as sent by no correct client.
#[derive(Clone, Copy)]
pub(super) struct Reader<'s> {
    pub(super) side: &'s Side<'s>,
    pub(super) closed: bool,
}

/// Whether the value fits schemas that must all fit; none where it is not known.
pub(super) fn accepts(reader: &Reader<'_>, schemas: &Pointers, value: &Value, depth: usize) -> Option<bool> {
    if depth > DEEPEST {
        return None;
    }
    let node = reader.side.node(schemas);
    if node.opaque {
        return None;
    }
    match value {
        Value::Null => Some(node.null),
        Value::Bool(value) => Some(node.booleans[usize::from(*value)]),
        Value::Number(_) => among(&node.number, reader, value, depth, |shape: &NumberShape| {
            let known = shape.formats.is_empty();
            value.as_number().and_then(|number| shape.bounds_take(number)).filter(|fits| known || !fits)
        }),
        Value::String(text) => among(&node.text, reader, value, depth, |shape: &TextShape| {
            let fits = shape.length_fits(text);
            let known = shape.patterns.is_empty() && shape.formats.is_empty();
            if fits && !known { None } else { Some(fits) }
        }),
        Value::Array(items) => {
            among(&node.array, reader, value, depth, |shape: &ArrayShape| array(reader, shape, items, depth))
        }
        Value::Object(members) => {
            among(&node.object, reader, value, depth, |shape: &ObjectShape| object(reader, shape, members, depth))
        }
    }
}

fn among<T: Shape>(
    alternatives: &Alternatives<T>,
    reader: &Reader<'_>,
    value: &Value,
    depth: usize,
    fits: impl Fn(&T) -> Option<bool>,
) -> Option<bool> {
    let mut unknown = false;
    let mut count = 0;
    for shape in &alternatives.shapes {
        let listed = shape.listed().is_none_or(|values| values.contains_key(&canonical(value)));
        let excluded = all(shape
            .branch()
            .nots
            .iter()
            .map(|not| accepts(reader, &vec![not.clone()], value, depth + 1).map(|fits| !fits)));
        match all([Some(listed), excluded, fits(shape)].into_iter()) {
            Some(true) => count += 1,
            Some(false) => {}
            None => unknown = true,
        }
    }
    match (count, alternatives.exclusive) {
        (_, true) if unknown => None,
        (count, true) => Some(count == 1),
        (0, false) if unknown => None,
        (count, false) => Some(count > 0),
    }
}

/// Whether all are true; where one is false, it does not matter that others are unknown.
fn all(parts: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut known = true;
    for part in parts {
        match part {
            Some(false) => return Some(false),
            Some(true) => {}
            None => known = false,
        }
    }
    known.then_some(true)
}

fn array(reader: &Reader<'_>, shape: &ArrayShape, items: &[Value], depth: usize) -> Option<bool> {
    let count = items.len() as u64;
    let mut texts: Vec<String> = items.iter().map(canonical).collect();
    texts.sort();
    let twice = texts.windows(2).any(|pair| pair[0] == pair[1]);
    if count < shape.min || shape.max.is_some_and(|max| count > max) || (shape.unique && twice) {
        return Some(false);
    }
    all(items.iter().map(|item| accepts(reader, &shape.items, item, depth + 1)))
}

fn object(
    reader: &Reader<'_>,
    shape: &ObjectShape,
    members: &serde_json::Map<String, Value>,
    depth: usize,
) -> Option<bool> {
    let count = members.len() as u64;
    let complete = shape.required.iter().all(|name| members.contains_key(name));
    if !complete || count < shape.min || shape.max.is_some_and(|max| count > max) {
        return Some(false);
    }
    // A correct client sends no member that is not described; an object without described members takes any.
    let closed =
        reader.closed && reader.side.way == Way::Request && !(shape.members.is_empty() && shape.other_way.is_empty());
    all(members.iter().map(|(name, value)| match (shape.members.get(name), &shape.additional) {
        (Some(schemas), _) | (None, Additional::Schema(schemas)) => accepts(reader, schemas, value, depth + 1),
        _ if shape.other_way.contains(name) => Some(false),
        (None, Additional::Forbidden) => Some(false),
        (None, Additional::Open) => Some(!closed),
    }))
}
