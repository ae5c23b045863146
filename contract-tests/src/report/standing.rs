//! How a rule stands on a target: the mark and the words that every format uses.

use super::model::{Overall, RuleReport, TargetReport};

/// How a rule stands on a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Exchanges bear it out.
    Confirmed,
    /// It is contradicted, and that is news.
    Contradicted,
    /// It is contradicted, and the ledger knows.
    Known,
    /// No exchange bears on it.
    NotVerified,
}

impl Standing {
    /// The sign beside the words.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Confirmed => "✓",
            Self::Contradicted => "✗",
            Self::Known => "≠",
            Self::NotVerified => "○",
        }
    }

    /// The words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Contradicted => "contradicted",
            Self::Known => "contradicted, known",
            Self::NotVerified => "not verified",
        }
    }
}

impl RuleReport {
    /// How it stands.
    pub fn standing(&self) -> Standing {
        match (self.findings.is_empty(), &self.known_divergence) {
            (false, None) => Standing::Contradicted,
            (false, Some(_)) => Standing::Known,
            (true, _) if self.exchanges.confirming > 0 => Standing::Confirmed,
            (true, _) => Standing::NotVerified,
        }
    }

    /// Method and path template of its operation, as a reader knows them: `PUT /api/token/`.
    pub fn operation_title(&self) -> &'static str {
        operation_title(&self.operation)
    }
}

/// Method and path template of an operation by its name; `every operation` for any other word.
pub(super) fn operation_title(name: &str) -> &'static str {
    use crate::operation::Operation;
    let all = Operation::DOCUMENTED.into_iter().chain([Operation::Models, Operation::Undocumented]);
    all.into_iter().find(|operation| operation.name() == name).map_or("every operation", Operation::title)
}

impl TargetReport {
    /// How it stands as a whole: a target that holds but for known departures is marked like one of them.
    pub fn standing(&self) -> Standing {
        match self.verdict {
            Overall::Broken => Standing::Contradicted,
            Overall::NotVerified => Standing::NotVerified,
            Overall::Held if self.verdicts.known > 0 => Standing::Known,
            Overall::Held => Standing::Confirmed,
        }
    }
}
