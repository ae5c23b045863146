//! What the recordings say of a change: whether the new document describes the recorded servers better.

use std::path::Path;

use openapi::Source;
use openapi::compat::Comparison;
use serde_json::Value;

use crate::suite::Suite;
use crate::workspace;

/// What the recordings say of a change.
#[derive(Debug)]
pub(crate) enum Recorded {
    /// The recordings were held against both documents.
    Judged(Vec<Deployment>),
    /// They could not be: why.
    NotJudged(String),
}

/// What the recordings of one deployment say.
#[derive(Debug)]
pub(crate) struct Deployment {
    /// Its name.
    pub(crate) name: String,
    /// The day it was recorded.
    pub(crate) recorded_on: Option<String>,
    /// `better`, `worse`, `mixed` or `equal`.
    pub(crate) leaning: String,
    /// How many exchanges the documents describe.
    pub(crate) exchanges: u64,
    /// How many of them fit the old document, and the new one.
    pub(crate) fitting: [u64; 2],
    /// Places that fit one of the documents and not the other.
    pub(crate) places: Vec<Place>,
}

/// A place that fits one of the documents and not the other.
#[derive(Debug)]
pub(crate) struct Place {
    /// Whether it fits the new document.
    pub(crate) fits_now: bool,
    /// `PUT /api/token/, response 200, /data/allow_ips`.
    pub(crate) place: String,
    /// What the document asks for that it does not fit.
    pub(crate) expected: String,
    /// How many exchanges show it.
    pub(crate) exchanges: u64,
    /// The first of them.
    pub(crate) first: Vec<String>,
    /// All of it as the suite tells it.
    pub(crate) told: Value,
}

impl Recorded {
    /// Holds the recordings of the workspace against both documents, if one of the changed operations is one that they
    /// show.
    pub(crate) fn of(root: &Path, (old, new): (&Path, &Path), comparison: &Comparison) -> Option<Self> {
        if !touches(root, comparison) {
            return None;
        }
        Some(match judge(root, old, new) {
            Ok(deployments) => Self::Judged(deployments),
            Err(why) => Self::NotJudged(why),
        })
    }

    /// What it comes to, in a few words.
    pub(crate) fn conclusion(&self) -> &'static str {
        let Self::Judged(deployments) = self else { return "the recordings were not judged" };
        let any = |word: &str| deployments.iter().any(|deployment| deployment.leaning == word);
        match (any("better"), any("worse"), any("mixed")) {
            (false, false, false) => "a change: the recordings fit both documents equally",
            (true, false, false) => "a correction: the new document describes the recorded servers better",
            (false, true, false) => "the new document describes the recorded servers worse",
            _ => "the new document describes the recorded servers better in some places, and worse in others",
        }
    }

    /// The same in one word for scripts.
    pub(crate) fn word(&self) -> &'static str {
        let Self::Judged(deployments) = self else { return "not-judged" };
        let any = |word: &str| deployments.iter().any(|deployment| deployment.leaning == word);
        match (any("better"), any("worse"), any("mixed")) {
            (false, false, false) => "change",
            (true, false, false) => "correction",
            (false, true, false) => "worse",
            _ => "mixed",
        }
    }
}

/// Whether one of the changed operations is in the maintained document: the recordings are of those.
fn touches(root: &Path, comparison: &Comparison) -> bool {
    let Ok(maintained) = Source::load(&root.join(workspace::DOCUMENT)) else { return false };
    let is_maintained = |operation: &String| {
        let Some((method, path)) = operation.split_once(' ') else { return false };
        let pointer = openapi::child(&openapi::child("/paths", path), &method.to_ascii_lowercase());
        maintained.get(&pointer).is_some()
    };
    comparison.changes.iter().any(|change| change.operations.iter().any(is_maintained))
}

fn judge(root: &Path, old: &Path, new: &Path) -> Result<Vec<Deployment>, String> {
    let absolute = |path: &Path| std::path::absolute(path).map_err(|error| format!("{}: {error}", path.display()));
    let printed = Suite::built()?.read(root, "conformity", &[absolute(old)?, absolute(new)?])?;
    let told = printed.json()?;
    let deployments = told.get("deployments").and_then(Value::as_array).ok_or("the suite told of no deployments")?;
    Ok(deployments.iter().map(deployment).collect())
}

fn deployment(told: &Value) -> Deployment {
    let number = |member: &str| told.get(member).and_then(Value::as_u64).unwrap_or_default();
    Deployment {
        name: text(told, "deployment"),
        recorded_on: told.get("recorded_on").and_then(Value::as_str).map(str::to_owned),
        leaning: text(told, "leaning"),
        exchanges: number("exchanges"),
        fitting: [number("fitting_old"), number("fitting_new")],
        places: told.get("places").and_then(Value::as_array).into_iter().flatten().map(place).collect(),
    }
}

fn place(told: &Value) -> Place {
    let mut place = format!("{}, {}", text(told, "operation"), text(told, "part"));
    let pointer = text(told, "pointer");
    if !pointer.is_empty() {
        place = format!("{place}, {pointer}");
    }
    let first = told.get("first").and_then(Value::as_array).into_iter().flatten();
    Place {
        fits_now: text(told, "fits") == "new",
        place,
        expected: text(told, "expected"),
        exchanges: told.get("exchanges").and_then(Value::as_u64).unwrap_or_default(),
        first: first.filter_map(Value::as_str).map(str::to_owned).collect(),
        told: told.clone(),
    }
}

fn text(told: &Value, member: &str) -> String {
    told.get(member).and_then(Value::as_str).unwrap_or_default().to_owned()
}
