//! What became of a stage.

use std::time::Duration;

use openapi::Exit;

/// How a stage ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// What it checks holds.
    Passed,
    /// It does not, and this is what that means for the exit code.
    Failed(Exit),
    /// It was not checked.
    Skipped,
}

impl State {
    /// The word for it.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed(_) => "failed",
            Self::Skipped => "skipped",
        }
    }
}

/// What a stage found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Outcome {
    /// How it ended.
    pub(crate) state: State,
    /// What it found or why it was skipped, in one line.
    pub(crate) says: String,
    /// More of it, a line each.
    pub(crate) details: Vec<String>,
    /// The command to go on with, where it did not pass.
    pub(crate) next: Option<String>,
}

/// How many lines of detail are kept; further ones are counted.
const DETAILS: usize = 8;

impl Outcome {
    pub(super) fn passed(says: impl Into<String>) -> Self {
        Self { state: State::Passed, says: says.into(), details: Vec::new(), next: None }
    }

    pub(super) fn failed(exit: Exit, says: impl Into<String>, next: impl Into<String>) -> Self {
        Self { state: State::Failed(exit), says: says.into(), details: Vec::new(), next: Some(next.into()) }
    }

    pub(super) fn skipped(why: impl Into<String>, next: impl Into<String>) -> Self {
        Self { state: State::Skipped, says: why.into(), details: Vec::new(), next: Some(next.into()) }
    }

    /// A stage that could not run, by what it said: the first line, and its last as advice.
    pub(super) fn stopped(exit: Exit, text: &str, next: impl Into<String>) -> Self {
        let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let says = lines.next().unwrap_or("it could not run").to_owned();
        Self::failed(exit, says, next).with(lines.map(str::to_owned).collect())
    }

    /// With more lines.
    pub(super) fn with(mut self, mut details: Vec<String>) -> Self {
        let more = details.len().saturating_sub(DETAILS);
        details.truncate(DETAILS);
        if more > 0 {
            details.push(format!("and {more} more"));
        }
        self.details = details;
        self
    }
}

/// A stage with what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Done {
    /// The name of the stage.
    pub(crate) name: &'static str,
    /// What it found.
    pub(crate) outcome: Outcome,
    /// How long it took.
    pub(crate) took: Duration,
}
