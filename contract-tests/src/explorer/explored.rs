//! What a run found.

use std::collections::HashSet;
use std::time::Duration;

use crate::judging::Outcome;
use crate::run::{ON_DISPOSABLE, case_of_place};
use crate::steps::Case;
use crate::verdict::{Finding, Verdict};

/// What a run found.
#[derive(Debug)]
pub struct Explored {
    /// What is known of the server.
    pub outcome: Outcome,
    /// What the drawn cases came from.
    pub seed: u64,
    /// Cases that were run.
    pub cases: u64,
    /// Whether nobody asked for less than all cases, and no limit left one out.
    pub is_whole: bool,
    /// The cases of which a custody let a part be sent, as places name them.
    pub partly: HashSet<String>,
    /// The number of the first case that is drawn: those before it are the same whatever the seed.
    pub first_drawn: u64,
    /// Requests that were sent, repetitions included.
    pub requests: u64,
    /// How long it took.
    pub duration: Duration,
    /// How much of the time before any repetition went into judging.
    pub judging: Duration,
    /// How long the run took before any repetition.
    pub running: Duration,
    /// Every contradicted rule that is not known to be, with the case that shows it.
    pub found: Vec<Found>,
    /// Ids of keys that may be left.
    pub left_behind: Vec<i64>,
    /// What a reader should know: that the server stopped answering, that time was up.
    pub notes: Vec<String>,
}

/// A contradicted rule, with the case that shows it.
#[derive(Clone, Debug)]
pub struct Found {
    /// The rule.
    pub rule: &'static str,
    /// The seed of the case.
    pub seed: u64,
    /// The number of the case.
    pub number: u64,
    /// The driver it is of.
    pub driver: String,
    /// Whether it could be shown again.
    pub recurrence: Recurrence,
    /// The steps that show it: as few as were found.
    pub case: Case,
    /// A line for a shell for every request of the last repetition, secrets as variables.
    pub curls: Vec<String>,
    /// The proof: from the last repetition that showed it, else from the run itself.
    pub finding: Finding,
}

/// Whether a contradiction could be shown again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recurrence {
    /// Its case, alone, showed it again, and was made smaller.
    Shrunk,
    /// Its case showed it again. Requests at the same time are not made fewer.
    Repeated,
    /// Its case, alone, did not show it.
    NotReproduced,
    /// It was not tried: time was up, or nobody asked.
    NotTried,
}

impl Recurrence {
    /// The words that reports use.
    pub fn words(self) -> &'static str {
        match self {
            Self::Shrunk => "shrunk",
            Self::Repeated => "repeated",
            Self::NotReproduced => "not reproduced",
            Self::NotTried => "not repeated",
        }
    }
}

impl Explored {
    /// Whether a departure from a rule, seen at these places, would have been seen again by a run on an account that is
    /// disposable or not: where a case that showed it there was done, and confirmed the rule. Where the places name no such
    /// case, the run must have done all cases, and nothing held back; what was drawn is none, for it comes from a seed that
    /// the places do not have.
    pub fn would_show(&self, rule: &str, places: &[String], is_disposable: bool) -> bool {
        let Some(evidence) = self.outcome.evidences.of(rule) else { return false };
        let is_table = |number: Option<u64>| number.is_none_or(|number| number < self.first_drawn);
        let places = places.iter().filter(|place| place.ends_with(ON_DISPOSABLE) == is_disposable);
        let cases = places.filter_map(|place| case_of_place(place));
        let cases: Vec<&str> = cases.filter(|(_, number)| is_table(*number)).map(|(case, _)| case).collect();
        match cases.as_slice() {
            [] => self.is_whole && is_disposable,
            cases => cases.iter().any(|&case| evidence.confirmed_in.contains(case) && !self.partly.contains(case)),
        }
    }

    /// The rules that are contradicted.
    pub fn contradicted(&self) -> Vec<&'static str> {
        let mut rules = with(&self.outcome, Verdict::Contradicted);
        rules.sort_unstable();
        rules
    }

    /// The rules that are confirmed.
    pub fn confirmed(&self) -> Vec<&'static str> {
        let mut rules = with(&self.outcome, Verdict::Confirmed);
        rules.sort_unstable();
        rules
    }

    /// The share of the time before any repetition that went into judging, from 0 to 1.
    pub fn judging_share(&self) -> f64 {
        if self.running.is_zero() { 0.0 } else { self.judging.as_secs_f64() / self.running.as_secs_f64() }
    }
}

fn with(outcome: &Outcome, verdict: Verdict) -> Vec<&'static str> {
    let has = |rule: &&'static str| outcome.evidences.of(rule).is_some_and(|evidence| evidence.verdict() == verdict);
    outcome.evidences.rules().filter(has).collect()
}
