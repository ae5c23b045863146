//! Objects: what members there are.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use serde_json::Value;

use super::node::{Additional, Branch, Listed, ObjectShape, Pointers};
use super::shapes::Atom;
use super::side::Side;
use crate::compat::Way;

/// What the schemas together take of objects; none when that is nothing.
pub(super) fn shape(
    side: &Side<'_>,
    atoms: &[Atom<'_>],
    branch: &Rc<Branch>,
    listed: Option<Listed>,
) -> Option<ObjectShape> {
    let mut members: BTreeMap<String, Pointers> = BTreeMap::new();
    let mut additional = Additional::Open;
    for (index, atom) in atoms.iter().enumerate() {
        let own = Members::of(atom);
        (members, additional) = if index == 0 { (own.members, own.additional) } else { own.and(members, &additional) };
    }
    let mut required: BTreeSet<String> = atoms.iter().flat_map(required_of).collect();
    let hidden = match side.way {
        Way::Request => "readOnly",
        Way::Response => "writeOnly",
    };
    let mut other_way = BTreeSet::new();
    members.retain(|name, schemas| {
        let hidden = schemas.iter().any(|pointer| is_marked(side, pointer, hidden));
        if hidden {
            required.remove(name);
            other_way.insert(name.clone());
        }
        !hidden
    });
    let min = atoms.iter().filter_map(|atom| atom.count("minProperties")).max().unwrap_or_default();
    let max = atoms.iter().filter_map(|atom| atom.count("maxProperties")).min();
    let impossible = additional == Additional::Forbidden && required.iter().any(|name| !members.contains_key(name));
    let empty = impossible || max.is_some_and(|max| max < min) || listed.as_ref().is_some_and(Listed::is_empty);
    (!empty).then(|| ObjectShape {
        branch: Rc::clone(branch),
        listed,
        // The required members are so many already.
        min: if min <= required.len() as u64 { 0 } else { min },
        max,
        required,
        members,
        other_way,
        additional,
    })
}

fn required_of(atom: &Atom<'_>) -> Vec<String> {
    let names = atom.schema.get("required").and_then(Value::as_array).into_iter().flatten();
    names.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Whether `readOnly` or `writeOnly` stands in a schema, or in one that it must fit too.
fn is_marked(side: &Side<'_>, pointer: &str, mark: &str) -> bool {
    side.all_of(pointer).iter().any(|pointer| side.at(pointer).get(mark) == Some(&Value::Bool(true)))
}

/// What one schema says about members.
struct Members {
    members: BTreeMap<String, Pointers>,
    additional: Additional,
}

impl Members {
    fn of(atom: &Atom<'_>) -> Self {
        let at = format!("{}/properties", atom.pointer);
        let names = atom.schema.get("properties").and_then(Value::as_object).into_iter().flat_map(|map| map.keys());
        let additional = match atom.schema.get("additionalProperties") {
            None | Some(Value::Bool(true)) => Additional::Open,
            Some(Value::Bool(false)) => Additional::Forbidden,
            Some(Value::Object(schema)) if schema.is_empty() => Additional::Open,
            Some(_) => Additional::Schema(vec![format!("{}/additionalProperties", atom.pointer)]),
        };
        Self { members: names.map(|name| (name.clone(), vec![crate::child(&at, name)])).collect(), additional }
    }

    fn schemas_for(members: &BTreeMap<String, Pointers>, additional: &Additional, name: &str) -> Option<Pointers> {
        match (members.get(name), additional) {
            (Some(schemas), _) | (None, Additional::Schema(schemas)) => Some(schemas.clone()),
            (None, Additional::Open) => Some(Pointers::new()),
            (None, Additional::Forbidden) => None,
        }
    }

    /// What this and another schema say together: the other's undescribed members are this one's to describe.
    fn and(
        self,
        others: BTreeMap<String, Pointers>,
        additional: &Additional,
    ) -> (BTreeMap<String, Pointers>, Additional) {
        let names: BTreeSet<&String> = self.members.keys().chain(others.keys()).collect();
        let together = names.into_iter().filter_map(|name| {
            let mut schemas = Self::schemas_for(&others, additional, name)?;
            for schema in Self::schemas_for(&self.members, &self.additional, name)? {
                if !schemas.contains(&schema) {
                    schemas.push(schema);
                }
            }
            Some((name.clone(), schemas))
        });
        let members = together.collect();
        let additional = match (self.additional, additional) {
            (Additional::Forbidden, _) | (_, Additional::Forbidden) => Additional::Forbidden,
            (Additional::Open, other) => other.clone(),
            (own, Additional::Open) => own,
            (Additional::Schema(own), Additional::Schema(other)) => Additional::Schema([other.clone(), own].concat()),
        };
        (members, additional)
    }
}
