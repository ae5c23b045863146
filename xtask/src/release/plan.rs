//! Everything a release writes, made before the first of it is written.

use std::path::Path;

use openapi::Source;
use semver::Version;

use super::changelog::{self, CHANGELOG};
use super::document_version::with_version;
use super::manifests;
use crate::advice::Advice;
use crate::compat::Recorded;
use crate::failure::Failure;
use crate::generate::{GENERATED, generated};
use crate::released::{self, SUMS};
use crate::workspace;

/// A file that a release writes, or takes away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Step {
    /// Below the workspace.
    pub(super) file: String,
    /// What it shall be; none for a file that goes.
    pub(super) text: Option<String>,
}

const LOCK: &str = "Cargo.lock";

/// What a release is made from.
pub(super) struct Release<'a> {
    /// The version.
    pub(super) version: &'a Version,
    /// The day, as 2026-11-25.
    pub(super) day: &'a str,
    /// What has changed; none for the first.
    pub(super) advice: Option<&'a Advice>,
    /// What the recordings say of it.
    pub(super) recorded: Option<&'a Recorded>,
    /// The text of the client's public API.
    pub(super) api: &'a str,
}

/// The steps of a release, in order.
///
/// # Errors
///
/// When a file cannot be read, or a version not be set in it.
pub(super) fn steps(root: &Path, release: &Release<'_>) -> Result<Vec<Step>, Failure> {
    let Release { version, day, advice, recorded, api } = *release;
    let read = |file: &str| match std::fs::read_to_string(root.join(file)) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::usage(format!("{file} cannot be read: {error}"))),
    };
    let there = |file: &str| read(file)?.ok_or_else(|| Failure::usage(format!("there is no {file}")));
    let old = workspace::version(root)?;
    let document = Source::parse(workspace::DOCUMENT, there(workspace::DOCUMENT)?).map_err(Failure::usage)?;
    let text = with_version(&document, version)?;
    let client = generated(&Source::parse(workspace::DOCUMENT, text.clone()).map_err(Failure::usage)?)?;
    let frozen = released::of_version(version);
    let sums = format!("{}/{SUMS}", workspace::RELEASED);
    let name = |file: &str| file.rsplit('/').next().unwrap_or(file).to_owned();
    let listed = [(&*name(&frozen.document), &*text), (&*name(&frozen.api), api)];
    let listed = released::with(&read(&sums)?.unwrap_or_default(), &listed);
    let section = changelog::section((version, day), advice, recorded, api.lines().count());
    let history = changelog::with(read(CHANGELOG)?.as_deref(), &section);
    let write = |file: &str, text: String| Step { file: file.to_owned(), text: Some(text) };
    let mut steps = vec![
        write(&frozen.document, text.clone()),
        write(&frozen.api, api.to_owned()),
        write(&sums, listed),
        write(workspace::DOCUMENT, text),
        write(GENERATED, client),
        write(workspace::MANIFEST, manifests::manifest(&there(workspace::MANIFEST)?, &old, version)?),
        write(LOCK, manifests::lock(&there(LOCK)?, &old, version)),
        write(CHANGELOG, history),
    ];
    // What is released is no difference any more, so an acceptance of it would be stale.
    if read(workspace::ACCEPTED)?.is_some() {
        steps.push(Step { file: workspace::ACCEPTED.to_owned(), text: None });
    }
    Ok(steps)
}
