//! Changes that are known and accepted, with a reason.

use serde::Deserialize;
use toml::Spanned;

use super::{Change, Way, rule};
use crate::rules::line_at;

/// How many problems of a file are told at once.
const PROBLEMS_TOLD: usize = 12;

/// One accepted change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// Its line in the file, from 1.
    pub line: usize,
    /// The rule's id.
    pub rule: String,
    /// Which way; none for either.
    pub way: Option<Way>,
    /// One of the operations that have it; none for any.
    pub operation: Option<String>,
    /// Where it is, in the old document or the new one; none for anywhere.
    pub pointer: Option<String>,
    /// Why it is accepted.
    pub reason: String,
}

impl Accepted {
    /// Whether this is about the change.
    #[must_use]
    pub fn is_about(&self, change: &Change) -> bool {
        let here = |pointer: &String| *pointer == change.old.pointer || *pointer == change.new.pointer;
        self.rule == change.rule.id
            && self.way.is_none_or(|way| change.way == Some(way))
            && self.operation.as_ref().is_none_or(|operation| change.operations.contains(operation))
            && self.pointer.as_ref().is_none_or(here)
    }
}

/// The accepted changes of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Acceptance {
    /// The file, as the user named it.
    pub file: String,
    /// Its entries, in order.
    pub entries: Vec<Accepted>,
}

/// Something in the file that cannot stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AcceptanceProblem {
    /// Its line, from 1.
    pub line: usize,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub remedy: String,
}

/// Why a file of accepted changes cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", told(.file, .problems))]
pub struct AcceptanceError {
    /// The file, as the user named it.
    pub file: String,
    /// What is wrong, in the order of the file.
    pub problems: Vec<AcceptanceProblem>,
}

fn told(file: &str, problems: &[AcceptanceProblem]) -> String {
    let file = crate::escape(file);
    let told = problems.iter().take(PROBLEMS_TOLD);
    let mut lines: Vec<String> = told
        .map(|AcceptanceProblem { line, what, remedy }| format!("{file}:{line}: {what}\n  fix: {remedy}"))
        .collect();
    if problems.len() > PROBLEMS_TOLD {
        lines.push(format!("and {} more like these in {file}", problems.len() - PROBLEMS_TOLD));
    }
    lines.join("\n")
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    accepted: Vec<Spanned<Entry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    rule: Spanned<String>,
    direction: Option<Spanned<String>>,
    operation: Option<String>,
    pointer: Option<String>,
    #[serde(default)]
    reason: String,
}

impl Acceptance {
    /// Reads a file; `file` is the name that messages use.
    ///
    /// # Errors
    /// When it is no such TOML, an entry names no rule that there is, does not say which change it is about, or gives no
    /// reason.
    pub fn parse(file: &str, text: &str) -> Result<Self, AcceptanceError> {
        let refused = |problems| AcceptanceError { file: file.to_owned(), problems };
        let read: File = toml::from_str(text).map_err(|error| {
            let line = line_at(text, error.span().map_or(0, |span| span.start));
            let what = format!("this is no file of accepted changes: {}", crate::escape(error.message()));
            let remedy = "an [[accepted]] has rule, pointer or operation, reason, and may have direction".to_owned();
            refused(vec![AcceptanceProblem { line, what, remedy }])
        })?;
        let mut problems = Vec::new();
        let entries: Vec<Accepted> =
            read.accepted.into_iter().map(|entry| checked(text, entry, &mut problems)).collect();
        if problems.is_empty() { Ok(Self { file: file.to_owned(), entries }) } else { Err(refused(problems)) }
    }

    /// The entry that a change is accepted by.
    #[must_use]
    pub fn of(&self, change: &Change) -> Option<&Accepted> {
        self.entries.iter().find(|entry| entry.is_about(change))
    }

    /// The entries that are about none of these changes.
    #[must_use]
    pub fn stale(&self, changes: &[Change]) -> Vec<&Accepted> {
        self.entries.iter().filter(|entry| !changes.iter().any(|change| entry.is_about(change))).collect()
    }
}

fn checked(text: &str, entry: Spanned<Entry>, problems: &mut Vec<AcceptanceProblem>) -> Accepted {
    let line = line_at(text, entry.span().start);
    let entry = entry.into_inner();
    let mut problem = |line, what: String, remedy: &str| {
        problems.push(AcceptanceProblem { line, what, remedy: remedy.to_owned() });
    };
    if rule(entry.rule.get_ref()).is_none() {
        let what = format!("there is no rule `{}`", crate::escape(entry.rule.get_ref()));
        problem(line_at(text, entry.rule.span().start), what, "`cargo xtask compat --list` has the rules");
    }
    let way = entry.direction.and_then(|direction| match direction.get_ref().as_str() {
        "request" => Some(Way::Request),
        "response" => Some(Way::Response),
        other => {
            let what = format!("there is no direction `{}`", crate::escape(other));
            problem(line_at(text, direction.span().start), what, "write request or response, or leave it out");
            None
        }
    });
    if entry.pointer.is_none() && entry.operation.is_none() {
        let what = "this does not say which change it is about".to_owned();
        problem(line, what, "name its pointer in either document, or its operation (`PUT /api/token/`)");
    }
    if entry.reason.trim().is_empty() {
        problem(line, "this gives no reason".to_owned(), "say in `reason` why the change is accepted");
    }
    let pointer = entry.pointer.map(|pointer| pointer.strip_prefix('#').map(str::to_owned).unwrap_or(pointer));
    let (rule, operation, reason) = (entry.rule.into_inner(), entry.operation, entry.reason);
    Accepted { line, rule, way, operation, pointer, reason }
}
