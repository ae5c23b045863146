//! A run: all cases, then those again that contradicted something.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::again::again;
use super::explored::{Explored, Found, Recurrence};
use super::options::{ExploreError, Options};
use super::round::{Done, GRACE, Ground, Round, case_of};
use super::stored::{self, Stored};
use crate::contract::Contract;
use crate::drivers::{Plan, PlannedCase};
use crate::judging::Outcome;
use crate::recorded_target::Yardstick;
use crate::run::{CaseRun, Membership};
use crate::verdict::{Finding, Verdict};
use crate::wire::{AccountToken, Limits, Session, Target};

/// After how many requests in a row without any answer the server counts as gone.
const SILENT: u64 = 8;

/// How many requests one repetition may send.
const REPETITION: u64 = 2_000;

/// In how many other cases a contradiction is looked for that does not recur in its own.
const OTHERS: usize = 3;

/// The share of the time that running has where something may have to be repeated.
const RUNNING: f64 = 0.7;

/// Explores the server at a base URL with these accounts, and judges it by the maintained document. It knows nothing of what
/// the server is. It starts a runtime of its own, so it must not be called from within one.
///
/// # Errors
///
/// When there can be no run. What a server does wrong is never an error.
pub fn explore(base_url: &str, accounts: Vec<AccountToken>, options: &Options) -> Result<Explored, ExploreError> {
    for (name, is_nothing) in [
        ("time limit", options.time_limit.is_zero()),
        ("number of cases", options.cases == Some(0)),
        ("number of connections", options.connections == 0),
        ("number of requests", options.requests == 0),
    ] {
        if is_nothing {
            return Err(ExploreError::Nothing(name));
        }
    }
    let (contract, plan) = maintained()?;
    let target = Arc::new(Target::new(base_url, accounts, options.request_timeout)?);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let ground = Ground { target, contract, membership: Arc::new(Membership::default()) };
    runtime.block_on(async {
        let limits = limits(options, Instant::now());
        // Nobody's case: what these lists show wrongly, those of the cases show too.
        let unjudged = Arc::new(Session::new(&ground.target, &ground.contract, limits));
        CaseRun::beforehand(&unjudged, &ground.membership).await;
        let session = Arc::new(Session::new(&ground.target, &ground.contract, limits));
        explored(&ground, session, &plan, options).await
    })
}

/// What runs are judged by, and their cases: made once on a thread, for they are the same for every run.
pub(crate) fn maintained() -> Result<(Arc<Contract>, Rc<Plan>), ExploreError> {
    thread_local! {
        static MADE: RefCell<Option<(Arc<Contract>, Rc<Plan>)>> = const { RefCell::new(None) };
    }
    if let Some(made) = MADE.with_borrow(Option::clone) {
        return Ok(made);
    }
    let yardstick = Yardstick::maintained()?;
    let document = openapi::Source::maintained().map_err(crate::failure::Failure::usage)?;
    let made = (yardstick.contract, Rc::new(Plan::maintained(&document)?));
    MADE.set(Some(made.clone()));
    Ok(made)
}

/// How far the session of a run goes that begins now.
pub(crate) fn limits(options: &Options, began: Instant) -> Limits {
    let running = if options.shrinks { options.time_limit.mul_f64(RUNNING) } else { options.time_limit };
    Limits {
        deadline: began + running,
        requests: options.requests,
        request_timeout: options.request_timeout,
        silent: SILENT,
        stops_at_first: options.stops_at_first,
    }
}

/// Runs the cases in a session that may have done something before, and repeats those that contradicted a rule.
pub(crate) async fn explored(
    ground: &Ground,
    session: Arc<Session>,
    plan: &Rc<Plan>,
    options: &Options,
) -> Result<Explored, ExploreError> {
    let began = Instant::now();
    let before = options.stored.as_deref().map(stored::read).transpose()?.unwrap_or_default();
    let round = Round {
        plan: Rc::clone(plan),
        cases: cases(options, &before, plan),
        connections: options.connections,
        fits: options.fits,
        shown: options.shown.clone(),
        progress: options.progress.clone(),
    };
    let asked = round.cases.len() as u64;
    let Done { cases, left, passed_over, partly } = round.run(ground, options.seed, &session).await;
    let session = Arc::into_inner(session).ok_or(ExploreError::Endless)?;
    let before_repetitions = Instant::now();
    let (numbers, running, is_silent) = (session.numbers(), session.elapsed(), session.is_silent());
    let mut explored = Explored {
        outcome: session.outcome(),
        seed: options.seed,
        cases,
        is_whole: !passed_over && options.cases.is_none() && options.case.is_none(),
        partly,
        first_drawn: plan.tables(),
        requests: numbers.requests,
        duration: Duration::ZERO,
        judging: numbers.judging,
        running,
        found: Vec::new(),
        left_behind: left,
        notes: notes(is_silent, cases, asked, numbers.requests),
    };
    explored.found = found(&explored.outcome, plan, options);
    if options.shrinks && !is_silent {
        let deadline = began + options.time_limit;
        let limits = Limits { deadline, requests: REPETITION, stops_at_first: false, ..limits(options, began) };
        repeat(ground, plan, &mut explored, limits).await;
    }
    if let Some(path) = &options.stored {
        keep(path, &before, &explored, options.wanted.is_none())?;
    }
    explored.duration = running + before_repetitions.elapsed();
    Ok(explored)
}

