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
    /// Several at a time, each of them requests one after the other.
    Lanes(Vec<Vec<Ask>>),
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

    /// With further requests in lanes: one after the other in each, and the lanes at the same time.
    #[must_use]
    pub fn lanes<L: IntoIterator<Item = Ask>>(mut self, lanes: impl IntoIterator<Item = L>) -> Self {
        self.steps.push(Step::Lanes(lanes.into_iter().map(|lane| lane.into_iter().collect()).collect()));
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
        self.steps.iter().any(|step| matches!(step, Step::Together(_) | Step::Lanes(_)))
    }

    /// Its requests.
    pub fn asks(&self) -> impl Iterator<Item = &Ask> {
        self.steps.iter().flat_map(|step| match step {
            Step::Ask(ask) => vec![ask],
            Step::Together(asks) | Step::Undisturbed(asks) => asks.iter().collect(),
            Step::Lanes(lanes) => lanes.iter().flatten().collect(),
            Step::Wait(_) => Vec::new(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::steps::KeyRef;

    #[test]
    fn lanes_are_requests_of_the_case_and_make_it_parallel() {
        let ask = |number| Ask::new(What::Get(KeyRef::Made(number)));
        let case = Case::default().then(ask(0)).lanes([vec![ask(1)], vec![ask(2), ask(3)]]);
        assert!(case.is_parallel());
        let asked: Vec<&Ask> = case.asks().collect();
        assert_eq!(asked, [&ask(0), &ask(1), &ask(2), &ask(3)]);
        assert_eq!(case.steps[1].to_string(), "at the same time: get key 2; get key 3, then get key 4");
        let undisturbed = Case::default().undisturbed([ask(0)]);
        assert!(!undisturbed.is_parallel());
    }
}
