//! Values that may fit the one place and not the other, by the keyword that they put to the test.

use serde_json::{Map, Value, json};

use super::node::{Node, ObjectShape, Pointers, TextShape};
use super::sample::{LONGEST, numbers, of_array, of_object, of_text, sample};
use super::side::Side;

/// Values at and around the limits of a place. `keyword` and `member` are what the difference is about.
pub(super) fn candidates(side: &Side<'_>, schemas: &Pointers, keyword: &str, member: Option<&str>) -> Vec<Value> {
    let node = side.node(schemas);
    match keyword {
        "minimum" | "maximum" | "multipleOf" => node.number.shapes.iter().flat_map(numbers).collect(),
        "format" => node.number.shapes.iter().flat_map(numbers).collect(),
        "minLength" | "maxLength" => node.text.shapes.iter().flat_map(texts).collect(),
        "minItems" | "maxItems" | "uniqueItems" => arrays(side, &node),
        "type" | "oneOf" => of_each_type(side, schemas, &node),
        "enum" | "not" => [of_each_type(side, schemas, &node), excluded(side, &node)].concat(),
        "properties" | "required" | "additionalProperties" | "minProperties" | "maxProperties" => {
            node.object.shapes.iter().flat_map(|shape| objects(side, shape, member)).collect()
        }
        _ => Vec::new(),
    }
}

fn texts(shape: &TextShape) -> Vec<Value> {
    let lengths = [Some(shape.min), shape.min.checked_sub(1), shape.max, shape.max.map(|max| max + 1)];
    let lengths = lengths.into_iter().flatten().filter(|length| *length <= LONGEST);
    lengths.chain([shape.min + 1]).filter_map(|length| of_text(shape, length)).collect()
}

fn arrays(side: &Side<'_>, node: &Node) -> Vec<Value> {
    let mut found = Vec::new();
    for shape in &node.array.shapes {
        let counts = [Some(shape.min), shape.min.checked_sub(1), shape.max, shape.max.map(|max| max + 1), Some(2)];
        found.extend(counts.into_iter().flatten().filter_map(|count| of_array(side, shape, count, 0)));
    }
    found
}

fn of_each_type(side: &Side<'_>, schemas: &Pointers, node: &Node) -> Vec<Value> {
    let mut found: Vec<Value> = sample(side, schemas, 0).into_iter().collect();
    found.extend([json!("a"), json!(0), json!(1), json!(0.5), json!(true), json!(false), json!([]), json!({})]);
    found.extend(node.number.shapes.iter().flat_map(numbers));
    found.extend(node.text.shapes.iter().flat_map(texts));
    found.extend(node.object.shapes.iter().flat_map(|shape| of_object(side, shape, 0)));
    found.extend(arrays(side, node));
    found
}

/// Values of what `not` excludes.
fn excluded(side: &Side<'_>, node: &Node) -> Vec<Value> {
    let found = node.whole.nots.iter().flat_map(|not| {
        let schemas = vec![not.clone()];
        let node = side.node(&schemas);
        let texts = node.text.shapes.iter().filter_map(|shape| shape.listed.clone()).flatten();
        let numbers = node.number.shapes.iter().filter_map(|shape| shape.listed.clone()).flatten();
        texts.chain(numbers).map(|(_, value)| value).chain(sample(side, &schemas, 0)).collect::<Vec<_>>()
    });
    found.collect()
}

/// The smallest object, with the member and without it, with all members, and with some that are not described.
fn objects(side: &Side<'_>, shape: &ObjectShape, member: Option<&str>) -> Vec<Value> {
    let Some(Value::Object(smallest)) = of_object(side, shape, 0) else { return Vec::new() };
    let mut found = vec![smallest.clone()];
    if let Some(name) = member {
        let mut without = smallest.clone();
        without.remove(name);
        found.push(without);
        let schemas = shape.members.get(name).cloned().unwrap_or_default();
        if let Some(value) = sample(side, &schemas, 1) {
            let mut with = smallest.clone();
            with.insert(name.to_owned(), value);
            found.push(with);
        }
    }
    let mut growing: Map<String, Value> = smallest;
    for (name, schemas) in &shape.members {
        if let Some(value) = sample(side, schemas, 1) {
            growing.entry(name.clone()).or_insert(value);
            found.push(growing.clone());
        }
    }
    let most = shape.max.unwrap_or(shape.min + 1).max(shape.min + 1).min(20);
    for index in 0..=most {
        growing.insert(format!("more{index}"), json!("a"));
        found.push(growing.clone());
    }
    found.into_iter().map(Value::Object).collect()
}
