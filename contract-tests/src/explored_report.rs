//! The report of a server that was explored: with seed and case of what was found.

use std::sync::Arc;

use crate::door::door;
use crate::explorer::{Explored, Found, Progress, Tell, case_of};
use crate::progress_line::ProgressLine;
use crate::recorded_target::Yardstick;
use crate::report::{CaseReport, TargetReport, plural};
use crate::target_report::{JudgedTarget, finding_report, masked};

/// The report; `target` are the arguments that name the target in a command.
pub(crate) fn report(
    explored: &Explored,
    judged: JudgedTarget<'_>,
    yardstick: &Yardstick,
    target: &str,
) -> TargetReport {
    let again = |seed: u64, number: u64, rule: &str| {
        format!("{} verify {target} --rule {rule} --seed {seed:#x} --case {number}", door())
    };
    let mut report =
        judged.report(&explored.outcome, yardstick, &|finding, rule| match case_of(&finding.location, explored.seed) {
            Some((seed, number)) => again(seed, number, rule),
            None => format!("{} verify {target} --rule {rule}", door()),
        });
    for found in &explored.found {
        if let Some(rule) = report.rules.iter_mut().find(|rule| rule.id == found.rule) {
            let mut finding = finding_report(&found.finding, &again(found.seed, found.number, found.rule));
            finding.case = Some(case_report(found));
            // The smallest proof stands first; the run's own first finding is the same before it was made smaller.
            rule.findings.splice(..1.min(rule.findings.len()), [finding]);
        }
    }
    report.left_behind = explored.left_behind.iter().map(|id| format!("key {id}")).collect();
    report.seed = Some(explored.seed);
    report.requests = usize::try_from(explored.requests).unwrap_or(usize::MAX);
    report.duration_ms = u64::try_from(explored.duration.as_millis()).unwrap_or(u64::MAX);
    report
}

fn case_report(found: &Found) -> CaseReport {
    CaseReport {
        seed: found.seed,
        number: found.number,
        driver: found.driver.clone(),
        recurrence: found.recurrence.words(),
        steps: found.case.steps.iter().map(|step| masked(&step.to_string())).collect(),
        curls: found.curls.iter().map(|curl| masked(curl)).collect(),
    }
}

/// What a reader should know of a run.
pub(crate) fn notes(explored: &Explored) -> Vec<String> {
    let cases = plural(usize::try_from(explored.cases).unwrap_or(usize::MAX), "case");
    let run = format!(
        "seed {:#x}: {cases}, {} requests in {:.1} s, judging took {:.0} % of it",
        explored.seed,
        explored.requests,
        explored.duration.as_secs_f64(),
        explored.judging_share() * 100.0
    );
    std::iter::once(run).chain(explored.notes.iter().map(|note| masked(note))).collect()
}

/// Shows how far a run is on a line.
pub(crate) fn told_on(line: &Arc<ProgressLine>) -> Tell {
    let line = Arc::clone(line);
    Arc::new(move |Progress { cases, of, requests }| {
        line.show(format_args!("{cases} of {of} cases, {requests} requests"));
    })
}
