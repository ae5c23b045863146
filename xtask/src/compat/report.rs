//! A comparison with what is accepted of it: what every format reports.

use openapi::Source;
use openapi::compat::{Acceptance, Accepted, Change, Comparison, Severity};

use super::arguments::FailOn;
use super::recorded::Recorded;

/// What every format reports.
pub(super) struct Report<'a> {
    pub(super) old: &'a Source,
    pub(super) new: &'a Source,
    pub(super) comparison: &'a Comparison,
    pub(super) acceptance: &'a Acceptance,
    pub(super) fail_on: FailOn,
    /// What the recordings say; none where they show nothing of what has changed.
    pub(super) recorded: Option<&'a Recorded>,
}

impl<'a> Report<'a> {
    /// The changes of a severity, and by what each is accepted.
    pub(super) fn of(&self, severity: Severity) -> impl Iterator<Item = (&'a Change, Option<&'a Accepted>)> {
        let changes = self.comparison.changes.iter().filter(move |change| change.severity == severity);
        changes.map(|change| (change, self.acceptance.of(change)))
    }

    pub(super) fn fails(&self, change: &Change) -> bool {
        self.fail_on.fails(change.severity) && self.acceptance.of(change).is_none()
    }

    pub(super) fn stale(&self) -> Vec<&'a Accepted> {
        self.acceptance.stale(&self.comparison.changes)
    }

    /// Whether nothing fails.
    pub(super) fn held(&self) -> bool {
        !self.comparison.changes.iter().any(|change| self.fails(change)) && self.stale().is_empty()
    }

    /// One line that says how it is.
    pub(super) fn headline(&self) -> String {
        let count = |severity| self.comparison.count(severity);
        let accepted = self.comparison.changes.iter().filter(|change| self.acceptance.of(change).is_some()).count();
        let verdict = if self.held() { "held" } else { "broken" };
        let mut line = format!(
            "{verdict}: {} breaking, {}, {} compatible",
            count(Severity::Breaking),
            counted(count(Severity::Warning), "warning"),
            count(Severity::Compatible),
        );
        if accepted > 0 {
            line += &format!("; {accepted} of them accepted");
        }
        let stale = self.stale().len();
        if stale > 0 {
            line += &format!("; {}", counted(stale, "stale acceptance"));
        }
        if let Some(recorded) = self.recorded {
            line += &format!("\nby the recordings: {}", recorded.conclusion());
        }
        line
    }
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

/// The sentence about an acceptance that is about no change.
pub(super) fn stale_sentence(file: &str, entry: &Accepted) -> String {
    format!("{file}:{}: the accepted {} is not there: remove it, or correct what it names", entry.line, entry.rule)
}
