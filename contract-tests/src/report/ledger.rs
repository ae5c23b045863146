//! What the ledger makes of a target, for people.

use std::fmt::Write as _;

use openapi::divergences::REWRITE_LISTS;

use super::model::{Overall, TargetReport, Verdicts, plural};
use super::shown::shown;

impl TargetReport {
    /// What a reader takes away: `held, 12 known departures`, `broken, 2 rules contradicted`, `not verified`.
    pub fn headline(&self) -> String {
        let Verdicts { contradicted, known, .. } = self.verdicts;
        let verdict = match self.verdict {
            Overall::NotVerified if self.verdicts.confirmed > 0 => "not verified: the run broke off".to_owned(),
            Overall::NotVerified => "not verified: nothing could be judged".to_owned(),
            Overall::Held if known == 0 => "held".to_owned(),
            Overall::Held => format!("held, {}", plural(known, "known departure")),
            Overall::Broken if known == 0 => format!("broken, {} contradicted", plural(contradicted, "rule")),
            Overall::Broken => {
                let new = plural(contradicted - known, "rule");
                format!("broken, {new} contradicted beyond {}", plural(known, "known departure"))
            }
        };
        let (stale, lost) = (self.stale_divergences.len(), self.lost_evidence.len());
        let stale = (stale > 0).then(|| format!("{} stale", plural(stale, "known departure")));
        let lost = (lost > 0).then(|| format!("{} without the evidence of before", plural(lost, "rule")));
        let but: Vec<String> = stale.into_iter().chain(lost).collect();
        if but.is_empty() { verdict } else { format!("{verdict}; but {}", but.join(", ")) }
    }
}

/// A line on each departure that is stale, and on each rule that lost its evidence.
pub(super) fn ledger_lines(target: &TargetReport) -> String {
    let mut text = String::new();
    let label = shown(&target.target.label());
    for stale in &target.stale_divergences {
        let _ = writeln!(text, "  stale: {} ({label})", shown(stale));
    }
    for lost in &target.lost_evidence {
        let _ = writeln!(text, "  lost: {} ({label})", shown(lost));
    }
    if !target.lost_evidence.is_empty() {
        let remedy = "bring the evidence back, or have the lists of decided rules written anew";
        let _ = writeln!(text, "    {remedy}: {}", REWRITE_LISTS);
    }
    text
}
