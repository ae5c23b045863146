//! The stages that the suite decides: recordings, known departures, parity.

use openapi::Exit;
use serde_json::Value;

use super::context::Context;
use super::outcome::Outcome;
use super::stages::counted;

const VERIFY: &str = "cargo xtask verify";

/// Whether there is a suite. The stages that need it are skipped where there is none.
pub(super) fn builds(context: &Context) -> Outcome {
    match context.suite() {
        Ok(_) => Outcome::passed("built"),
        Err(why) => Outcome::stopped(Exit::CouldNotRun, why, "cargo build -p contract-tests"),
    }
}

/// What a stage says that needs the suite where there is none.
pub(super) fn without_suite() -> Outcome {
    Outcome::skipped("the suite does not build", "cargo build -p contract-tests")
}

/// The recordings against the contract.
pub(super) fn recordings(context: &Context) -> Outcome {
    let targets = match verified(context) {
        Ok(targets) => targets,
        Err(outcome) => return *outcome,
    };
    let news: Vec<String> = lines(&targets, "new_divergences");
    if !news.is_empty() {
        let says = format!("{} contradicted that no ledger knows of", counted(news.len(), "rule"));
        return Outcome::failed(Exit::Broken, says, VERIFY).with(news);
    }
    let unjudged = targets.iter().filter(|target| target.get("requests").and_then(Value::as_u64) == Some(0));
    let unjudged: Vec<String> = unjudged.map(deployment).collect();
    if !unjudged.is_empty() || targets.is_empty() {
        return Outcome::failed(Exit::NotVerified, "nothing could be judged", VERIFY).with(unjudged);
    }
    let sum = |pointer: &str| -> u64 { targets.iter().filter_map(|target| target.pointer(pointer)?.as_u64()).sum() };
    Outcome::passed(format!(
        "{}, {} exchanges: held, {} known departures",
        counted(targets.len(), "deployment"),
        sum("/requests"),
        sum("/verdicts/known")
    ))
}

/// The known departures, and the rules that recordings are known to decide.
pub(super) fn divergences(context: &Context) -> Outcome {
    let targets = match verified(context) {
        Ok(targets) => targets,
        Err(outcome) => return *outcome,
    };
    let mut dead = lines(&targets, "stale_divergences");
    dead.extend(lines(&targets, "lost_evidence"));
    if dead.is_empty() {
        let known: u64 = targets.iter().filter_map(|target| target.pointer("/verdicts/known")?.as_u64()).sum();
        return Outcome::passed(format!("{known} known departures, all of them seen"));
    }
    let says =
        format!("{} no longer seen, or without evidence", counted(dead.len(), "entry").replace("entrys", "entries"));
    Outcome::failed(Exit::NotVerified, says, "cargo xtask verify --propose-divergences openapi/divergences.toml")
        .with(dead)
}

/// The report of every recorded deployment.
fn verified(context: &Context) -> Result<Vec<Value>, Box<Outcome>> {
    let stopped = |exit: Exit, text: &str| Box::new(Outcome::stopped(exit, text, VERIFY));
    let printed = context.verified().ok_or_else(|| Box::new(without_suite()))?;
    let printed = printed.map_err(|why| stopped(Exit::CouldNotRun, why))?;
    let report = printed.json().map_err(|why| stopped(exit(printed.code), &why))?;
    if let Some(code @ (2 | 5 | 7)) = Some(printed.code) {
        return Err(stopped(exit(code), &printed.said));
    }
    match report.get("targets").and_then(Value::as_array) {
        Some(targets) => Ok(targets.clone()),
        None => Ok(vec![report]),
    }
}

/// The exit code that a process of the suite ended with.
pub(super) fn exit(code: u8) -> Exit {
    let all = [Exit::Broken, Exit::Usage, Exit::Stale, Exit::NotVerified, Exit::Secret, Exit::LeftBehind];
    all.into_iter().find(|exit| exit.code() == code).unwrap_or(Exit::CouldNotRun)
}

fn deployment(target: &Value) -> String {
    target.pointer("/target/deployment").and_then(Value::as_str).unwrap_or("a recording").to_owned()
}

/// The texts of a member of every report, each with its deployment.
fn lines(targets: &[Value], member: &str) -> Vec<String> {
    let of = |target: &Value| {
        let texts = target.get(member).and_then(Value::as_array).cloned().unwrap_or_default();
        let name = deployment(target);
        texts.iter().filter_map(Value::as_str).map(|text| format!("{name}: {text}")).collect::<Vec<_>>()
    };
    targets.iter().flat_map(of).collect()
}

/// The sandboxes against the recordings.
pub(super) fn parity(context: &Context) -> Outcome {
    const NEXT: &str = "cargo test -p contract-tests --test parity";
    let printed = match context.read("parity", &[]) {
        None => return without_suite(),
        Some(Ok(printed)) => printed,
        Some(Err(why)) => return Outcome::stopped(Exit::CouldNotRun, &why, NEXT),
    };
    let told = match printed.json() {
        Ok(told) => told,
        Err(why) => return Outcome::stopped(exit(printed.code), &why, NEXT),
    };
    let profiles = told.get("profiles").and_then(Value::as_array).cloned().unwrap_or_default();
    let number = |profile: &Value, member: &str| profile.get(member).and_then(Value::as_u64).unwrap_or_default();
    let (mut all, mut alike, mut details) = (0, 0, Vec::new());
    for profile in &profiles {
        all += number(profile, "exchanges");
        alike += number(profile, "alike");
        details.extend(
            profile
                .get("first")
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
                .filter_map(|line| Some(line.as_str()?.to_owned())),
        );
    }
    let says = format!("{alike} of {all} recorded exchanges are answered alike");
    if printed.code == 0 && all > 0 && alike == all {
        return Outcome::passed(says);
    }
    Outcome::failed(Exit::Broken, says, NEXT).with(details)
}
