//! Values that break just one thing of a schema.

use openapi::{Source, child};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

use super::shape::{Kind, Member, Shape};
use super::{Unsupported, valid};

/// A value that breaks just one thing.
#[derive(Clone, Debug, PartialEq)]
pub struct Invalid {
    /// The value.
    pub value: Value,
    /// Where it is broken, as a JSON pointer into the value: for a missing member, the object that lacks it.
    pub pointer: String,
    /// The keyword that it goes against: `required`, `type`, `format`, `enum`, `minimum`, `maximum`, `minLength`,
    /// `maxLength`, `minItems`, `maxItems`, `additionalProperties`. A value of another type goes against an `enum` beside
    /// it, too.
    pub keyword: &'static str,
    /// The member that is missing or not allowed.
    pub member: Option<String>,
}

/// Values that break just one thing of the schema at a JSON pointer, anywhere in them: each a valid value with one change.
///
/// # Errors
///
/// An [`Unsupported`] with the pointer of what no strategy can be made of.
pub fn invalid(document: &Source, pointer: &str) -> Result<BoxedStrategy<Invalid>, Unsupported> {
    let shape = Shape::read(&document.value, pointer)?;
    let valid = valid::of(&shape);
    let broken = (valid, any::<Index>()).prop_filter_map("nothing of it can be broken", move |(value, index)| {
        let mut breaks = Vec::new();
        collect(&shape, &value, "", &mut breaks);
        if breaks.is_empty() { None } else { breaks.swap_remove(index.index(breaks.len())).apply(value) }
    });
    Ok(broken.boxed())
}

/// One change that makes a valid value invalid.
struct Break {
    pointer: String,
    keyword: &'static str,
    change: Change,
}

enum Change {
    Replace(Value),
    Remove(String),
    Add(String),
}

impl Break {
    fn apply(self, mut value: Value) -> Option<Invalid> {
        let Self { pointer, keyword, change } = self;
        let place = value.pointer_mut(&pointer)?;
        let member = match change {
            Change::Replace(other) => {
                *place = other;
                None
            }
            Change::Remove(name) => {
                place.as_object_mut()?.remove(&name)?;
                Some(name)
            }
            Change::Add(name) => {
                place.as_object_mut()?.insert(name.clone(), Value::Null);
                Some(name)
            }
        };
        Some(Invalid { value, pointer, keyword, member })
    }
}

fn collect(shape: &Shape, value: &Value, pointer: &str, breaks: &mut Vec<Break>) {
    let mut replace =
        |keyword, value| breaks.push(Break { pointer: pointer.to_owned(), keyword, change: Change::Replace(value) });
    for other in of_other_types(shape) {
        replace("type", other);
    }
    match (&shape.kind, value) {
        (Kind::Integer { allowed: Some(allowed), least, greatest, .. }, _) => {
            let beside = [0, -1, 5, *least, *greatest].into_iter().chain(allowed.iter().map(|n| n.wrapping_add(1)));
            let others = beside.filter(|n| !allowed.contains(n) && (least..=greatest).contains(&n));
            others.for_each(|other| replace("enum", other.into()));
        }
        (Kind::Integer { least, greatest, bounds, .. }, _) => {
            if let Some(below) = least.checked_sub(1) {
                replace(bounds[0], below.into());
            }
            // Above the largest integer of 64 bits is one that takes the sign bit for a digit.
            replace(bounds[1], greatest.checked_add(1).map_or_else(|| json!(1_u64 << 63), Value::from));
        }
        (Kind::String { allowed: Some(allowed), .. }, _) => {
            let other = allowed.concat() + "?";
            replace("enum", other.into());
        }
        (Kind::String { shortest, longest, .. }, _) => {
            if let Some(longest) = longest {
                replace("maxLength", "é".repeat(longest + 1).into());
            }
            if let Some(shorter) = shortest.checked_sub(1) {
                replace("minLength", "é".repeat(shorter).into());
            }
        }
        (Kind::Array { items, fewest, most }, Value::Array(present)) => {
            if let (Some(most), Some(first)) = (most, present.first()) {
                replace("maxItems", vec![first.clone(); most + 1].into());
            }
            if let Some(fewer) = fewest.checked_sub(1) {
                replace("minItems", present.iter().take(fewer).cloned().collect());
            }
            for (index, item) in present.iter().enumerate() {
                collect(items, item, &child(pointer, &index.to_string()), breaks);
            }
        }
        (Kind::Object { members, closed }, Value::Object(present)) => {
            for member in members {
                if let Some(value) = present.get(&member.name) {
                    collect_member(member, value, pointer, breaks);
                }
            }
            if *closed {
                let change = Change::Add("unknown".to_owned());
                breaks.push(Break { pointer: pointer.to_owned(), keyword: "additionalProperties", change });
            }
        }
        _ => {}
    }
}

fn collect_member(member: &Member, value: &Value, object: &str, breaks: &mut Vec<Break>) {
    if member.required {
        let change = Change::Remove(member.name.clone());
        breaks.push(Break { pointer: object.to_owned(), keyword: "required", change });
    }
    collect(&member.shape, value, &child(object, &member.name), breaks);
}

/// One value of each JSON type that the schema does not take. A number with a fraction or an exponent is no integer.
fn of_other_types(shape: &Shape) -> Vec<Value> {
    let fits = |value: &Value| match (&shape.kind, value) {
        (_, Value::Null) => shape.nullable,
        (Kind::Boolean, Value::Bool(_))
        | (Kind::String { .. }, Value::String(_))
        | (Kind::Array { .. }, Value::Array(_))
        | (Kind::Object { .. }, Value::Object(_)) => true,
        (Kind::Integer { .. }, Value::Number(number)) => number.is_i64(),
        _ => false,
    };
    let each = [json!(null), json!(true), json!(1), json!(1.5), json!("1"), json!([]), json!({})];
    each.into_iter().filter(|value| !fits(value)).collect()
}
