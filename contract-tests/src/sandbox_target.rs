//! The sandbox as a target: started, explored, reported.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;

use sandbox::{Profile, Sandbox};

use crate::arguments::Verify;
use crate::curl::quote;
use crate::explored_report::{self, told_on};
use crate::explorer::{ExploreError, Explored, Options, explore};
use crate::failure::Failure;
use crate::progress_line::ProgressLine;
use crate::recorded_target::Yardstick;
use crate::report::{Target, TargetKind, TargetReport};
use crate::state_folder::state_folder;
use crate::target_report::{JudgedTarget, today};
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
    let line = Arc::new(ProgressLine::begin());
    let options = Options { progress: Some(told_on(&line)), ..options(arguments, profile, yardstick) };
    let explored = explore(&base_url, accounts, &options);
    line.clear();
    let explored = explored.map_err(|error| match error {
        ExploreError::Yardstick(failure) => failure,
        ExploreError::Stored(_) | ExploreError::Nothing(_) => Failure::usage(error),
        error => Failure::could_not_run(error),
    })?;
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
        ..default
    }
}

/// Beside the build's own files, for what is found is no part of the repository; outside of a clone among the user's.
fn kept_by_default(profile: &str) -> Option<PathBuf> {
    let recordings = std::env::current_dir().ok().and_then(|current| crate::recordings::folder(&current));
    let place = match recordings.as_deref().and_then(|folder| folder.ancestors().nth(2)) {
        Some(root) => Some(root.join("target")).filter(|target| target.is_dir()),
        None => state_folder(),
    };
    place.map(|place| place.join("explored").join(profile))
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
    let judged = JudgedTarget {
        target,
        deployment: Some(profile.name),
        is_complete: false,
        would_show: &|_| false,
        notes: explored_report::notes(explored),
    };
    let profile =
        if *profile == Profile::DOCUMENTED { String::new() } else { format!(" --profile {}", quote(profile.name)) };
    explored_report::report(explored, judged, yardstick, &format!("--target sandbox{profile}"))
}
