//! The members of two objects.

use std::collections::BTreeSet;

use super::difference::{Scope, Step};
use super::node::{Additional, ObjectShape, Pointers};
use super::text::RangeRules;
use crate::compat::Way;
use crate::compat::rules::schema as rules;

/// What differs between two shapes of objects that list no values.
pub(super) fn compare(old: &ObjectShape, new: &ObjectShape, scope: &mut Scope<'_, '_>) {
    scope.range((old.min, old.max), (new.min, new.max), &COUNTS);
    let names: BTreeSet<&String> =
        [&old.members, &new.members].into_iter().flat_map(|members| members.keys()).collect();
    for name in names {
        match (old.members.get(name), new.members.get(name)) {
            (Some(one), Some(other)) => scope.descend(Step::Member(name.clone()), one, other),
            (Some(one), None) => gone(name, one, old, new, scope),
            (None, Some(other)) => came(name, other, old, new, scope),
            (None, None) => {}
        }
    }
    required(old, new, scope);
    additional(old, new, scope);
}

/// A member that is described in the old document only.
fn gone(name: &str, schemas: &Pointers, old: &ObjectShape, new: &ObjectShape, scope: &mut Scope<'_, '_>) {
    let required = old.required.contains(name);
    if new.other_way.contains(name) {
        let rule = match (scope.old.way, required) {
            (Way::Request, _) => &rules::READ_ONLY_ADDED,
            (Way::Response, false) => &rules::WRITE_ONLY_ADDED,
            (Way::Response, true) => &rules::REQUIRED_WRITE_ONLY_ADDED,
        };
        scope.report_member(rule, name, "properties");
    } else if let Additional::Schema(others) = &new.additional {
        scope.descend(Step::Member(name.to_owned()), schemas, others);
    } else {
        let rule = if required { &rules::REQUIRED_MEMBER_REMOVED } else { &rules::MEMBER_REMOVED };
        scope.report_member(rule, name, "properties");
    }
}

/// A member that is described in the new document only.
fn came(name: &str, schemas: &Pointers, old: &ObjectShape, new: &ObjectShape, scope: &mut Scope<'_, '_>) {
    let required = new.required.contains(name);
    if old.other_way.contains(name) {
        let rule = match (scope.old.way, required) {
            (Way::Request, true) => &rules::REQUIRED_MEMBER_ADDED,
            (Way::Request, false) => &rules::READ_ONLY_REMOVED,
            (Way::Response, _) => &rules::WRITE_ONLY_REMOVED,
        };
        scope.report_member(rule, name, "properties");
    } else if let Additional::Schema(others) = &old.additional {
        scope.descend(Step::Member(name.to_owned()), others, schemas);
    } else {
        let closed = old.additional == Additional::Forbidden;
        let rule = match (scope.old.way, closed, required) {
            (Way::Response, true, _) | (Way::Request, true, false) => &rules::MEMBER_ADDED_TO_CLOSED,
            (_, _, true) => &rules::REQUIRED_MEMBER_ADDED,
            (_, _, false) => &rules::MEMBER_ADDED,
        };
        scope.report_member(rule, name, "properties");
    }
}

fn required(old: &ObjectShape, new: &ObjectShape, scope: &mut Scope<'_, '_>) {
    // Where the member itself is gone or new, or travels the other way only, that has been told.
    let is_told = |name: &String, there: &ObjectShape, here: &ObjectShape| {
        let described = there.members.contains_key(name) || matches!(there.additional, Additional::Schema(_));
        here.other_way.contains(name)
            || there.other_way.contains(name)
            || (here.members.contains_key(name) && !described)
    };
    for name in old.required.difference(&new.required).filter(|name| !is_told(name, new, old)) {
        scope.report_member(&rules::MEMBER_BECAME_OPTIONAL, name, "required");
    }
    for name in new.required.difference(&old.required).filter(|name| !is_told(name, old, new)) {
        scope.report_member(&rules::MEMBER_BECAME_REQUIRED, name, "required");
    }
}

fn additional(old: &ObjectShape, new: &ObjectShape, scope: &mut Scope<'_, '_>) {
    let nothing = Pointers::new();
    match (&old.additional, &new.additional) {
        (Additional::Open, Additional::Open) | (Additional::Forbidden, Additional::Forbidden) => {}
        (_, Additional::Forbidden) => scope.report(&rules::ADDITIONAL_MEMBERS_FORBIDDEN, "additionalProperties"),
        (Additional::Forbidden, _) => scope.report(&rules::ADDITIONAL_MEMBERS_ALLOWED, "additionalProperties"),
        (Additional::Open, Additional::Schema(new)) => scope.descend(Step::Other, &nothing, new),
        (Additional::Schema(old), Additional::Open) => scope.descend(Step::Other, old, &nothing),
        (Additional::Schema(old), Additional::Schema(new)) => scope.descend(Step::Other, old, new),
    }
}

const COUNTS: RangeRules = RangeRules {
    min: (&rules::MIN_PROPERTIES_NARROWED, &rules::MIN_PROPERTIES_WIDENED, "minProperties"),
    max: (&rules::MAX_PROPERTIES_NARROWED, &rules::MAX_PROPERTIES_WIDENED, "maxProperties"),
};
