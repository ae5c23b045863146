//! The report for people at a terminal: proofs first, and last, where a screen ends, what to beware of.

mod block;
mod columns;
mod details;
mod summary;

use super::model::{Report, TargetReport};
use super::standing::Standing;

pub(super) use block::{block, brief};

/// How much is shown before the summary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// The contradictions that are news: what is known has been read before.
    News,
    /// Every rule: those asked for by name.
    Rules,
    /// Every rule, and observations, the matrix and coverage.
    Everything,
}

/// The report as text.
pub fn to_terminal(report: &Report, detail: Detail) -> String {
    let mut text = String::new();
    for target in &report.targets {
        for rule in
            target.rules.iter().filter(|rule| detail != Detail::News || rule.standing() == Standing::Contradicted)
        {
            text.push_str(&block(rule, target));
            text.push('\n');
        }
        if detail == Detail::Everything {
            text.push_str(&details::details(target));
        }
    }
    text.push_str(&summary::table(report));
    text.push_str(&summary::summary(report));
    text
}

/// What stands beside every verdict, safe to print.
fn label(target: &TargetReport) -> String {
    super::shown::shown(&target.target.label())
}
