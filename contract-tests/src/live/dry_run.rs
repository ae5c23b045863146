//! `--dry-run`: what a run would write. Nothing is sent.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use openapi::Exit;
use tokio::time::Instant;

use super::budget::Budget;
use super::connection::Reached;
use super::live_run::custody_of;
use crate::arguments::Verify;
use crate::custody::StepClass;
use crate::explorer;
use crate::failure::Failure;
use crate::output;
use crate::run::{CaseRun, ForeseenCase, Membership};
use crate::steps::Case;
use crate::wire::{Care, Session};

/// Requests that preflight, the first key and the last look take, about.
const AROUND: u64 = 25;

/// Prints the planned writes of a live run and how many requests it takes.
///
/// # Errors
///
/// When the caller gave something that is none.
pub fn dry_run(arguments: &Verify) -> Result<Exit, Failure> {
    let reached = Reached::of(arguments.base_url.as_deref(), &arguments.live.connection)?;
    let budget = Budget::of(arguments);
    let custody = Arc::new(custody_of(&budget, &reached)?);
    let care = Care::new(budget.pace(), super::hiding::Hiding::new(&custody));
    let target = Arc::new(reached.target(care)?);
    let no_plan = |error: explorer::ExploreError| Failure::could_not_run(error);
    let (contract, plan) = explorer::maintained().map_err(no_plan)?;
    let options = budget.options(reached.timeout);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Failure::could_not_run)?;
    let _within = runtime.enter();
    let limits = explorer::limits(&options, Instant::now());
    let session = Arc::new(Session::new(&target, &contract, limits));
    let membership = Membership::in_custody(Arc::clone(&custody));
    let mut planned = Planned { left: budget.requests(), ..Planned::default() };
    planned.left = if arguments.live.unlimited { u64::MAX } else { planned.left.saturating_sub(AROUND) };
    for number in 0..options.cases.unwrap_or(plan.tables()) {
        let case = plan.case(options.seed, number);
        planned.take(&case.case, &CaseRun::new(&session, &membership, case.driver, number));
    }
    let mut text = format!(
        "dry run: nothing is sent to {}\n{} of {} cases, about {} requests ({} of them around the cases): {}\n",
        reached.base_url.as_str(),
        planned.cases,
        plan.tables(),
        planned.requests + AROUND,
        AROUND,
        budget.words()
    );
    let writes = if arguments.live.allow_writes { "writes" } else { "writes that --allow-writes would allow" };
    let _ = writeln!(text, "{}, all about keys that the run makes:", writes);
    for (write, count) in &planned.writes {
        let _ = writeln!(text, "  {count} x {write}");
    }
    for (why, count) in &planned.unsent {
        let _ = writeln!(text, "not sent, {count} times: {why}");
    }
    output::to_stdout(&format!("{}\n", openapi::escape_lines(&text)))?;
    Ok(Exit::Held)
}

#[derive(Default)]
struct Planned {
    left: u64,
    cases: u64,
    requests: u64,
    writes: BTreeMap<String, u64>,
    unsent: BTreeMap<&'static str, u64>,
}

impl Planned {
    fn take(&mut self, case: &Case, run: &CaseRun<'_>) {
        let fitting = run.foreseen(case).filter(|foreseen| foreseen.requests <= self.left);
        let Some(ForeseenCase { asks, requests }) = fitting else { return };
        self.left -= requests;
        self.requests += requests;
        self.cases += 1;
        for foreseen in asks {
            match foreseen.class {
                Ok(StepClass::Read) => {}
                Ok(StepClass::Confined { .. } | StepClass::Risky(_)) => {
                    *self.writes.entry(foreseen.text).or_default() += 1;
                }
                Err(why) => *self.unsent.entry(why).or_default() += 1,
            }
        }
    }
}
