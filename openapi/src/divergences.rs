//! The ledger of known departures: contradicted rules of a named deployment that we know of and accept.

use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use crate::rules::{Rules, line_at};

/// The name of the maintained ledger, as messages show it.
pub const DIVERGENCES_FILE: &str = "openapi/divergences.toml";

/// A contradicted rule that is known and accepted for a deployment.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Divergence {
    /// The rule's id.
    pub rule: String,
    /// The deployment it is known of: `new-api-2026-07`.
    pub deployment: String,
    /// What is seen instead, in our words.
    pub seen: String,
    /// The exchanges that show it: `names.har#/log/entries/24`.
    pub evidence: Vec<String>,
    /// The day it was first seen: `2026-11-23`.
    pub since: String,
    /// What it means for whoever depends on that deployment.
    pub reason: String,
}

/// All known departures, in the order of the file.
#[derive(Clone, Debug, Default)]
pub struct Divergences {
    entries: Vec<Divergence>,
}

/// Why a ledger cannot be used. The text names file, line and remedy.
#[derive(Debug, thiserror::Error)]
pub enum DivergencesError {
    /// It is not the TOML that a ledger is.
    #[error("{file}: {detail}\n  correct the entry: rule, deployment, seen, evidence, since and reason are required")]
    Unreadable {
        /// The file.
        file: String,
        /// What the TOML reader says, with line and column.
        detail: String,
    },
    /// An entry that cannot stand.
    #[error("{file}:{line}: {what}\n  {remedy}")]
    Entry {
        /// The file.
        file: String,
        /// The line of the entry, from 1.
        line: usize,
        /// What is wrong with it.
        what: String,
        /// What to do.
        remedy: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "divergence", default)]
    divergences: Vec<Spanned<Divergence>>,
}

impl Divergences {
    /// Reads a ledger against the rules it speaks of; `file` is the name that messages use.
    ///
    /// # Errors
    ///
    /// When the text is no such ledger, names a rule that does not exist, names one twice for a deployment, or leaves
    /// `seen`, `reason` or `evidence` empty.
    pub fn parse(file: &str, text: &str, rules: &Rules) -> Result<Self, DivergencesError> {
        let read: File = toml::from_str(text)
            .map_err(|error| DivergencesError::Unreadable { file: file.to_owned(), detail: error.to_string() })?;
        let mut entries: Vec<Divergence> = Vec::with_capacity(read.divergences.len());
        for entry in read.divergences {
            let Range { start, .. } = entry.span();
            let entry = entry.into_inner();
            if let Some((what, remedy)) = objection(&entry, &entries, rules) {
                return Err(DivergencesError::Entry {
                    file: file.to_owned(),
                    line: line_at(text, start),
                    what,
                    remedy,
                });
            }
            entries.push(entry);
        }
        Ok(Self { entries })
    }

    /// The maintained ledger, as it was when this was built.
    ///
    /// # Errors
    ///
    /// When `openapi/divergences.toml` was not a ledger at that time.
    pub fn maintained(rules: &Rules) -> Result<Self, DivergencesError> {
        Self::parse(DIVERGENCES_FILE, include_str!("../divergences.toml"), rules)
    }

    /// The known departures of a deployment.
    pub fn of<'a>(&'a self, deployment: &'a str) -> impl Iterator<Item = &'a Divergence> {
        self.entries.iter().filter(move |entry| entry.deployment == deployment)
    }
}

/// What speaks against an entry, and what to do about it.
fn objection(entry: &Divergence, before: &[Divergence], rules: &Rules) -> Option<(String, String)> {
    let Divergence { rule, deployment, .. } = entry;
    if rules.get(rule).is_none() {
        let remedy = format!("nearest: {}", rules.nearest(rule).join(", "));
        return Some((format!("no rule is called `{rule}`"), remedy));
    }
    if before.iter().any(|other| other.rule == *rule && other.deployment == *deployment) {
        let what = format!("`{rule}` is there twice for deployment `{deployment}`");
        return Some((what, "join the two entries".to_owned()));
    }
    let empty = [("seen", &entry.seen), ("reason", &entry.reason), ("since", &entry.since)]
        .into_iter()
        .find(|(_, text)| text.trim().is_empty())
        .map(|(member, _)| member)
        .or(entry.evidence.is_empty().then_some("evidence"));
    empty.map(|member| {
        let remedy = "a known departure says what is seen, since when, where, and what it means".to_owned();
        (format!("`{member}` of `{rule}` for deployment `{deployment}` is empty"), remedy)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENTRY: &str = r#"
[[divergence]]
rule = "update.name.max-50-characters"
deployment = "d"
seen = "s"
evidence = ["names.har#/log/entries/1"]
since = "2026-11-23"
reason = "r"
"#;

    fn error(text: &str) -> String {
        Divergences::parse("d.toml", text, &Rules::maintained().unwrap()).unwrap_err().to_string()
    }

    #[test]
    fn an_entry_that_cannot_stand_is_named_with_its_line() {
        let unknown = error(&ENTRY.replace("max-50", "max-5"));
        assert!(unknown.starts_with("d.toml:2: no rule is called `update.name.max-5-characters`"), "{unknown}");
        assert!(unknown.contains("nearest: update.name.max-50-characters"), "{unknown}");
        assert!(error(&format!("{ENTRY}{ENTRY}")).starts_with("d.toml:10: "));
        assert!(error(&ENTRY.replace("\"r\"", "\" \"")).contains("`reason`"));
        assert!(error(&ENTRY.replace("[\"names.har#/log/entries/1\"]", "[]")).contains("`evidence`"));
        assert!(error(&ENTRY.replace("since", "sinse")).contains("line 7"));
    }

    #[test]
    fn only_the_entries_of_the_deployment_apply() {
        let ledger = Divergences::parse("d.toml", ENTRY, &Rules::maintained().unwrap()).unwrap();
        assert_eq!(ledger.of("d").count(), 1);
        assert_eq!(ledger.of("e").count(), 0);
    }
}
