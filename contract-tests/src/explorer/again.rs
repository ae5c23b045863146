//! A case that contradicted a rule, run alone on fresh keys, and made smaller while the same rule is contradicted.

use tokio::time::Instant;

use super::explored::{Found, Recurrence};
use super::round::{Ground, alone};
use crate::steps::{Case, smaller};
use crate::verdict::Finding;
use crate::wire::Limits;

/// How often requests at the same time are tried again: what they do differs from time to time.
const TRIES: usize = 12;

/// How many smaller cases are tried for one rule.
const SMALLER: usize = 160;

/// What repetitions cost.
#[derive(Default)]
pub(super) struct Cost {
    pub(super) requests: u64,
    pub(super) left: Vec<i64>,
}

impl Cost {
    /// With what more was done.
    pub(super) fn add(&mut self, more: Self) {
        self.requests += more.requests;
        self.left.extend(more.left);
    }
}

/// Tries to show it again, within the limits; gives what it cost.
pub(super) async fn again(ground: &Ground, found: &mut Found, limits: Limits) -> Cost {
    let mut cost = Cost::default();
    let tries = if found.case.is_parallel() { TRIES } else { 1 };
    let mut recurs = false;
    for _ in 0..tries {
        if is_over(&limits) {
            break;
        }
        match shows(ground, found, &found.case, limits, &mut cost).await {
            Shown::Again(proof) => {
                take(found, *proof, Recurrence::Repeated);
                recurs = true;
                break;
            }
            Shown::Not => found.recurrence = Recurrence::NotReproduced,
            Shown::CutShort => break,
        }
    }
    if recurs && !found.case.is_parallel() {
        shrink(ground, found, limits, &mut cost).await;
    }
    cost
}

async fn shrink(ground: &Ground, found: &mut Found, limits: Limits, cost: &mut Cost) {
    let mut tried = 0;
    loop {
        let mut is_smaller = false;
        for case in smaller(&found.case) {
            tried += 1;
            if tried > SMALLER || is_over(&limits) {
                return;
            }
            if let Shown::Again(proof) = shows(ground, found, &case, limits, cost).await {
                found.case = case;
                take(found, *proof, Recurrence::Shrunk);
                is_smaller = true;
                break;
            }
        }
        if !is_smaller {
            // It is as small as it goes, whether or not it could be made smaller.
            found.recurrence = Recurrence::Shrunk;
            return;
        }
    }
}

fn take(found: &mut Found, (finding, curls): (Finding, Vec<String>), recurrence: Recurrence) {
    (found.finding, found.curls, found.recurrence) = (finding, curls, recurrence);
}

/// What a repetition shows.
enum Shown {
    /// The same rule contradicted, with the proof and a line for a shell for each request.
    Again(Box<(Finding, Vec<String>)>),
    /// Nothing, although it came to its end.
    Not,
    /// Nothing: time or requests came to an end first.
    CutShort,
}

/// Runs a case alone, and looks whether it contradicts the same rule.
async fn shows(ground: &Ground, found: &Found, case: &Case, limits: Limits, cost: &mut Cost) -> Shown {
    let (session, left) = alone(ground, case, &found.driver, found.number, limits).await;
    cost.requests += session.numbers().requests;
    cost.left.extend(left);
    let (curls, is_cut) = (session.curls(), session.is_over());
    let outcome = session.outcome();
    match outcome.evidences.of(found.rule).and_then(|evidence| evidence.findings.first()) {
        Some(finding) => Shown::Again(Box::new((finding.clone(), curls))),
        None if is_cut => Shown::CutShort,
        None => Shown::Not,
    }
}

fn is_over(limits: &Limits) -> bool {
    Instant::now() >= limits.deadline
}
