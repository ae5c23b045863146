//! The schemas that values of one type may fit, matched with those of the other document.

use std::rc::Rc;

use serde_json::Value;

use super::difference::{Difference, Findings, Scope};
use super::node::{Alternatives, ArrayShape, NumberShape, ObjectShape, Shape, TextShape};
use super::{array, compare::listed, exclusions, members, number, text};
use crate::compat::Effect;
use crate::compat::rules::schema as rules;

/// Shapes of one type, compared.
pub(super) trait Compared: Shape {
    /// Whether values that fit two alternatives are meant, where `oneOf` refuses them. Of lists and objects nearly any two
    /// could fit one value, an empty one or by members that neither describes: one more alternative is not meant to take from the others.
    const MEANT_TO_EXCLUDE: bool = true;
    /// Whether a listed value would fit if nothing were listed, as far as is told here.
    fn takes(&self, value: &Value) -> bool;
    /// What differs where nothing is listed.
    fn compare(old: &Self, new: &Self, scope: &mut Scope<'_, '_>);
    /// How much two alternatives have in common; none where nothing speaks for them being the same.
    fn likeness(&self, _other: &Self, _scope: &Scope<'_, '_>) -> Option<usize> {
        Some(0)
    }
}

impl Compared for NumberShape {
    fn takes(&self, value: &Value) -> bool {
        value.as_number().is_some_and(|number| self.bounds_take(number) != Some(false))
    }
    fn compare(old: &Self, new: &Self, scope: &mut Scope<'_, '_>) {
        number::compare(old, new, scope);
    }
}

impl Compared for TextShape {
    fn takes(&self, value: &Value) -> bool {
        value.as_str().is_some_and(|text| self.length_fits(text))
    }
    fn compare(old: &Self, new: &Self, scope: &mut Scope<'_, '_>) {
        text::compare(old, new, scope);
    }
}

impl Compared for ArrayShape {
    const MEANT_TO_EXCLUDE: bool = false;

    fn takes(&self, value: &Value) -> bool {
        let length = value.as_array().map_or(0, |items| items.len() as u64);
        length >= self.min && self.max.is_none_or(|max| length <= max)
    }
    fn compare(old: &Self, new: &Self, scope: &mut Scope<'_, '_>) {
        array::compare(old, new, scope);
    }
}

impl Compared for ObjectShape {
    const MEANT_TO_EXCLUDE: bool = false;

    fn takes(&self, value: &Value) -> bool {
        value.as_object().is_some_and(|members| self.required.iter().all(|name| members.contains_key(name)))
    }
    fn compare(old: &Self, new: &Self, scope: &mut Scope<'_, '_>) {
        members::compare(old, new, scope);
    }
    fn likeness(&self, other: &Self, scope: &Scope<'_, '_>) -> Option<usize> {
        for name in self.required.intersection(&other.required) {
            if let (Some(a), Some(b)) = (self.listed_of(name, &scope.old), other.listed_of(name, &scope.new)) {
                return a.intersection(&b).next().map(|_| 1_000);
            }
        }
        let common = self.members.keys().filter(|name| other.members.contains_key(*name)).count();
        (common > 0 || (self.members.is_empty() && other.members.is_empty())).then_some(common)
    }
}

/// Compares all that values of one type may fit.
pub(super) fn compare<T: Compared>(old: &Alternatives<T>, new: &Alternatives<T>, scope: &mut Scope<'_, '_>) {
    // A type that is gone or new has been told already.
    if old.shapes.is_empty() || new.shapes.is_empty() {
        return;
    }
    let told = scope.findings.differences.len();
    let (mut old_left, mut new_left): (Vec<&T>, Vec<&T>) = (old.shapes.iter().collect(), new.shapes.iter().collect());
    if let ([old], [new]) = (&*old_left, &*new_left) {
        return pair(*old, *new, scope);
    }
    let mut matched = match_up(&mut old_left, &mut new_left, |old, new| is_same(old, new, scope));
    matched.extend(match_up(&mut old_left, &mut new_left, |old, new| has_same_name(old, new)));
    matched.extend(match_best(&mut old_left, &mut new_left, scope));
    for (old, new) in matched {
        pair(old, new, scope);
    }
    left_over(&old_left, &new_left, (old, new), scope);
    let touched = scope.findings.differences.iter().skip(told).any(|found| found.rule.effect != Effect::Other);
    match (old.exclusive, new.exclusive) {
        (true, true) if touched && T::MEANT_TO_EXCLUDE => scope.report(&rules::ALTERNATIVES_UNDECIDED, "oneOf"),
        (false, true) if old.shapes.len() > 1 || T::MEANT_TO_EXCLUDE => {
            scope.report(&rules::ALTERNATIVES_EXCLUSIVE, "oneOf")
        }
        (true, false) if new.shapes.len() > 1 || T::MEANT_TO_EXCLUDE => {
            scope.report(&rules::ALTERNATIVES_INCLUSIVE, "oneOf")
        }
        _ => {}
    }
}

/// Takes out of both lists what belongs together.
fn match_up<'t, T>(
    old: &mut Vec<&'t T>,
    new: &mut Vec<&'t T>,
    mut fits: impl FnMut(&T, &T) -> bool,
) -> Vec<(&'t T, &'t T)> {
    let mut matched = Vec::new();
    old.retain(|one| {
        let Some(index) = new.iter().position(|other| fits(one, other)) else { return true };
        matched.push((*one, new.remove(index)));
        false
    });
    matched
}

