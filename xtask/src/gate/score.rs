//! The stage of the score, and its renewal.

use std::path::Path;

use openapi::Exit;
use serde_json::Value;

use super::context::Context;
use super::outcome::Outcome;
use super::score_file::{SCORE, ScoreFile, content, not_always_noticed};
use super::suite_stages::{exit, without_suite};
use crate::failure::Failure;
use crate::suite::Suite;
use crate::whole_file;

const RENEW: &str = "cargo xtask gate --renew-score";

/// Whether the committed score is that of this suite and sandbox, and whether one fault of every family, and the sandbox
/// without any, still turn out as it says.
pub(super) fn stage(context: &Context) -> Outcome {
    let root = &context.root;
    let failure = |error: &Failure| Outcome::stopped(error.exit, &error.text, RENEW);
    let score = match ScoreFile::read(root) {
        Ok(Some(score)) => score,
        Ok(None) => return Outcome::skipped(format!("there is no {SCORE}"), RENEW),
        Err(error) => return failure(&error),
    };
    match content(root) {
        Ok(content) if content == score.content => {}
        Ok(content) => {
            let says = format!("{SCORE} is of another suite or sandbox");
            let details = vec![format!("content is {content}"), format!("the score is of {}", score.content)];
            return Outcome::failed(Exit::NotVerified, says, RENEW).with(details);
        }
        Err(error) => return failure(&error),
    }
    let samples = match not_always_noticed(root) {
        Ok(not_always) => score.samples(&not_always),
        Err(error) => return failure(&error),
    };
    let arguments: Vec<&str> = samples.iter().flat_map(|name| ["--fault", name]).chain(["--json", "-"]).collect();
    let again = format!("cargo xtask score {}", arguments[..arguments.len() - 2].join(" "));
    let Some(told) = context.read("score", &arguments) else { return without_suite() };
    let told = told.map_err(|why| (Exit::CouldNotRun, why));
    let told = told.and_then(|printed| {
        let told = printed.json().map_err(|why| (exit(printed.code), why))?;
        Ok((printed.code, told))
    });
    let (code, told) = match told {
        Ok(told) => told,
        Err((exit, why)) => return Outcome::stopped(exit, &why, again),
    };
    let other = unlike(&score, &told);
    if code != 0 || !other.is_empty() {
        let exit = if code == 0 { Exit::Broken } else { exit(code) };
        return Outcome::failed(exit, "not as the committed score says", again).with(other);
    }
    let (noticed, all) = score.counts();
    Outcome::passed(format!("{noticed} of {all} faults noticed; tried again: {}", samples.join(", ")))
}

/// A sentence for every subject that turns out otherwise than the score says.
fn unlike(score: &ScoreFile, told: &Value) -> Vec<String> {
    let tried = told.pointer("/runs/0/tried").and_then(Value::as_array).cloned().unwrap_or_default();
    let told = tried.iter().filter_map(|tried| {
        let name = tried.get("name")?.as_str()?;
        let noticed = tried.get("noticed")?.as_bool()?;
        let known = score.families.values().any(|family| family.noticed.iter().any(|known| known == name));
        let words = if noticed { "is noticed, and was not" } else { "is not noticed, and was" };
        (noticed != known).then(|| format!("{name} {words}"))
    });
    told.collect()
}

/// Tries every fault and writes the committed score, if it is whole.
///
/// # Errors
///
/// When the suite does not run, or the score cannot be written.
pub(super) fn renew(root: &Path) -> Result<Exit, Failure> {
    let content = content(root)?;
    eprintln!("every fault is tried: this takes minutes");
    let printed = Suite::built().and_then(|suite| suite.read(root, "score", &["--json", "-"]));
    let printed = printed.map_err(Failure::could_not_run)?;
    let told = printed.json().map_err(|why| Failure { exit: exit(printed.code), text: why })?;
    if printed.code != 0 {
        let text = format!("the score is not whole, so nothing was written\n  cargo xtask score\n{}", printed.said);
        return Err(Failure { exit: exit(printed.code), text });
    }
    let score = ScoreFile::of_run(content, &told);
    let score = score.ok_or_else(|| Failure::could_not_run("the suite told a score that cannot be read"))?;
    whole_file::write(&root.join(SCORE), &score.text())
        .map_err(|error| Failure::could_not_run(format!("{SCORE} cannot be written: {error}")))?;
    let (noticed, all) = score.counts();
    crate::print(&format!("{SCORE} is written: {noticed} of {all} faults noticed\n"))?;
    Ok(Exit::Held)
}
