//! The stages, and those of them that need no suite.

use openapi::Exit;
use openapi::compat::{Comparison, Severity, compare};

use super::context::Context;
use super::outcome::Outcome;
use super::{live, score, suite_stages};
use crate::advice::{Level, api_change, document_side, headline};
use crate::compat::{accepted_in, shown};
use crate::failure::Failure;
use crate::generate::{Freshness, freshness};
use crate::{lint, released};

/// One thing that must hold.
pub(crate) struct Stage {
    /// Its name, as `--require` takes it.
    pub(crate) name: &'static str,
    /// What it asks, in words.
    pub(crate) asks: &'static str,
    /// Finds out.
    pub(crate) run: fn(&Context) -> Outcome,
}

/// All of them, in the order in which they run.
pub(crate) const STAGES: [Stage; 11] = [
    Stage { name: "lint", asks: "is the document in order?", run: lint_document },
    Stage { name: "generated", asks: "is the generated client fresh?", run: generated },
    Stage { name: "released", asks: "is what was released as it was?", run: as_released },
    Stage { name: "compat", asks: "does the document keep what was released?", run: compatible },
    Stage { name: "semver", asks: "does the version say what has changed?", run: version },
    Stage { name: "suite", asks: "does the suite build?", run: suite_stages::builds },
    Stage {
        name: "recordings",
        asks: "do recorded servers keep the contract, but for what is known?",
        run: suite_stages::recordings,
    },
    Stage { name: "divergences", asks: "is every known departure still seen?", run: suite_stages::divergences },
    Stage { name: "parity", asks: "do the sandboxes answer as the recorded servers did?", run: suite_stages::parity },
    Stage { name: "score", asks: "would a broken server be noticed?", run: score::stage },
    Stage { name: "live", asks: "did a live server keep the contract lately?", run: live::stage },
];

fn failure(failure: &Failure, next: &str) -> Outcome {
    Outcome::stopped(failure.exit, &failure.text, next)
}

fn lint_document(context: &Context) -> Outcome {
    let document = match context.document() {
        Ok(document) => document,
        Err(error) => return failure(&error, "cargo xtask lint"),
    };
    let findings = lint::findings(&document);
    let details = || {
        let place = |line: Option<usize>| line.map_or_else(String::new, |line| format!(":{line}"));
        let told = findings.iter().map(|finding| {
            format!("{}{} {}: {}", document.name, place(finding.line), finding.check, openapi::escape(&finding.message))
        });
        told.collect()
    };
    match (lint::is_broken(&findings), findings.len()) {
        (true, count) => Outcome::failed(Exit::Usage, counted(count, "finding"), "cargo xtask lint").with(details()),
        (false, 0) => Outcome::passed("nothing found"),
        (false, count) => Outcome::passed(counted(count, "warning")).with(details()),
    }
}

fn generated(context: &Context) -> Outcome {
    match freshness(&context.root) {
        Err(error) => failure(&error, "cargo xtask lint"),
        Ok(Freshness::Fresh) => Outcome::passed("as the document says"),
        Ok(Freshness::Stale { text, .. }) => {
            let mut lines = text.lines().map(str::to_owned);
            let says = lines.next().unwrap_or_default();
            Outcome::failed(Exit::Stale, says.trim_end_matches(':'), "cargo xtask generate").with(lines.collect())
        }
    }
}

const NOTHING_RELEASED: &str = "nothing has been released yet";
const FIRST: &str = "cargo xtask release 0.1.0";

fn as_released(context: &Context) -> Outcome {
    match released::changed(&context.root) {
        Err(error) => failure(&error, "git status openapi/released"),
        Ok(sentences) if !sentences.is_empty() => {
            let says = format!("{} of what was released differs", counted(sentences.len(), "file"));
            Outcome::failed(Exit::Broken, says, "git log -p -- openapi/released").with(sentences)
        }
        Ok(_) => match released::releases(&context.root) {
            Err(error) => failure(&error, "git status openapi/released"),
            Ok(releases) if releases.is_empty() => Outcome::skipped(NOTHING_RELEASED, FIRST),
            Ok(releases) => Outcome::passed(format!("{}, by hash", counted(releases.len(), "release"))),
        },
    }
}

