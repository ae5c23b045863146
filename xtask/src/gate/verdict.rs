//! All stages together: one verdict.

use std::time::Duration;

use openapi::Exit;

use super::outcome::{Done, State};

/// What every format reports.
#[derive(Clone, Debug)]
pub(crate) struct Gate {
    /// The stages, in order.
    pub(crate) stages: Vec<Done>,
    /// The names of those that may not be skipped.
    pub(crate) required: Vec<String>,
    /// How long all of them took.
    pub(crate) took: Duration,
}

impl Gate {
    /// The gravest of what failed; a required stage that was skipped counts as not verified.
    pub(crate) fn exit(&self) -> Exit {
        Exit::gravest(self.stages.iter().filter_map(|done| match done.outcome.state {
            State::Failed(exit) => Some(exit),
            State::Skipped if self.is_required(done) => Some(Exit::NotVerified),
            State::Skipped | State::Passed => None,
        }))
    }

    /// Whether the stage may not be skipped.
    pub(crate) fn is_required(&self, done: &Done) -> bool {
        self.required.iter().any(|name| name == done.name)
    }

    /// How many stages ended so.
    pub(crate) fn count(&self, word: &str) -> usize {
        self.stages.iter().filter(|done| done.outcome.state.word() == word).count()
    }

    /// One line that says how it is.
    pub(crate) fn headline(&self) -> String {
        let exit = self.exit();
        let verdict = if exit == Exit::Held { "may be released" } else { "not to be released" };
        let (passed, failed, skipped) = (self.count("passed"), self.count("failed"), self.count("skipped"));
        let required = self.stages.iter().filter(|done| done.outcome.state == State::Skipped && self.is_required(done));
        let required: Vec<&str> = required.map(|done| done.name).collect();
        let mut line = format!("{verdict}: {passed} passed, {failed} failed, {skipped} skipped");
        if !required.is_empty() {
            line += &format!("; required, but skipped: {}", required.join(", "));
        }
        line
    }
}

#[cfg(test)]
mod tests {
    use super::{Duration, Exit, Gate};
    use crate::gate::outcome::{Done, Outcome};

    fn gate(outcomes: Vec<Outcome>, required: &[&str]) -> Gate {
        let names = ["lint", "compat", "live"];
        let done = outcomes.into_iter().zip(names).map(|(outcome, name)| Done { name, outcome, took: Duration::ZERO });
        let required = required.iter().map(|&name| name.to_owned()).collect();
        Gate { stages: done.collect(), required, took: Duration::ZERO }
    }

    #[test]
    fn the_gravest_decides_and_a_required_stage_may_not_be_skipped() {
        let passed = || Outcome::passed("");
        let failed = |exit| Outcome::failed(exit, "", "");
        let skipped = || Outcome::skipped("", "");
        assert_eq!(gate(vec![passed(), passed(), skipped()], &[]).exit(), Exit::Held);
        assert_eq!(gate(vec![passed(), passed(), skipped()], &["live"]).exit(), Exit::NotVerified);
        assert_eq!(gate(vec![passed(), passed(), skipped()], &["lint"]).exit(), Exit::Held);
        let two = gate(vec![failed(Exit::NotVerified), failed(Exit::Broken), skipped()], &["live"]);
        assert_eq!(two.exit(), Exit::Broken);
        assert_eq!(two.headline(), "not to be released: 0 passed, 2 failed, 1 skipped; required, but skipped: live");
    }
}
