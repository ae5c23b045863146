//! From a version to a release.

use std::path::Path;
use std::process::{Command, Stdio};

use openapi::Exit;
use openapi::compat::Severity;
use semver::Version;

use super::arguments::Arguments;
use super::changelog::CHANGELOG;
use super::git;
use super::plan::{Release, steps};
use super::written::Written;
use crate::advice::{self, Advice};
use crate::compat::Recorded;
use crate::failure::Failure;
use crate::gate::{self, Context, Gate};
use crate::generate::{Freshness, freshness};
use crate::{public_api, released, workspace};

/// Releases what is here as a version.
///
/// # Errors
///
/// When it refuses, or a step fails: nothing is left of it then.
pub(crate) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let root = workspace::root()?;
    let version = &arguments.version;
    git::is_clean(&root, version)?;
    let last = released::last(&root)?;
    is_higher(&root, version, last.as_ref())?;
    let mut context = Context::new(&root);
    context.version = Some(version.clone());
    context.live_report.clone_from(&arguments.live_report);
    if let Some(advice) = context.advice() {
        is_advised(version, advice.map_err(Clone::clone)?)?;
    }
    let gate = gate::judge(&context, &required(last.is_none(), arguments.live_report.is_some()));
    if gate.exit() != Exit::Held {
        return refuse(&gate);
    }
    let advice = context.advice().transpose().map_err(Clone::clone)?;
    let api = match advice {
        Some(advice) => advice.api.text(),
        None => public_api::build(&root).map_err(Failure::could_not_run)?.text(),
    };
    let recorded = advice.zip(last.as_ref()).and_then(|(advice, last)| {
        let files = (root.join(&last.document), root.join(workspace::DOCUMENT));
        Recorded::of(&root, (&files.0, &files.1), &advice.comparison)
    });
    let day = jiff::Zoned::now().date().to_string();
    let steps = steps(&root, &Release { version, day: &day, advice, recorded: recorded.as_ref(), api: &api })?;
    let written = Written::all(&root, &steps)?;
    holds(&root, version)?;
    written.keep();
    crate::print(&said(version, advice, &steps.iter().map(|step| step.file.as_str()).collect::<Vec<_>>()))?;
    Ok(Exit::Held)
}

fn is_higher(root: &Path, version: &Version, last: Option<&released::Release>) -> Result<(), Failure> {
    let present = workspace::version(root)?;
    if let Some(last) = last
        && *version <= last.version
    {
        return Err(Failure::usage(format!("{version} does not come after {}, which was released last", last.version)));
    }
    if *version < present {
        return Err(Failure::usage(format!("the workspace is at {present} already\n  cargo xtask release {present}")));
    }
    Ok(())
}

fn is_advised(version: &Version, advice: &Advice) -> Result<(), Failure> {
    if advice.level.allows(&advice.last, version) {
        return Ok(());
    }
    let breaking = advice.comparison.count(Severity::Breaking);
    let text = format!(
        "{version} is too low; {}\n  {breaking} changes of the document are breaking\n  cargo xtask semver says why; then: cargo xtask release {}",
        advice::headline(advice),
        advice.minimum
    );
    Err(Failure { exit: Exit::Broken, text })
}

/// The stages that may not be skipped: all that can be run here. The first release has none before it to be held against.
fn required(is_first: bool, has_live: bool) -> Vec<String> {
    let mut required = vec!["lint", "generated", "suite", "recordings", "divergences", "parity", "score"];
    if !is_first {
        required.extend(["released", "compat", "semver"]);
    }
    if has_live {
        required.push("live");
    }
    required.into_iter().map(str::to_owned).collect()
}

fn refuse(gate: &Gate) -> Result<Exit, Failure> {
    crate::print(&gate::to_terminal(gate))?;
    Err(Failure {
        exit: gate.exit(),
        text: "the gate does not pass, so nothing was released\n  cargo xtask gate".to_owned(),
    })
}

/// Whether all that was written fits together.
fn holds(root: &Path, version: &Version) -> Result<(), Failure> {
    let undone = |why: &str| Failure::could_not_run(format!("{why}\n  everything that was written is undone"));
    let changed = released::changed(root)?;
    if !changed.is_empty() {
        return Err(undone(&changed.join("\n  ")));
    }
    if let Freshness::Stale { text, .. } = freshness(root)? {
        return Err(undone(text.trim_end()));
    }
    if workspace::version(root)? != *version {
        return Err(undone("the version of the workspace was not set"));
    }
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["update", "--workspace", "--offline", "--locked", "--quiet"])
        .current_dir(root)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| undone(&format!("cannot run cargo: {error}")))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let said: Vec<&str> = said.lines().filter(|line| !line.trim().is_empty()).take(6).collect();
    Err(undone(&format!("cargo does not take the versions: {}", said.join("\n  "))))
}

fn said(version: &Version, advice: Option<&Advice>, files: &[&str]) -> String {
    let what = advice.map_or_else(|| "the first release".to_owned(), advice::headline);
    let files: String = files.iter().map(|file| format!("  {file}\n")).collect();
    format!(
        "{version} is written: {what}\n{files}\nread {CHANGELOG}, then\n  git add --all && git commit --message \"Release {version}\" && git tag v{version}\n\
         or take it back\n  git checkout . && git clean --force openapi/released\n"
    )
}
