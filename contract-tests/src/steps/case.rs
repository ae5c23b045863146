//! A case: steps that make a story together.

use serde::Serialize;

use super::ask::{Ask, What};

/// Steps, one after the other. It makes its own keys, and leaves none.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Case {
    /// The steps.
    pub steps: Vec<Step>,
}

/// A step of a case.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Step {
    /// A request.
    Ask(Ask),
    /// Requests at the same time.
    Together(Vec<Ask>),
    /// Requests one after the other, with none of another case between them.
    Undisturbed(Vec<Ask>),
    /// A pause, in milliseconds.
    Wait(u64),
}

impl Case {
    /// Requests of the first account, one after the other.
    pub fn of(asked: impl IntoIterator<Item = What>) -> Self {
        Self { steps: asked.into_iter().map(|what| Step::Ask(Ask::new(what))).collect() }
    }

    /// With a further request.
    #[must_use]
    pub fn then(mut self, ask: Ask) -> Self {
        self.steps.push(Step::Ask(ask));
        self
    }

    /// With further requests at the same time.
    #[must_use]
    pub fn together(mut self, asks: impl IntoIterator<Item = Ask>) -> Self {
        self.steps.push(Step::Together(asks.into_iter().collect()));
        self
    }

    /// With further requests that no other case comes between.
    #[must_use]
    pub fn undisturbed(mut self, asks: impl IntoIterator<Item = Ask>) -> Self {
        self.steps.push(Step::Undisturbed(asks.into_iter().collect()));
        self
    }

    /// Whether some of its requests are made at the same time.
    pub fn is_parallel(&self) -> bool {
        self.steps.iter().any(|step| matches!(step, Step::Together(_)))
    }

    /// Its requests.
    pub fn asks(&self) -> impl Iterator<Item = &Ask> {
        self.steps.iter().flat_map(|step| match step {
            Step::Ask(ask) => std::slice::from_ref(ask),
            Step::Together(asks) | Step::Undisturbed(asks) => asks,
            Step::Wait(_) => &[],
        })
    }
}
