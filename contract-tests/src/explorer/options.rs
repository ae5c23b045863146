//! How far a run goes, and why there may be none.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use super::stored::StoredError;
use crate::drivers::PlannedCase;
use crate::failure::Failure;
use crate::wire::TargetError;

/// Is shown cases.
pub type Show = Arc<dyn Fn(&PlannedCase) + Send + Sync>;

/// Is told how far a run is.
pub type Tell = Arc<dyn Fn(Progress) + Send + Sync>;

/// How far a run goes.
#[derive(Clone)]
pub struct Options {
    /// What the drawn cases come from.
    pub seed: u64,
    /// How many cases are run: the tables come first. All tables and [`Options::DRAWN`] more where it is not said.
    pub cases: Option<u64>,
    /// The only case to run.
    pub case: Option<u64>,
    /// How long the run may take, repetitions included.
    pub time_limit: Duration,
    /// How long is waited for a whole answer.
    pub request_timeout: Duration,
    /// How many requests may be sent, repetitions not counted.
    pub requests: u64,
    /// How many cases are run at the same time.
    pub connections: usize,
    /// Whether what is found is repeated alone and made smaller.
    pub shrinks: bool,
    /// Whether the run is over as soon as a rule is contradicted: for who asks only whether one is.
    pub stops_at_first: bool,
    /// Rules that are contradicted as is known: they are not repeated.
    pub known: HashSet<String>,
    /// The only rules that are repeated; all where there is none.
    pub wanted: Option<HashSet<String>>,
    /// Where the cases that contradicted a rule are kept; they are run first.
    pub stored: Option<PathBuf>,
    /// Whether only cases are run that the rest of the budget is enough for.
    pub fits: bool,
    /// Is shown every case before it is run.
    pub shown: Option<Show>,
    /// Is told how far the run is.
    pub progress: Option<Tell>,
}

/// How far a run is.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    /// Cases that are done.
    pub cases: u64,
    /// Cases that there are.
    pub of: u64,
    /// Requests that were sent.
    pub requests: u64,
}

impl Options {
    /// The seed of a run that was given none.
    pub const SEED: u64 = 0x5eed;

    /// How many cases are drawn beside the tables, in a run that was given no number.
    pub const DRAWN: u64 = 120;

    /// The budget of a run that was told nothing.
    pub fn default_budget() -> Self {
        Self {
            seed: Self::SEED,
            cases: None,
            case: None,
            time_limit: Duration::from_secs(30),
            request_timeout: Duration::from_secs(5),
            requests: u64::MAX,
            connections: 4,
            shrinks: true,
            stops_at_first: false,
            known: HashSet::new(),
            wanted: None,
            stored: None,
            fits: false,
            shown: None,
            progress: None,
        }
    }
}

impl std::fmt::Debug for Options {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = f.debug_struct("Options");
        shown.field("seed", &self.seed).field("cases", &self.cases).field("case", &self.case);
        shown.field("time_limit", &self.time_limit).field("connections", &self.connections).finish_non_exhaustive()
    }
}

/// Why there is no run.
#[derive(Debug, thiserror::Error)]
pub enum ExploreError {
    /// The server cannot be spoken to in this way.
    #[error(transparent)]
    Target(#[from] TargetError),
    /// The document or the rules cannot be used.
    #[error(transparent)]
    Yardstick(#[from] Failure),
    /// No strategy can be made of the document's schemas.
    #[error(transparent)]
    Document(#[from] crate::strategies::Unsupported),
    /// The machine has no runtime for it.
    #[error("no runtime can be started: {0}")]
    Runtime(#[from] std::io::Error),
    /// The kept cases cannot be read or written.
    #[error(transparent)]
    Stored(#[from] StoredError),
    /// A case did not end although its time was over.
    #[error("a case never ended\n  please report it with the seed of the run")]
    Endless,
    /// A limit that nothing can be done within.
    #[error("the {0} is 0, and nothing can be done within that\n  give 1 or more, or leave it out")]
    Nothing(&'static str),
}
