//! Lists: counts and items.

use std::rc::Rc;

use super::difference::{Scope, Step};
use super::node::{ArrayShape, Branch, Listed};
use super::shapes::Atom;
use super::text::RangeRules;
use crate::compat::rules::schema as rules;

/// What the schemas together take of lists; none when that is nothing.
pub(super) fn shape(atoms: &[Atom<'_>], branch: &Rc<Branch>, listed: Option<Listed>) -> Option<ArrayShape> {
    let shape = ArrayShape {
        branch: Rc::clone(branch),
        min: atoms.iter().filter_map(|atom| atom.count("minItems")).max().unwrap_or_default(),
        max: atoms.iter().filter_map(|atom| atom.count("maxItems")).min(),
        unique: atoms.iter().any(|atom| atom.is_true("uniqueItems")),
        items: atoms
            .iter()
            .filter(|atom| atom.schema.contains_key("items"))
            .map(|atom| format!("{}/items", atom.pointer))
            .collect(),
        listed,
    };
    let empty =
        shape.max.is_some_and(|max| max < shape.min) || shape.listed.as_ref().is_some_and(|values| values.is_empty());
    (!empty).then_some(shape)
}

/// What differs between two shapes of lists that list no values.
pub(super) fn compare(old: &ArrayShape, new: &ArrayShape, scope: &mut Scope<'_, '_>) {
    scope.range((old.min, old.max), (new.min, new.max), &COUNTS);
    match (old.unique, new.unique) {
        (false, true) => scope.report(&rules::UNIQUE_ITEMS_NARROWED, "uniqueItems"),
        (true, false) => scope.report(&rules::UNIQUE_ITEMS_WIDENED, "uniqueItems"),
        _ => {}
    }
    if old.max != Some(0) && new.max != Some(0) {
        scope.descend(Step::Item, &old.items, &new.items);
    }
}

const COUNTS: RangeRules = RangeRules {
    min: (&rules::MIN_ITEMS_NARROWED, &rules::MIN_ITEMS_WIDENED, "minItems"),
    max: (&rules::MAX_ITEMS_NARROWED, &rules::MAX_ITEMS_WIDENED, "maxItems"),
};