/// Matches what is left by likeness; one that is left alone on each side is the same one, changed.
fn match_best<'t, T: Compared>(
    old: &mut Vec<&'t T>,
    new: &mut Vec<&'t T>,
    scope: &Scope<'_, '_>,
) -> Vec<(&'t T, &'t T)> {
    let mut matched = Vec::new();
    loop {
        let pairs = old.iter().enumerate().flat_map(|(o, one)| {
            new.iter().enumerate().filter_map(move |(n, other)| Some((one.likeness(other, scope)?, o, n)))
        });
        let best = pairs.max_by_key(|(likeness, o, n)| (*likeness, std::cmp::Reverse((*o, *n))));
        let Some((_, o, n)) = best else { return matched };
        matched.push((old.remove(o), new.remove(n)));
    }
}

fn has_same_name<T: Shape>(old: &T, new: &T) -> bool {
    let named = |shape: &T| {
        let atoms = shape
            .branch()
            .atoms
            .iter()
            .filter(|atom| atom.strip_prefix("/components/schemas/").is_some_and(|name| !name.contains('/')));
        atoms.cloned().collect::<Vec<_>>()
    };
    let (old, new) = (named(old), named(new));
    !old.is_empty() && old == new
}

/// Runs a comparison whose findings are only looked at.
fn tried(scope: &mut Scope<'_, '_>, compare: impl FnOnce(&mut Scope<'_, '_>)) -> Findings {
    let kept = std::mem::take(&mut scope.findings);
    compare(scope);
    std::mem::replace(&mut scope.findings, kept)
}

/// Whether two alternatives take the same.
fn is_same<T: Compared>(old: &T, new: &T, scope: &mut Scope<'_, '_>) -> bool {
    effects(old, new, scope).is_empty()
}

fn effects<T: Compared>(old: &T, new: &T, scope: &mut Scope<'_, '_>) -> Vec<Effect> {
    let found = tried(scope, |scope| pair(old, new, scope));
    let mut effects: Vec<Effect> = found.differences.iter().map(Difference::whole_effect).collect();
    for child in &found.children {
        effects.push(scope.graph.effect(&child.old, &child.new));
    }
    effects.retain(|effect| *effect != Effect::Other);
    effects
}

/// What no alternative of the other document is like.
fn left_over<T: Compared>(
    old_left: &[&T],
    new_left: &[&T],
    (old, new): (&Alternatives<T>, &Alternatives<T>),
    scope: &mut Scope<'_, '_>,
) {
    for one in old_left {
        // What another one takes anyway is no loss.
        if !new.shapes.iter().any(|other| is_within(effects(*one, other, scope), Effect::Widened)) {
            report_one(*one, true, scope);
        }
    }
    for one in new_left {
        if !old.shapes.iter().any(|other| is_within(effects(other, *one, scope), Effect::Narrowed)) {
            report_one(*one, false, scope);
        }
    }
}

fn is_within(effects: Vec<Effect>, allowed: Effect) -> bool {
    effects.into_iter().all(|effect| effect == allowed || effect == Effect::Other)
}

fn report_one<T: Compared>(one: &T, removed: bool, scope: &mut Scope<'_, '_>) {
    let rule = if removed { &rules::ALTERNATIVE_REMOVED } else { &rules::ALTERNATIVE_ADDED };
    let pointer = one.branch().atoms.last().cloned().unwrap_or_default();
    let of = |branch: &super::node::Branch, at: &String| branch.atoms.first().unwrap_or(at).clone();
    let (old_at, new_at) = (of(&scope.old_branch, &scope.at.0), of(&scope.new_branch, &scope.at.1));
    if removed {
        let value = scope.old.at(&pointer);
        scope.report_at(rule, "oneOf", (pointer, Some(value)), (new_at, None));
    } else {
        let value = scope.new.at(&pointer);
        scope.report_at(rule, "oneOf", (old_at, None), (pointer, Some(value)));
    }
}

/// Compares two alternatives that belong together.
pub(super) fn pair<T: Compared>(old: &T, new: &T, scope: &mut Scope<'_, '_>) {
    let outer = (Rc::clone(&scope.old_branch), Rc::clone(&scope.new_branch));
    scope.old_branch = Rc::clone(old.branch());
    scope.new_branch = Rc::clone(new.branch());
    let first = |listed: &super::node::Listed, shape: &T| listed.values().find(|value| !shape.takes(value)).cloned();
    match (old.listed(), new.listed()) {
        (Some(old), Some(new)) => listed(old, new, scope),
        (None, Some(values)) => match first(values, old) {
            None => scope.report(&rules::ENUM_NARROWED, "enum"),
            gained => scope.report_values(&rules::ENUM_CHANGED, "enum", None, gained),
        },
        (Some(values), None) => match first(values, new) {
            None => scope.report(&rules::ENUM_WIDENED, "enum"),
            lost => scope.report_values(&rules::ENUM_CHANGED, "enum", lost, None),
        },
        (None, None) => T::compare(old, new, scope),
    }
    exclusions::compare(&old.branch().nots.clone(), &new.branch().nots.clone(), scope);
    (scope.old_branch, scope.new_branch) = outer;
}
