//! Texts: lengths, patterns, formats.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::difference::Scope;
use super::node::{Branch, Listed, TextShape};
use super::shapes::Atom;
use crate::compat::Rule;
use crate::compat::rules::schema as rules;

/// Formats of texts that OpenAPI or JSON Schema define. `password` says nothing about the text.
const KNOWN: [&str; 18] = [
    "byte",
    "binary",
    "date",
    "date-time",
    "time",
    "duration",
    "email",
    "idn-email",
    "hostname",
    "idn-hostname",
    "ipv4",
    "ipv6",
    "uri",
    "uri-reference",
    "uri-template",
    "iri",
    "uuid",
    "json-pointer",
];

/// What the schemas together take of texts; none when that is nothing.
pub(super) fn shape(atoms: &[Atom<'_>], branch: &Rc<Branch>, listed: Option<Listed>) -> Option<TextShape> {
    let formats = atoms.iter().filter(|atom| atom.text("type").is_none_or(|kind| kind == "string"));
    let formats = formats.filter_map(|atom| atom.text("format"));
    let min = atoms.iter().filter_map(|atom| atom.count("minLength")).max().unwrap_or_default();
    let max = atoms.iter().filter_map(|atom| atom.count("maxLength")).min();
    let listed = listed.map(|mut values| {
        values.retain(|_, value| {
            let length = value.as_str().map_or(0, |text| text.chars().count() as u64);
            length >= min && max.is_none_or(|max| length <= max)
        });
        values
    });
    let empty = max.is_some_and(|max| max < min) || listed.as_ref().is_some_and(Listed::is_empty);
    (!empty).then(|| TextShape {
        branch: Rc::clone(branch),
        listed,
        min,
        max,
        patterns: atoms.iter().filter_map(|atom| atom.text("pattern")).map(str::to_owned).collect(),
        formats: formats
            .filter(|format| !["password", "int32", "int64", "float", "double"].contains(format))
            .map(str::to_owned)
            .collect(),
    })
}

/// What differs between two shapes of texts that list nothing.
pub(super) fn compare(old: &TextShape, new: &TextShape, scope: &mut Scope<'_, '_>) {
    scope.range((old.min, old.max), (new.min, new.max), &LENGTHS);
    if let Some(rule) = patterns(&old.patterns, &new.patterns) {
        scope.report(rule, "pattern");
    }
    if let Some(rule) = formats(&old.formats, &new.formats) {
        scope.report(rule, "format");
    }
}

/// What differs between what a listed text must match besides.
pub(super) fn patterns(old: &BTreeSet<String>, new: &BTreeSet<String>) -> Option<&'static Rule> {
    match (old.is_subset(new), new.is_subset(old)) {
        (true, true) => None,
        (true, false) => Some(&rules::PATTERN_NARROWED),
        (false, true) => Some(&rules::PATTERN_WIDENED),
        (false, false) => Some(&rules::PATTERN_UNDECIDED),
    }
}

fn formats(old: &BTreeSet<String>, new: &BTreeSet<String>) -> Option<&'static Rule> {
    let decided = old.symmetric_difference(new).all(|format| KNOWN.contains(&format.as_str()));
    match (old.is_subset(new), new.is_subset(old)) {
        (true, true) => None,
        _ if !decided => Some(&rules::FORMAT_UNDECIDED),
        (true, false) => Some(&rules::FORMAT_NARROWED),
        (false, true) => Some(&rules::FORMAT_WIDENED),
        (false, false) => Some(&rules::FORMAT_CHANGED),
    }
}

/// The rules of a least and a greatest count, and their keywords.
pub(super) struct RangeRules {
    pub(super) min: (&'static Rule, &'static Rule, &'static str),
    pub(super) max: (&'static Rule, &'static Rule, &'static str),
}

const LENGTHS: RangeRules = RangeRules {
    min: (&rules::MIN_LENGTH_NARROWED, &rules::MIN_LENGTH_WIDENED, "minLength"),
    max: (&rules::MAX_LENGTH_NARROWED, &rules::MAX_LENGTH_WIDENED, "maxLength"),
};
