//! The command: write the file, or say that it is stale.

use std::path::Path;

use openapi::{Exit, Source};

use super::difference::difference;
use super::rust_code::rust_code;
use crate::failure::Failure;
use crate::{lint, trial, whole_file, workspace};

/// The generated file, below the workspace.
pub(crate) const GENERATED: &str = "client/src/generated.rs";

/// Whether the generated file is what the document gives.
#[derive(Debug)]
pub(crate) enum Freshness {
    /// It is.
    Fresh,
    /// It is missing, or differs.
    Stale {
        /// What to tell of it.
        text: String,
        /// What it should be.
        fresh: String,
    },
}

/// Generates the client; with `check` only says whether the file is fresh.
///
/// # Errors
///
/// When the document cannot be turned into a client, or the file not be read or written.
pub(crate) fn run(check: bool) -> Result<Exit, Failure> {
    let root = workspace::root()?;
    let (text, fresh) = match freshness(&root)? {
        Freshness::Fresh => {
            crate::print(&format!("{GENERATED} is fresh\n"))?;
            return Ok(Exit::Held);
        }
        Freshness::Stale { text, fresh } => (text, fresh),
    };
    if check {
        crate::print(&format!("{text}run `cargo xtask generate`, and look at what changed before you commit it\n"))?;
        return Ok(Exit::Stale);
    }
    write(&root.join(GENERATED), &fresh).map_err(|error| {
        Failure::could_not_run(format!(
            "cannot write {GENERATED}: {error}\n  nothing was changed; make room or the folder writable"
        ))
    })?;
    crate::print(&format!("{GENERATED} is written\n"))?;
    Ok(Exit::Held)
}

/// Generates the client from the document of a workspace, and compares.
///
/// # Errors
///
/// When the document cannot be turned into a client, or the file not be read.
pub(crate) fn freshness(root: &Path) -> Result<Freshness, Failure> {
    let mut document = Source::load(&root.join(workspace::DOCUMENT)).map_err(Failure::usage)?;
    workspace::DOCUMENT.clone_into(&mut document.name);
    let fresh = generated(&document)?;
    let present = match std::fs::read_to_string(root.join(GENERATED)) {
        Ok(text) => Some(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => return Err(Failure::could_not_run(format!("cannot read {GENERATED}: {error}"))),
    };
    if present.as_deref() == Some(fresh.as_str()) {
        return Ok(Freshness::Fresh);
    }
    let text = match present {
        None => format!("{GENERATED} is missing\n"),
        Some(present) => format!("{GENERATED} is stale:\n{}", difference(&present, &fresh)),
    };
    Ok(Freshness::Stale { text, fresh })
}

/// The client's code, from a document.
///
/// # Errors
///
/// When the document cannot be turned into a client.
pub(crate) fn generated(document: &Source) -> Result<String, Failure> {
    // The generator panics on some documents, so they are looked at before it is.
    let findings = lint::findings(document);
    if lint::is_broken(&findings) {
        let report = openapi::report(&document.name, &findings);
        return Err(Failure::usage(format!("the document cannot be generated from\n{report}  nothing was changed")));
    }
    trial::guarded(|| rust_code(document)).map_err(stopped)?.map_err(Failure::usage)
}

/// The generator stopped on what a trial of the published document did not show: our view of it is at fault.
fn stopped(words: String) -> Failure {
    let advice = "undo what was changed last in the document, or see xtask/src/generate/generator_view.rs";
    Failure::usage(format!("{}: the generator cannot take the document: {words}\n  {advice}", workspace::DOCUMENT))
}

/// Writes the generated file, and its folder where a checkout lost it.
fn write(path: &Path, text: &str) -> std::io::Result<()> {
    std::fs::create_dir_all(path.parent().unwrap_or(Path::new(".")))?;
    whole_file::write(path, text)
}
