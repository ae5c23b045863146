//! `cargo xtask score`.

use std::collections::BTreeSet;
use std::time::Duration;

use openapi::Exit;

use super::survivors::Survivors;
use super::table::{Wrong, table};
use super::tried::{Noticed, Subject, Tried, Turnout, try_all};
use crate::arguments::Score;
use crate::door::door;
use crate::explorer::Options;
use crate::failure::Failure;
use crate::output;
use crate::progress_line::ProgressLine;

/// How long one run may take: a slow server is legal, and must be judged to the end.
const TIME_LIMIT: Duration = Duration::from_secs(120);

/// How long one answer is waited for: some servers never give one, and there are many of them.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(3);

/// How many cases of one run are under way at once: what is sent does not depend on it, and slow servers take less long.
const CONNECTIONS: usize = 16;

/// Tries every fault and every control, says what survived and what raised a false alarm, and ends so: 0 when nothing that
/// can be noticed survived and nothing legal alarmed, 1 when something did, 4 when a reason to survive is stale.
///
/// # Errors
///
/// When the arguments name nothing that exists, or a run does not take place.
pub fn score(arguments: &Score) -> Result<Exit, Failure> {
    let survivors = Survivors::maintained()?;
    let subjects = wanted(arguments)?;
    if arguments.list {
        output::to_stdout(&subjects.iter().map(listed).collect::<String>())?;
        return Ok(Exit::Held);
    }
    let seeds = if arguments.seeds.is_empty() { vec![Options::SEED] } else { arguments.seeds.clone() };
    let mut exit = Exit::Held;
    let mut runs = Vec::new();
    for seed in seeds {
        let options = Options {
            seed,
            shrinks: false,
            stops_at_first: !arguments.all_rules,
            time_limit: TIME_LIMIT,
            request_timeout: REQUEST_TIMEOUT,
            connections: CONNECTIONS,
            ..Options::default_budget()
        };
        let line = ProgressLine::begin();
        let told = |done: usize| line.show(format_args!("{done} of {} servers", subjects.len()));
        let tried = try_all(&subjects, &options, &told);
        line.clear();
        let tried = tried?;
        exit = Exit::gravest([exit, verdict(&Wrong::of(&tried, &survivors))]);
        if !arguments.json.iter().any(|path| path.as_os_str() == "-") {
            output::to_stdout(&format!("seed {seed:#x}\n{}\n", table(&tried, &survivors, seed)))?;
        }
        runs.push(serde_json::json!({"seed": seed, "tried": tried.iter().map(json).collect::<Vec<_>>()}));
    }
    let text = format!("{:#}\n", serde_json::json!({ "runs": runs }));
    for path in &arguments.json {
        output::to_file("--json", path, &text)?;
    }
    Ok(exit)
}

fn listed(subject: &Subject) -> String {
    format!("{:<12} {:<36} {}\n", subject.family(), subject.name(), subject.says())
}

fn verdict(wrong: &Wrong) -> Exit {
    if !wrong.survived.is_empty() || !wrong.alarmed.is_empty() {
        Exit::Broken
    } else if wrong.stale.is_empty() && wrong.unfinished.is_empty() {
        Exit::Held
    } else {
        Exit::NotVerified
    }
}

/// The subjects that the arguments name; all where they name none.
fn wanted(arguments: &Score) -> Result<Vec<Subject>, Failure> {
    let all = Subject::all();
    if arguments.faults.is_empty() && arguments.families.is_empty() {
        return Ok(all);
    }
    let families: BTreeSet<&str> = all.iter().map(|subject| subject.family()).collect();
    exist("fault or control", &arguments.faults, &all.iter().map(|subject| subject.name()).collect::<Vec<_>>())?;
    exist("family", &arguments.families, &families.into_iter().collect::<Vec<_>>())?;
    let is_wanted = |subject: &Subject| {
        matches!(subject, Subject::Nothing)
            || arguments.faults.iter().any(|name| name == subject.name())
            || arguments.families.iter().any(|name| name == subject.family())
    };
    Ok(all.into_iter().filter(is_wanted).collect())
}

/// Whether all that was asked for is there.
fn exist(what: &str, asked: &[String], there: &[&str]) -> Result<(), Failure> {
    let Some(missing) = asked.iter().find(|name| !there.contains(&name.as_str())) else { return Ok(()) };
    Err(no_such(what, missing, there))
}

/// What is said of a name that nothing has.
pub(super) fn no_such(what: &str, name: &str, there: &[&str]) -> Failure {
    let shown = crate::redaction::mask_lookalikes(name);
    if there.len() <= FEW {
        return Failure::usage(format!("there is no {what} {shown:?}\n  there are {}", there.join(", ")));
    }
    let mut near = there.to_vec();
    near.sort_by(|one, other| strsim::jaro(other, name).total_cmp(&strsim::jaro(one, name)));
    Failure::usage(format!(
        "there is no {what} {shown:?}\n  nearest are {}; `{} score --list` has them all",
        near[..NEAR].join(", "),
        door()
    ))
}

/// So many names are all said when one is none of them; of more, the nearest.
const FEW: usize = 20;
const NEAR: usize = 3;

fn json(tried: &Tried) -> serde_json::Value {
    let (rules, is_noticed) = match &tried.turnout {
        Turnout::Noticed(noticed) => (noticed.iter().map(rule).collect(), true),
        Turnout::Unnoticed | Turnout::Unfinished(_) => (Vec::new(), false),
    };
    serde_json::json!({
        "name": tried.subject.name(),
        "family": tried.subject.family(),
        "says": tried.subject.says(),
        "noticed": is_noticed,
        "finished": !matches!(tried.turnout, Turnout::Unfinished(_)),
        "rules": rules,
        "requests": tried.requests,
        "duration_ms": u64::try_from(tried.duration.as_millis()).unwrap_or(u64::MAX),
    })
}

fn rule(noticed: &Noticed) -> serde_json::Value {
    let Noticed { rule, expected, seen, place } = noticed;
    serde_json::json!({"id": rule, "expected": expected, "seen": seen, "place": place})
}
