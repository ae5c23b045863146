//! From the own keywords of the schemas of a branch to what the branch takes, type by type.

use std::collections::BTreeSet;
use std::rc::Rc;

use serde_json::{Map, Value};

use super::accepts::{Reader, accepts};
use super::node::{Additional, ArrayShape, Branch, Listed, NumberShape, ObjectShape, TextShape, canonical};
use super::side::Side;
use super::{array, number, object, text};

/// What one branch takes.
#[derive(Clone, Debug)]
pub(super) struct Shapes {
    pub(super) null: bool,
    pub(super) booleans: [bool; 2],
    pub(super) number: Option<NumberShape>,
    pub(super) text: Option<TextShape>,
    pub(super) array: Option<ArrayShape>,
    pub(super) object: Option<ObjectShape>,
}

/// The keywords of one schema of a branch.
pub(super) struct Atom<'a> {
    pub(super) pointer: &'a str,
    pub(super) schema: &'a Map<String, Value>,
}

impl<'a> Atom<'a> {
    pub(super) fn text(&self, keyword: &str) -> Option<&'a str> {
        self.schema.get(keyword)?.as_str()
    }

    pub(super) fn count(&self, keyword: &str) -> Option<u64> {
        self.schema.get(keyword)?.as_u64()
    }

    pub(super) fn is_true(&self, keyword: &str) -> bool {
        self.schema.get(keyword) == Some(&Value::Bool(true))
    }

    /// Whether values of a type may fit as far as `type` and `nullable` go.
    fn takes(&self, kind: &str) -> bool {
        match self.text("type") {
            None => true,
            Some("integer") if kind == "number" => true,
            Some(stated) => stated == kind || (kind == "null" && self.is_true("nullable")),
        }
    }
}

/// Reads the branch.
pub(super) fn shapes(side: &Side<'_>, branch: &Branch) -> Shapes {
    let atoms: Vec<Atom<'_>> = branch
        .atoms
        .iter()
        .filter_map(|pointer| Some(Atom { pointer, schema: side.at(pointer).as_object()? }))
        .collect();
    let branch = Rc::new(branch.clone());
    let listed = listed(&atoms);
    let takes = |kind: &str| atoms.iter().all(|atom| atom.takes(kind));
    // What `not` excludes of single values is known here; of sets of values, where they are compared.
    let reader = Reader { side, closed: false };
    let allowed =
        |value: &Value| !branch.nots.iter().any(|not| accepts(&reader, &vec![not.clone()], value, 0) == Some(true));
    let of_kind = |fits: fn(&Value) -> bool| -> Option<Listed> {
        let values = listed.as_ref()?.iter().filter(|(_, value)| fits(value) && allowed(value));
        Some(values.map(|(key, value)| (key.clone(), value.clone())).collect())
    };
    let boolean = |value: bool| {
        takes("boolean")
            && allowed(&value.into())
            && listed.as_ref().is_none_or(|values| values.contains_key(&canonical(&value.into())))
    };
    Shapes {
        null: takes("null")
            && allowed(&Value::Null)
            && listed.as_ref().is_none_or(|values| values.contains_key("null")),
        booleans: [boolean(false), boolean(true)],
        number: takes("number").then(|| number::shape(&atoms, &branch, of_kind(Value::is_number))).flatten(),
        text: takes("string").then(|| text::shape(&atoms, &branch, of_kind(Value::is_string))).flatten(),
        array: takes("array").then(|| array::shape(&atoms, &branch, of_kind(Value::is_array))).flatten(),
        object: takes("object").then(|| object::shape(side, &atoms, &branch, of_kind(Value::is_object))).flatten(),
    }
}

/// The values that every `enum` lists; none where nothing is listed.
fn listed(atoms: &[Atom<'_>]) -> Option<Listed> {
    let lists = atoms.iter().filter_map(|atom| atom.schema.get("enum")?.as_array());
    let sets = lists.map(|values| values.iter().map(|value| (canonical(value), value.clone())).collect::<Listed>());
    sets.reduce(|mut kept, other| {
        kept.retain(|key, _| other.contains_key(key));
        kept
    })
}

impl Shapes {
    /// Whether it is certain that no value fits both.
    pub(super) fn is_disjoint_from(&self, other: &Self, side: &Side<'_>) -> bool {
        let listed_apart = |a: Option<&Listed>, b: Option<&Listed>| {
            a.zip(b).is_some_and(|(a, b)| a.keys().all(|value| !b.contains_key(value)))
        };
        let apart =
            |a: Option<Option<&Listed>>, b: Option<Option<&Listed>>| a.zip(b).is_none_or(|(a, b)| listed_apart(a, b));
        let numbers = self.number.as_ref().zip(other.number.as_ref());
        let objects = self.object.as_ref().zip(other.object.as_ref());
        let both = |a: &Self, b: &Self| (a.null && b.null) || a.booleans.iter().zip(b.booleans).any(|(a, b)| *a && b);
        !both(self, other)
            && numbers.is_none_or(|(a, b)| listed_apart(a.listed.as_ref(), b.listed.as_ref()) || a.is_beside(b))
            && apart(self.text.as_ref().map(|t| t.listed.as_ref()), other.text.as_ref().map(|t| t.listed.as_ref()))
            && apart(self.array.as_ref().map(|t| t.listed.as_ref()), other.array.as_ref().map(|t| t.listed.as_ref()))
            && objects.is_none_or(|(a, b)| a.is_told_from(b, side))
    }
}

impl ObjectShape {
    /// Whether a required member has no value in common, or one forbids what the other requires.
    pub(super) fn is_told_from(&self, other: &Self, side: &Side<'_>) -> bool {
        let forbids = |a: &Self, b: &Self| {
            a.additional == Additional::Forbidden && b.required.iter().any(|name| !a.members.contains_key(name))
        };
        forbids(self, other) || forbids(other, self) || self.tells(other, side)
    }

    /// Whether a member that both require lists values of which the other lists none.
    fn tells(&self, other: &Self, side: &Side<'_>) -> bool {
        self.required.intersection(&other.required).any(|name| {
            let listed = (self.listed_of(name, side), other.listed_of(name, side));
            matches!(listed, (Some(a), Some(b)) if a.is_disjoint(&b))
        })
    }

    /// The values that an `enum` of a member lists, where one stands in it or in a schema that it must fit.
    pub(super) fn listed_of(&self, name: &str, side: &Side<'_>) -> Option<BTreeSet<String>> {
        let schemas = self.members.get(name)?;
        let all: Vec<String> = schemas.iter().flat_map(|pointer| side.all_of(pointer)).collect();
        let lists = all.iter().filter_map(|pointer| side.at(pointer).get("enum")?.as_array());
        lists
            .map(|values| values.iter().map(canonical).collect::<BTreeSet<String>>())
            .reduce(|a, b| a.intersection(&b).cloned().collect())
    }
}
