//! The command: what is wrong with a document.

use std::path::Path;

use openapi::{Exit, Finding, Severity, Source};

use crate::failure::Failure;
use crate::{trial, workspace};

/// Lints a document, the maintained one when none is named, and prints what was found. Warnings alone are no failure.
///
/// # Errors
///
/// When the document cannot be read, or the findings not be printed.
pub(crate) fn run(document: Option<&Path>) -> Result<Exit, Failure> {
    let source = match document {
        Some(path) => Source::load(path).map_err(Failure::usage)?,
        None => {
            let mut source = Source::load(&workspace::root()?.join(workspace::DOCUMENT)).map_err(Failure::usage)?;
            workspace::DOCUMENT.clone_into(&mut source.name);
            source
        }
    };
    let findings = findings(&source);
    crate::print(&openapi::report(&source.name, &findings))?;
    Ok(if is_broken(&findings) { Exit::Usage } else { Exit::Held })
}

/// What is wrong with a document, and what of it the generator refuses.
pub(crate) fn findings(source: &Source) -> Vec<Finding> {
    let mut findings = openapi::lint(source);
    // What the checks found, the generator would only say again, and worse.
    if !is_broken(&findings) {
        findings.extend(trial::refusals(source));
    }
    findings
}

/// Whether any of it is more than a warning.
pub(crate) fn is_broken(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.severity == Severity::Error)
}
