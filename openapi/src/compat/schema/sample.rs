//! A value that fits a place.

use serde_json::{Map, Value, json};

use super::decimal::Decimal;
use super::node::{ArrayShape, Node, NumberShape, ObjectShape, Pointers, Shape, TextShape};
use super::side::Side;

/// Deeper than a reader wants to see an example.
const DEEPEST: usize = 4;

/// Longer than a reader wants to see an example.
pub(super) const LONGEST: u64 = 1_000;

/// A small value that fits schemas that must all fit, where one is easily found. It may not fit: try it.
pub(super) fn sample(side: &Side<'_>, schemas: &Pointers, depth: usize) -> Option<Value> {
    if depth > DEEPEST {
        return None;
    }
    of_node(side, &side.node(schemas), depth)
}

fn of_node(side: &Side<'_>, node: &Node, depth: usize) -> Option<Value> {
    let text = || node.text.shapes.iter().find_map(|shape| of_text(shape, shape.min));
    let number = || node.number.shapes.iter().find_map(of_number);
    let boolean = || [true, false].into_iter().find(|value| node.booleans[usize::from(*value)]).map(Value::Bool);
    let object = || node.object.shapes.iter().find_map(|shape| of_object(side, shape, depth));
    let array = || node.array.shapes.iter().find_map(|shape| of_array(side, shape, shape.min, depth));
    let null = || node.null.then_some(Value::Null);
    text().or_else(number).or_else(boolean).or_else(object).or_else(array).or_else(null)
}

fn first_listed<T: Shape>(shape: &T) -> Option<Value> {
    shape.listed()?.values().next().cloned()
}

pub(super) fn of_text(shape: &TextShape, length: u64) -> Option<Value> {
    if shape.listed.is_some() {
        return first_listed(shape);
    }
    (length <= LONGEST).then(|| Value::String("a".repeat(usize::try_from(length).unwrap_or_default())))
}

pub(super) fn of_number(shape: &NumberShape) -> Option<Value> {
    if shape.listed.is_some() {
        return first_listed(shape);
    }
    numbers(shape).into_iter().find(|value| value.as_number().is_some_and(|n| shape.bounds_take(n) == Some(true)))
}

/// Numbers at and around the bounds of a shape.
pub(super) fn numbers(shape: &NumberShape) -> Vec<Value> {
    let mut found = vec![Decimal::integer(0), Decimal::integer(1)];
    let bounds: Vec<Decimal> = [shape.low, shape.high].into_iter().flatten().map(|bound| bound.value).collect();
    for value in &bounds {
        found.extend([*value, value.plus(1), value.plus(-1)]);
    }
    if let [low, high] = *bounds {
        found.push(low.middle(high));
    }
    for step in &shape.multiples {
        found.extend([*step, step.middle(Decimal::integer(0))]);
    }
    found.into_iter().filter_map(Decimal::to_number).map(Value::Number).collect()
}

pub(super) fn of_array(side: &Side<'_>, shape: &ArrayShape, count: u64, depth: usize) -> Option<Value> {
    if shape.listed.is_some() {
        return first_listed(shape);
    }
    if count > 40 {
        return None;
    }
    let count = usize::try_from(count).unwrap_or_default();
    let mut items: Vec<Value> = Vec::new();
    let first = if count > 0 { Some(sample(side, &shape.items, depth + 1)?) } else { None };
    for index in 0..count {
        let item = first.clone().unwrap_or_default();
        items.push(if shape.unique { distinct(side, &shape.items, item, index) } else { item });
    }
    Some(items.into())
}

/// Another value of the kind for each index, where that is easily found.
fn distinct(side: &Side<'_>, items: &Pointers, item: Value, index: usize) -> Value {
    let node = side.node(items);
    match &item {
        Value::String(text) if index > 0 => {
            let listed = node.text.shapes.iter().find_map(|shape| shape.listed.as_ref()?.values().nth(index).cloned());
            listed.unwrap_or_else(|| format!("{text}{}", "a".repeat(index)).into())
        }
        Value::Number(number) => {
            Decimal::of(number).plus(index as i128).to_number().map_or_else(|| item.clone(), Value::Number)
        }
        _ => item,
    }
}

pub(super) fn of_object(side: &Side<'_>, shape: &ObjectShape, depth: usize) -> Option<Value> {
    if shape.listed.is_some() {
        return first_listed(shape);
    }
    let mut members = Map::new();
    for name in &shape.required {
        let value = match shape.members.get(name) {
            Some(schemas) => sample(side, schemas, depth + 1)?,
            None => json!(0),
        };
        members.insert(name.clone(), value);
    }
    for (name, schemas) in &shape.members {
        if members.len() as u64 >= shape.min {
            break;
        }
        if !members.contains_key(name) {
            members.insert(name.clone(), sample(side, schemas, depth + 1)?);
        }
    }
    Some(members.into())
}
