//! Small documents to edit, and what a comparison must say about an edit.

use openapi::Source;
use openapi::compat::{Change, Severity, Way, compare};
use serde_json::{Value, json};

/// A document of these paths and components.
pub(crate) fn document(paths: Value, components: Value) -> Value {
    json!({"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": paths, "components": components})
}

pub(crate) fn source(name: &str, document: &Value) -> Source {
    Source::parse(name, serde_json::to_string_pretty(document).unwrap()).unwrap()
}

/// The changes from one document to another.
pub(crate) fn changes(old: &Value, new: &Value) -> Vec<Change> {
    match compare(&source("old.json", old), &source("new.json", new)) {
        Ok(comparison) => comparison.changes,
        Err(error) => panic!("{error}"),
    }
}

/// What a comparison must say: each change by rule, severity and direction.
pub(crate) type Expected = Vec<(&'static str, Severity, Option<Way>)>;

/// Says what is not as expected; nothing when all is.
pub(crate) fn complaint(name: &str, old: &Value, new: &Value, expected: &Expected) -> Option<String> {
    let found = changes(old, new);
    let mut seen: Expected = found.iter().map(|change| (change.rule.id, change.severity, change.way)).collect();
    let mut expected = expected.clone();
    seen.sort();
    expected.sort();
    (seen != expected).then(|| format!("{name}:\n    expected {expected:?}\n    seen     {seen:?}"))
}

/// Fails with all complaints at once.
#[track_caller]
pub(crate) fn none_of(complaints: &[String], tried: usize) {
    assert!(complaints.is_empty(), "{} of {tried} wrong:\n{}", complaints.len(), complaints.join("\n"));
}
