//! From arguments to reports and an exit code.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use openapi::Exit;
use openapi::compat::{Acceptance, compare};

use super::arguments::Arguments;
use super::documents::Documents;
use super::recorded::Recorded;
use super::report::Report;
use super::{documents, github, json, junit, list, markdown, terminal};
use crate::failure::Failure;
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
    let files = [&arguments.json, &arguments.junit, &arguments.markdown];
    let to_output = files.iter().filter(|file| file.as_deref().is_some_and(is_standard_output)).count();
    if to_output > 1 {
        return Err(Failure::usage("two reports cannot both go to standard output\n  name a file for one of them"));
    }
    let acceptance = arguments.accept.as_deref().map(accepted).transpose()?.unwrap_or_default();
    let Documents { old, new, files } = documents::read(&arguments.documents)?;
    let comparison = compare(&old, &new).map_err(Failure::usage)?;
    // Outside of a clone there are no recordings.
    let root = workspace::root().ok().filter(|_| !arguments.no_recordings);
    let recorded = root.and_then(|root| Recorded::of(&root, (&files.0, &files.1), &comparison));
    let (comparison, acceptance) = (&comparison, &acceptance);
    let fail_on = arguments.fail_on;
    let report = Report { old: &old, new: &new, comparison, acceptance, fail_on, recorded: recorded.as_ref() };
    write_files(&report, arguments)?;
    let mut text = terminal::to_terminal(&report);
    if arguments.github {
        text += &github::to_github(&report);
    }
    if to_output == 0 {
        crate::print(&text)?;
    } else {
        // The report that was asked for has the standard output to itself.
        let _ = std::io::stderr().lock().write_all(text.as_bytes());
    }
    Ok(if report.held() { Exit::Held } else { Exit::Broken })
}

fn is_standard_output(path: &Path) -> bool {
    path == Path::new("-")
}

fn accepted(path: &Path) -> Result<Acceptance, Failure> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|error| {
        Failure::usage(format!(
            "{name}: the accepted changes cannot be read: {error}\n  fix: name a TOML file that exists"
        ))
    })?;
    Acceptance::parse(&name, &text).map_err(Failure::usage)
}

fn write_files(report: &Report<'_>, arguments: &Arguments) -> Result<(), Failure> {
    write(arguments.json.as_ref(), || Ok(format!("{:#}\n", json::to_json(report))))?;
    write(arguments.junit.as_ref(), || junit::to_junit(report).map_err(Failure::could_not_run))?;
    write(arguments.markdown.as_ref(), || Ok(markdown::to_markdown(report)))
}

fn write(path: Option<&PathBuf>, text: impl FnOnce() -> Result<String, Failure>) -> Result<(), Failure> {
    let Some(path) = path else { return Ok(()) };
    let text = text()?;
    if is_standard_output(path) {
        return crate::print(&text);
    }
    crate::whole_file::write(path, &text)
        .map_err(|error| Failure::could_not_run(format!("{} cannot be written: {error}", path.display())))
}
