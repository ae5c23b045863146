//! `cargo xtask semver`.

use std::path::PathBuf;

use clap::Args;
use openapi::Exit;

use super::advise::advise;
use super::{json, terminal};
use crate::failure::Failure;
use crate::report_file::{self, ReportFile};
use crate::{released, workspace};

/// Joins what has changed in the document since the last release with what has changed in the client's public API, and
/// names the least version that may follow, with every reason on both sides. It advises; `gate` and `release` hold to it.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// Write the advice as JSON; `-` is standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) json: Option<PathBuf>,
}

/// Prints the advice.
///
/// # Errors
///
/// When nothing was released, or the client cannot be built.
pub(crate) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let root = workspace::root()?;
    let last = released::last(&root)?.ok_or_else(|| {
        Failure::usage("nothing has been released yet: any version may be the first\n  cargo xtask release 0.1.0")
    })?;
    let advice = advise(&root, &last)?;
    let files = [ReportFile::new(arguments.json.as_deref(), || Ok(format!("{:#}\n", json::to_json(&advice))))];
    report_file::write_all(files, &terminal::to_terminal(&advice))?;
    Ok(Exit::Held)
}
