//! How far a sandbox is at parity with a recording.

use super::comparison::{Difference, differences};
use super::replay::Replayed;

/// What became of a comparison.
#[derive(Clone, Debug)]
pub struct ParityReport {
    /// The name of the sandbox's profile.
    pub profile: &'static str,
    /// How many exchanges were compared.
    pub total: usize,
    /// How many of them are the same.
    pub matched: usize,
    /// In what the others differ, in the order of the trace.
    pub differences: Vec<Difference>,
}

impl ParityReport {
    /// Compares every answer.
    #[must_use]
    pub fn of(replayed: &Replayed) -> Self {
        let compared: Vec<Vec<Difference>> = replayed.pairs.iter().map(differences).collect();
        let matched = compared.iter().filter(|differences| differences.is_empty()).count();
        let differences = compared.concat();
        Self { profile: replayed.profile, total: replayed.pairs.len(), matched, differences }
    }

    /// Whether every exchange is the same, and there is one.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.total > 0 && self.matched == self.total
    }
}

impl std::fmt::Display for ParityReport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {} of {} recorded exchanges are answered alike", self.profile, self.matched, self.total)?;
        self.differences.iter().try_for_each(|difference| write!(f, "\n  {difference}"))
    }
}
