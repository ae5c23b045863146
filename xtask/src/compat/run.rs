//! From arguments to reports and an exit code.

use std::path::Path;

use openapi::Exit;
use openapi::compat::{Acceptance, compare};

use super::arguments::Arguments;
use super::documents::Documents;
use super::recorded::Recorded;
use super::report::Report;
use super::{documents, github, json, junit, list, markdown, terminal};
use crate::failure::Failure;
use crate::report_file::{self, ReportFile};
use crate::workspace;

/// Compares two documents and reports what has changed.
///
/// # Errors
///
/// When a document or the accepted changes cannot be read, or a report not be written.
pub(crate) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    if arguments.list {
        crate::print(&list::list())?;
        return Ok(Exit::Held);
    }
    let paths = [&arguments.json, &arguments.junit, &arguments.markdown].map(|path| path.as_deref());
    report_file::check(&paths)?;
    let acceptance = match (&arguments.accept, arguments.documents.is_empty()) {
        (Some(file), _) => accepted(file)?,
        (None, true) => accepted_in(&workspace::root()?)?,
        (None, false) => Acceptance::default(),
    };
    let Documents { old, new, files } = documents::read(&arguments.documents)?;
    let comparison = compare(&old, &new).map_err(Failure::usage)?;
    // Outside of a clone there are no recordings.
    let root = workspace::root().ok().filter(|_| !arguments.no_recordings);
    let recorded = root.and_then(|root| Recorded::of(&root, (&files.0, &files.1), &comparison));
    let (comparison, acceptance) = (&comparison, &acceptance);
    let fail_on = arguments.fail_on;
    let report = Report { old: &old, new: &new, comparison, acceptance, fail_on, recorded: recorded.as_ref() };
    let mut text = terminal::to_terminal(&report);
    if arguments.github {
        text += &github::to_github(&report);
    }
    let [json, junit, markdown] = paths;
    let files = [
        ReportFile::new(json, || Ok(format!("{:#}\n", json::to_json(&report)))),
        ReportFile::new(junit, || junit::to_junit(&report).map_err(Failure::could_not_run)),
        ReportFile::new(markdown, || Ok(markdown::to_markdown(&report))),
    ];
    report_file::write_all(files, &text)?;
    Ok(if report.held() { Exit::Held } else { Exit::Broken })
}

/// What is accepted of the changes since the last release, if the workspace has a file of it.
///
/// # Errors
///
/// When that file cannot be read.
pub(crate) fn accepted_in(root: &Path) -> Result<Acceptance, Failure> {
    let file = root.join(workspace::ACCEPTED);
    if !file.exists() {
        return Ok(Acceptance::default());
    }
    read_accepted(workspace::ACCEPTED, &file)
}

fn accepted(path: &Path) -> Result<Acceptance, Failure> {
    read_accepted(&path.display().to_string(), path)
}

fn read_accepted(name: &str, path: &Path) -> Result<Acceptance, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        Failure::usage(format!(
            "{name}: the accepted changes cannot be read: {error}\n  fix: name a TOML file that exists"
        ))
    })?;
    Acceptance::parse(name, &text).map_err(Failure::usage)
}
