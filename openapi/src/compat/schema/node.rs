//! What a schema takes, type by type: the form in which the same meaning looks the same.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use serde_json::Value;

use super::decimal::Decimal;

/// Schemas that must all fit, as pointers; none means that anything fits.
pub(super) type Pointers = Vec<String>;

/// Values that are listed one by one, by a text that is the same for the same value.
pub(super) type Listed = BTreeMap<String, Value>;

/// Schemas of which only their own keywords count, and that must all fit; schemas that must not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Branch {
    pub(super) atoms: Pointers,
    pub(super) nots: Pointers,
}

/// All that may be at one place.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) null: bool,
    /// Whether false is legal, and true.
    pub(super) booleans: [bool; 2],
    pub(super) number: Alternatives<NumberShape>,
    pub(super) text: Alternatives<TextShape>,
    pub(super) array: Alternatives<ArrayShape>,
    pub(super) object: Alternatives<ObjectShape>,
    /// Combined in a way that the above cannot say.
    pub(super) opaque: bool,
    /// All schemas that the place is made of, those asked for first.
    pub(super) whole: Branch,
}

impl Node {
    /// Whether every legal value is listed, null aside.
    pub(super) fn is_listed(&self) -> bool {
        self.number.shapes.iter().all(|shape| shape.listed.is_some())
            && self.text.shapes.iter().all(|shape| shape.listed.is_some())
            && self.array.shapes.iter().all(|shape| shape.listed.is_some())
            && self.object.shapes.iter().all(|shape| shape.listed.is_some())
    }
}

/// Shapes of which one must fit.
#[derive(Debug)]
pub(super) struct Alternatives<T> {
    pub(super) shapes: Vec<T>,
    /// Whether more than one must not, and could.
    pub(super) exclusive: bool,
}

/// A bound of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bound {
    pub(super) value: Decimal,
    /// Whether the value itself is out of bounds.
    pub(super) excluded: bool,
    /// Whether it is the format that says so.
    pub(super) by_format: bool,
}

#[derive(Clone, Debug)]
pub(super) struct NumberShape {
    pub(super) branch: Rc<Branch>,
    pub(super) listed: Option<Listed>,
    pub(super) integer: bool,
    pub(super) low: Option<Bound>,
    pub(super) high: Option<Bound>,
    pub(super) multiples: Vec<Decimal>,
    pub(super) formats: BTreeSet<String>,
}

#[derive(Clone, Debug)]
pub(super) struct TextShape {
    pub(super) branch: Rc<Branch>,
    pub(super) listed: Option<Listed>,
    pub(super) min: u64,
    pub(super) max: Option<u64>,
    pub(super) patterns: BTreeSet<String>,
    pub(super) formats: BTreeSet<String>,
}

#[derive(Clone, Debug)]
pub(super) struct ArrayShape {
    pub(super) branch: Rc<Branch>,
    pub(super) listed: Option<Listed>,
    pub(super) min: u64,
    pub(super) max: Option<u64>,
    pub(super) unique: bool,
    pub(super) items: Pointers,
}

#[derive(Clone, Debug)]
pub(super) struct ObjectShape {
    pub(super) branch: Rc<Branch>,
    pub(super) listed: Option<Listed>,
    pub(super) min: u64,
    pub(super) max: Option<u64>,
    pub(super) required: BTreeSet<String>,
    /// Members that may travel this way.
    pub(super) members: BTreeMap<String, Pointers>,
    /// Members that travel the other way only.
    pub(super) other_way: BTreeSet<String>,
    pub(super) additional: Additional,
}

/// Members that are not described.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Additional {
    /// Nothing is said against them.
    Open,
    Forbidden,
    Schema(Pointers),
}

/// What the comparison of alternatives asks of any shape.
pub(super) trait Shape: Clone {
    fn branch(&self) -> &Rc<Branch>;
    fn listed(&self) -> Option<&Listed>;
    fn listed_mut(&mut self) -> &mut Option<Listed>;
    /// Whether it is certain, and told from this alone, that a value fits that is not listed.
    fn surely_takes(&self, value: &Value) -> bool;
}

macro_rules! shape {
    ($($name:ident: $takes:expr),*) => {$(
        impl Shape for $name {
            fn branch(&self) -> &Rc<Branch> {
                &self.branch
            }
            fn listed(&self) -> Option<&Listed> {
                self.listed.as_ref()
            }
            fn listed_mut(&mut self) -> &mut Option<Listed> {
                &mut self.listed
            }
            fn surely_takes(&self, value: &Value) -> bool {
                let takes: fn(&Self, &Value) -> bool = $takes;
                self.branch.nots.is_empty() && takes(self, value)
            }
        }
    )*};
}
shape!(
    NumberShape: |shape, value| {
        let number = value.as_number();
        shape.formats.is_empty() && number.is_some_and(|number| shape.bounds_take(number) == Some(true))
    },
    TextShape: |shape, value| {
        shape.patterns.is_empty() && shape.formats.is_empty() && value.as_str().is_some_and(|text| shape.length_fits(text))
    },
    ArrayShape: |_, _| false,
    ObjectShape: |_, _| false
);

impl TextShape {
    /// Whether a text has a legal length.
    pub(super) fn length_fits(&self, text: &str) -> bool {
        let length = text.chars().count() as u64;
        length >= self.min && self.max.is_none_or(|max| length <= max)
    }
}

/// A text that is the same for the same value, however its numbers are written.
pub(super) fn canonical(value: &Value) -> String {
    match value {
        Value::Number(number) => Decimal::of(number).to_string(),
        Value::Array(items) => format!("[{}]", items.iter().map(canonical).collect::<Vec<_>>().join(",")),
        Value::Object(members) => {
            let mut members: Vec<String> =
                members.iter().map(|(name, value)| format!("{name:?}:{}", canonical(value))).collect();
            members.sort();
            format!("{{{}}}", members.join(","))
        }
        other => other.to_string(),
    }
}