/// Seed and number of the cases, kept ones first.
fn cases(options: &Options, before: &[Stored], plan: &Plan) -> Vec<(u64, u64)> {
    if let Some(case) = options.case {
        return vec![(options.seed, case)];
    }
    let kept: Vec<(u64, u64)> = before.iter().map(|stored| (stored.seed, stored.number)).collect();
    let count = options.cases.unwrap_or(plan.tables() + Options::DRAWN);
    let own = (0..count).map(|number| (options.seed, number)).filter(|case| !kept.contains(case));
    kept.iter().copied().chain(own).collect()
}

fn notes(is_silent: bool, cases: u64, asked: u64, requests: u64) -> Vec<String> {
    if is_silent {
        return vec![format!("the server stopped answering: the run ended after {requests} requests")];
    }
    if cases < asked {
        return vec![format!("{cases} of {asked} cases were done within the limits")];
    }
    Vec::new()
}

/// The contradicted rules that are not known to be, each with the case of its first finding.
fn found(outcome: &Outcome, plan: &Plan, options: &Options) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for rule in outcome.evidences.rules().filter(|rule| !options.known.contains(*rule)) {
        if options.wanted.as_ref().is_some_and(|wanted| !wanted.contains(rule)) {
            continue;
        }
        let Some(evidence) = outcome.evidences.of(rule).filter(|e| e.verdict() == Verdict::Contradicted) else {
            continue;
        };
        found.extend(evidence.findings.first().and_then(|finding| of(rule, finding, plan, options.seed)));
    }
    found.sort_by_key(|found| found.rule);
    found
}

/// A finding with its case.
fn of(rule: &'static str, finding: &Finding, plan: &Plan, seed: u64) -> Option<Found> {
    let (seed, number) = case_of(&finding.location, seed)?;
    let PlannedCase { driver, case, .. } = plan.case(seed, number);
    let (recurrence, curls) = (Recurrence::NotTried, Vec::new());
    Some(Found { rule, seed, number, driver: driver.to_owned(), recurrence, case, curls, finding: finding.clone() })
}

/// The findings of a rule in other cases than the first: where its case does not show it again alone, one of them may.
fn others(outcome: &Outcome, first: &Found, plan: &Plan, seed: u64) -> Vec<Found> {
    let mut others: Vec<Found> = Vec::new();
    let findings = outcome.evidences.of(first.rule).map(|evidence| evidence.findings.as_slice()).unwrap_or_default();
    for finding in findings {
        let Some(other) = of(first.rule, finding, plan, seed) else { continue };
        let is_new = others.iter().all(|o| o.number != other.number) && other.number != first.number;
        if is_new && others.len() < OTHERS {
            others.push(other);
        }
    }
    others
}

/// Repeats what was found, each with an equal share of the time that is left.
async fn repeat(ground: &Ground, plan: &Plan, explored: &mut Explored, limits: Limits) {
    let Explored { outcome, found, seed, requests, left_behind, .. } = explored;
    let count = found.len();
    for (index, found) in found.iter_mut().enumerate() {
        let now = Instant::now();
        if now + GRACE / 10 >= limits.deadline {
            break;
        }
        let share = (limits.deadline - now) / u32::try_from(count - index).unwrap_or(u32::MAX);
        let limits = Limits { deadline: now + share, ..limits };
        let mut cost = again(ground, found, limits).await;
        if found.recurrence == Recurrence::NotReproduced {
            for mut other in others(outcome, found, plan, *seed) {
                cost.add(again(ground, &mut other, limits).await);
                if matches!(other.recurrence, Recurrence::Shrunk | Recurrence::Repeated) {
                    *found = other;
                    break;
                }
            }
        }
        *requests += cost.requests;
        left_behind.extend(cost.left);
    }
}

/// Keeps what contradicted a rule; what did so before and does no longer is settled, where all rules were asked for.
fn keep(path: &std::path::Path, before: &[Stored], explored: &Explored, is_all: bool) -> Result<(), ExploreError> {
    let now: Vec<Stored> = explored.found.iter().map(|f| Stored { seed: f.seed, number: f.number }).collect();
    let evidences = &explored.outcome.evidences;
    let findings = evidences.rules().filter_map(|rule| evidences.of(rule)).flat_map(|evidence| &evidence.findings);
    let cases = findings.filter_map(|finding| case_of(&finding.location, explored.seed));
    let shown: BTreeSet<Stored> =
        cases.map(|(seed, number)| Stored { seed, number }).chain(now.iter().copied()).collect();
    // A run that was cut short has settled nothing.
    let is_settled = |stored: &&Stored| is_all && explored.notes.is_empty() && !shown.contains(stored);
    let settled: BTreeSet<Stored> = before.iter().filter(is_settled).copied().collect();
    Ok(stored::write(path, &now, &settled)?)
}
