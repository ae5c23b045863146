//! The sandbox as a target: started, explored, reported.

use std::collections::HashSet;
use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use sandbox::{Profile, Sandbox};

use crate::arguments::Verify;
use crate::curl::quote;
use crate::explorer::{ExploreError, Explored, Found, Options, Progress, Tell, case_of, explore};
use crate::failure::Failure;
use crate::recorded_target::Yardstick;
use crate::report::{CaseReport, Target, TargetKind, TargetReport, plural};
use crate::target_report::{JudgedTarget, finding_report, masked, today};
use crate::wire::AccountToken;

/// Starts a sandbox, explores it, and reports.
///
/// # Errors
///
/// When the arguments name no profile, the sandbox does not start, or there can be no run.
pub fn judge(arguments: &Verify, yardstick: &Yardstick) -> Result<TargetReport, Failure> {
    let profile = arguments.profile.as_deref().map_or(Ok(&Profile::DOCUMENTED), profile_named)?;
    let sandbox = Sandbox::builder().profile(profile).start().map_err(Failure::could_not_run)?;
    let accounts = accounts_of(&sandbox);
    let base_url = sandbox.base_url();
    let explored =
        explore(&base_url, accounts, &options(arguments, profile, yardstick)).map_err(|error| match error {
            ExploreError::Yardstick(failure) => failure,
            ExploreError::Stored(_) | ExploreError::Nothing(_) => Failure::usage(error),
            error => Failure::could_not_run(error),
        })?;
    if std::io::stderr().is_terminal() {
        // A run that was cut short leaves its line.
        eprint!("\r\x1b[K");
    }
    Ok(report(&explored, profile, &base_url, yardstick))
}

/// The profile of that name.
///
/// # Errors
///
/// When there is none.
pub fn profile_named(name: &str) -> Result<&'static Profile, Failure> {
    Profile::named(name).ok_or_else(|| {
        let names = Profile::ALL.map(|profile| profile.name);
        let name = crate::redaction::mask_lookalikes(name);
        Failure::usage(format!("the sandbox has no profile {name:?}\n  it has {}", names.join(", ")))
    })
}

/// The accounts of a sandbox, to explore it with.
pub fn accounts_of(sandbox: &Sandbox) -> Vec<AccountToken> {
    let account = |account: &sandbox::Account| AccountToken {
        name: account.name.clone(),
        token: account.access_token.clone(),
        user_id: Some(account.user_id),
    };
    sandbox.accounts().iter().map(account).collect()
}

fn options(arguments: &Verify, profile: &Profile, yardstick: &Yardstick) -> Options {
    let default = Options::default_budget();
    let known: HashSet<String> = yardstick.divergences.of(profile.name).map(|entry| entry.rule.clone()).collect();
    let wanted = (!arguments.rules.is_empty()).then(|| yardstick.selected.iter().cloned().collect());
    let kept = arguments.explored.clone().or_else(|| kept_by_default(profile.name));
    Options {
        seed: arguments.seed.unwrap_or(default.seed),
        cases: arguments.cases.or(default.cases),
        case: arguments.case,
        time_limit: arguments.time_limit.unwrap_or(default.time_limit),
        connections: arguments.connections.unwrap_or(default.connections),
        known,
        wanted,
        stored: kept.filter(|_| arguments.case.is_none()),
        progress: std::io::stderr().is_terminal().then(progress),
        ..default
    }
}

/// Beside the build's own files: what is found is no part of the repository.
fn kept_by_default(profile: &str) -> Option<PathBuf> {
    let recordings = crate::recordings::folder(&std::env::current_dir().ok()?).ok()?;
    let root = recordings.ancestors().nth(2)?;
    root.join("target").is_dir().then(|| root.join("target").join("explored").join(profile))
}

/// How often a line on a terminal is written anew.
const BETWEEN_LINES: Duration = Duration::from_millis(100);

/// A line on the terminal that says how far the run is, and goes when it is over.
fn progress() -> Tell {
    let written = Mutex::new(Instant::now());
    Arc::new(move |progress| {
        let Progress { cases, of, requests } = progress;
        let Ok(mut written) = written.lock() else { return };
        if cases == of {
            eprint!("\r\x1b[K");
        } else if written.elapsed() >= BETWEEN_LINES {
            *written = Instant::now();
            eprint!("\r{cases} of {of} cases, {requests} requests\x1b[K");
        }
    })
}

fn report(explored: &Explored, profile: &Profile, base_url: &str, yardstick: &Yardstick) -> TargetReport {
    let target = Target {
        kind: TargetKind::Sandbox,
        deployment: Some(profile.name.to_owned()),
        base_url: Some(base_url.to_owned()),
        server: None,
        recorded_on: Some(today()),
        files: Vec::new(),
    };
    let judged = JudgedTarget { target, deployment: Some(profile.name), is_complete: false, notes: notes(explored) };
    let again = |seed: u64, number: u64, rule: &str| {
        let profile =
            if *profile == Profile::DOCUMENTED { String::new() } else { format!(" --profile {}", quote(profile.name)) };
        format!("cargo xtask verify --target sandbox{profile} --rule {rule} --seed {seed:#x} --case {number}")
    };
    let mut report = judged.report(&explored.outcome, yardstick, &|finding, rule| {
        let (seed, number) = case_of(&finding.location, explored.seed).unwrap_or((explored.seed, 0));
        again(seed, number, rule)
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

fn notes(explored: &Explored) -> Vec<String> {
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
