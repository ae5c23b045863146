//! What the command takes.

use std::path::PathBuf;

use clap::Args;
use semver::Version;

/// Freezes the document and the client's public API as a version, sets versions, and writes the section of the CHANGELOG.
///
/// It refuses a version below what `semver` advises, a working tree with changes, and a `gate` that does not pass. It
/// commits nothing: read what it wrote, then commit and tag. When a step fails, nothing is left of it.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The version, as Semantic Versioning has it: 0.2.0, 1.0.0-rc.1
    #[arg(value_parser = version)]
    pub(crate) version: Version,
    /// The JSON report of a live run, for the gate; with it, the live stage is required
    #[arg(long, value_name = "FILE")]
    pub(crate) live_report: Option<PathBuf>,
}

fn version(text: &str) -> Result<Version, String> {
    let version = Version::parse(text).map_err(|error| format!("{error}; a version is like 0.2.0 or 1.0.0-rc.1"))?;
    if version.build.is_empty() {
        Ok(version)
    } else {
        Err("build metadata is no part of a release: leave out `+…`".into())
    }
}
