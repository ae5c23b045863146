//! The ledger as data: known departures, and the rules that recordings decide.

use std::collections::BTreeMap;

use serde::Serialize;

/// The name of the maintained ledger, as messages show it.
pub const DIVERGENCES_FILE: &str = "openapi/divergences.toml";

/// A contradicted rule that is known and accepted for a deployment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
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
    /// The last day it is accepted on a live server. A recording does not change, so there it means nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires: Option<String>,
    /// What it means for whoever depends on that deployment.
    pub reason: String,
}

/// All known departures, in the order of the file, and the rules that the kept recordings of a deployment decide.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Divergences {
    /// The name of the file, as messages show it.
    pub(super) file: String,
    /// The departures.
    pub(super) entries: Vec<Divergence>,
    /// The rules that recordings decide, by deployment.
    pub(super) decided: BTreeMap<String, Decided>,
}

/// The rules that the kept recordings of one deployment decide.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Decided {
    /// The line of the list, from 1; 0 for one that was not read.
    pub(super) line: usize,
    /// The ids.
    pub(super) rules: Vec<String>,
}

impl Divergences {
    /// A ledger of these departures and, by deployment, of the rules that recordings decide.
    #[must_use]
    pub fn new(entries: Vec<Divergence>, decided: BTreeMap<String, Vec<String>>) -> Self {
        let lists = decided.into_iter().map(|(deployment, rules)| (deployment, Decided { line: 0, rules }));
        Self { file: String::new(), entries, decided: lists.collect() }
    }

    /// The file it was read from, as messages show it.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// All known departures, in the order of the file.
    #[must_use]
    pub fn entries(&self) -> &[Divergence] {
        &self.entries
    }

    /// The known departures of a deployment.
    pub fn of<'a>(&'a self, deployment: &'a str) -> impl Iterator<Item = &'a Divergence> {
        self.entries.iter().filter(move |entry| entry.deployment == deployment)
    }

    /// The rules that the kept recordings of a deployment decide; none when it has no list.
    #[must_use]
    pub fn decided(&self, deployment: &str) -> &[String] {
        self.decided.get(deployment).map_or(&[], |decided| &decided.rules)
    }

    /// The deployments that have a list of decided rules, sorted.
    pub fn deployments_decided(&self) -> impl Iterator<Item = &str> {
        self.decided.keys().map(String::as_str)
    }

    /// The departures of a live deployment that are no longer accepted on a day (`2026-11-23`): they have expired, or
    /// do not say when they will, and on a live server every acceptance runs out.
    pub fn expired<'a>(&'a self, deployment: &'a str, today: &'a str) -> impl Iterator<Item = &'a Divergence> {
        // Both are dates of the form YYYY-MM-DD: their order is that of their text.
        self.of(deployment).filter(move |entry| entry.expires.as_deref().is_none_or(|expires| expires < today))
    }
}

#[cfg(test)]
mod tests {
    use super::{Divergence, Divergences};

    fn entry(rule: &str, expires: Option<&str>) -> Divergence {
        Divergence {
            rule: rule.to_owned(),
            deployment: "production".to_owned(),
            seen: String::new(),
            evidence: Vec::new(),
            since: "2026-11-23".to_owned(),
            expires: expires.map(str::to_owned),
            reason: String::new(),
        }
    }

    #[test]
    fn an_acceptance_runs_out_after_its_last_day() {
        let entries =
            vec![entry("before", Some("2027-01-09")), entry("today", Some("2027-01-10")), entry("never", None)];
        let ledger = Divergences::new(entries, std::collections::BTreeMap::new());
        let expired = |deployment, today| -> Vec<String> {
            ledger.expired(deployment, today).map(|entry| entry.rule.clone()).collect()
        };
        assert_eq!(expired("production", "2027-01-10"), ["before", "never"]);
        assert_eq!(expired("production", "2027-01-11"), ["before", "today", "never"]);
        assert_eq!(expired("production", "2026-12-31"), ["never"]);
        assert_eq!(expired("another", "2030-01-01"), Vec::<String>::new());
    }
}
