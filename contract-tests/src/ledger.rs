//! What the ledger makes of the verdicts on a target.

use openapi::divergences::{Divergence, Divergences};

use crate::report::{RuleReport, TargetKind};
use crate::verdict::Verdict;

/// What the ledger makes of the verdicts on one target.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// The ids of the rules that are contradicted and no known departures.
    pub new: Vec<String>,
    /// The known departures that are not seen where they could have been: a sentence each.
    pub stale: Vec<String>,
    /// The rules that should have been decided and were not: a sentence each.
    pub lost: Vec<String>,
}

/// What is held against the ledger.
pub struct Judged<'a> {
    /// Where the trace comes from.
    pub kind: TargetKind,
    /// The deployment's name; without one no ledger applies.
    pub deployment: Option<&'a str>,
    /// Whether the verdicts rest on all recordings that we keep of the deployment: what another trace leaves out makes
    /// no departure stale, and loses no evidence.
    pub complete: bool,
    /// Whether a run came to where a known departure was seen: what it did not come to makes no departure stale.
    pub would_show: &'a dyn Fn(&Divergence) -> bool,
    /// The verdicts.
    pub rules: &'a [RuleReport],
}

/// Holds verdicts against the ledger, on a day (`2026-11-23`).
pub fn says(ledger: &Divergences, judged: &Judged<'_>, today: &str) -> Said {
    let Judged { kind, deployment, complete, would_show, rules } = *judged;
    let contradicted = rules.iter().filter(|rule| rule.verdict == Verdict::Contradicted.name());
    let new = contradicted.filter(|rule| rule.known_divergence.is_none()).map(|rule| rule.id.clone()).collect();
    let mut said = Said { new, ..Said::default() };
    let Some(deployment) = deployment else { return said };
    if runs_out(kind) {
        said.stale.extend(ledger.expired(deployment, today).map(expired));
    }
    if complete {
        let reported = |id: &str| rules.iter().find(|rule| rule.id == id);
        let decided = ledger.decided(deployment).iter().filter_map(|id| reported(id));
        let undecided: Vec<&RuleReport> = decided.filter(|rule| rule.verdict == Verdict::NotVerified.name()).collect();
        let unseen = ledger.of(deployment).filter_map(|entry| {
            let rule = reported(&entry.rule).filter(|rule| rule.verdict != Verdict::Contradicted.name())?;
            // Without evidence nothing says that the departure is gone.
            let is_lost = undecided.iter().any(|lost| lost.id == rule.id);
            (!is_lost).then(|| stale(entry, rule.verdict, ledger.file()))
        });
        said.stale.extend(unseen);
        said.lost.extend(undecided.iter().map(|rule| lost(rule, deployment)));
    } else if runs_out(kind) {
        // A rule may be confirmed by other values than those that showed the departure.
        let gone = ledger.of(deployment).filter(|entry| would_show(entry)).filter_map(|entry| {
            let rule = rules.iter().find(|rule| rule.id == entry.rule && rule.verdict == Verdict::Confirmed.name())?;
            Some(stale(entry, rule.verdict, ledger.file()))
        });
        said.stale.extend(gone);
    }
    said
}

/// Whether what is accepted of such a target runs out. A recording shows tomorrow what it shows today, and nothing may
/// start to fail on a fresh clone because a day has passed.
fn runs_out(kind: TargetKind) -> bool {
    match kind {
        TargetKind::Recorded | TargetKind::Sandbox => false,
        TargetKind::Live => true,
    }
}

fn expired(entry: &Divergence) -> String {
    let Divergence { rule, deployment, expires, .. } = entry;
    match expires {
        Some(day) => {
            format!("{rule} of deployment {deployment} was accepted until {day}: look again, then set a later day")
        }
        None => format!("{rule} of deployment {deployment} has no `expires`: say until which day it is accepted"),
    }
}

fn stale(entry: &Divergence, verdict: &str, file: &str) -> String {
    let Divergence { rule, deployment, .. } = entry;
    format!(
        "{rule} of deployment {deployment} is {verdict} and no longer contradicted: remove the entry from {file}, or find \
         out why the departure is not seen"
    )
}

fn lost(rule: &RuleReport, deployment: &str) -> String {
    let RuleReport { id, shown_by, .. } = rule;
    let shown_by = if shown_by.is_empty() { &rule.statement } else { shown_by };
    format!(
        "{id} was decided by the recordings of deployment {deployment}, and is not verified now; shown by: {shown_by}"
    )
}