/// The maintained document against the last released one. Breaking is allowed where the version says so.
fn compatible(context: &Context) -> Outcome {
    let next = "cargo xtask compat";
    let last = match context.last() {
        Err(error) => return failure(error, next),
        Ok(None) => return Outcome::skipped(NOTHING_RELEASED, FIRST),
        Ok(Some(last)) => last,
    };
    match compared(context, &last.document) {
        Err(error) => failure(&error, next),
        Ok((comparison, breaking, stale)) => {
            let count = |severity| comparison.count(severity);
            let says = format!(
                "since {}: {} breaking, {}, {} compatible",
                last.version,
                count(Severity::Breaking),
                counted(count(Severity::Warning), "warning"),
                count(Severity::Compatible)
            );
            if !stale.is_empty() {
                return Outcome::failed(Exit::Broken, "accepted changes that are not there", next).with(stale);
            }
            let version = match context.version() {
                Ok(version) => version,
                Err(error) => return failure(&error, next),
            };
            if breaking.is_empty() {
                Outcome::passed(says)
            } else if Level::Major.allows(&last.version, &version) {
                Outcome::passed(format!("{says}; {version} says so")).with(breaking)
            } else {
                let next = format!("{next}, then undo, accept in openapi/accepted-changes.toml, or raise the version");
                Outcome::failed(Exit::Broken, says, next).with(breaking)
            }
        }
    }
}

/// The comparison, a line for each change that breaks and is not accepted, and for each stale acceptance.
fn compared(context: &Context, released: &str) -> Result<(Comparison, Vec<String>, Vec<String>), Failure> {
    let old = openapi::Source::load(&context.root.join(released)).map_err(Failure::usage)?;
    let new = context.document()?;
    let comparison = compare(&old, &new).map_err(Failure::usage)?;
    let acceptance = accepted_in(&context.root)?;
    let breaking = comparison
        .changes
        .iter()
        .filter(|change| change.severity == Severity::Breaking && acceptance.of(change).is_none());
    let breaking = breaking
        .map(|change| format!("{} {}: {}", change.rule.id, shown::operations(change), shown::place(&new, &change.new)));
    let breaking = breaking.collect();
    let stale = acceptance.stale(&comparison.changes).into_iter();
    let stale = stale.map(|entry| format!("{}:{}: {}", acceptance.file, entry.line, entry.rule)).collect();
    Ok((comparison, breaking, stale))
}

fn version(context: &Context) -> Outcome {
    let next = "cargo xtask semver";
    if let Err(error) = context.last() {
        return failure(error, next);
    }
    let advice = match context.advice() {
        None => return Outcome::skipped(NOTHING_RELEASED, FIRST),
        Some(Err(error)) => return failure(error, next),
        Some(Ok(advice)) => advice,
    };
    let version = match context.version() {
        Ok(version) => version,
        Err(error) => return failure(&error, next),
    };
    let reasons = advice.reasons.iter().filter(|reason| reason.level == advice.level).map(|reason| {
        let document =
            reason.document.as_ref().map(|side| format!("document: {}", document_side(side, &advice.documents)));
        let client = reason.client.first().map(|item| format!("client: {}", api_change(item)));
        document.into_iter().chain(client).collect::<Vec<_>>().join("; ")
    });
    let reasons: Vec<String> = reasons.collect();
    let says = headline(advice);
    if version == advice.last {
        return Outcome::passed(format!("{says}; {version} is still that of the last release")).with(reasons);
    }
    if advice.level.allows(&advice.last, &version) {
        return Outcome::passed(format!("{says}; it is {version}")).with(reasons);
    }
    Outcome::failed(Exit::Broken, format!("{says}; {version} is too low"), next).with(reasons)
}

pub(super) fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
