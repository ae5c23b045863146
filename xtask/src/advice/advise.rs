//! From what was released and what is here now to an advice.

use std::path::Path;

use openapi::Source;
use openapi::compat::{Acceptance, Comparison, compare};
use semver::Version;

use super::join::{Reason, join};
use super::level::Level;
use crate::compat::accepted_in;
use crate::failure::Failure;
use crate::public_api::{self, PublicApi};
use crate::released::Release;
use crate::workspace;

/// What a change since the last release asks of the next version.
#[derive(Debug)]
pub(crate) struct Advice {
    /// What was released last.
    pub(crate) last: Version,
    /// What the next version must change.
    pub(crate) level: Level,
    /// The least version that may follow.
    pub(crate) minimum: Version,
    /// Why, the gravest first.
    pub(crate) reasons: Vec<Reason>,
    /// What was written down of the client's API now.
    pub(crate) api: PublicApi,
    /// The old document, the new one, and how they differ.
    pub(crate) documents: (Source, Source),
    /// How they differ.
    pub(crate) comparison: Comparison,
}

/// Compares the workspace with a release of it.
///
/// # Errors
///
/// When what was released cannot be read, or the client not be built.
pub(crate) fn advise(root: &Path, last: &Release) -> Result<Advice, Failure> {
    let load = |name: &str| {
        let mut source = Source::load(&root.join(name)).map_err(Failure::usage)?;
        name.clone_into(&mut source.name);
        Ok::<_, Failure>(source)
    };
    let (old, new) = (load(&last.document)?, load(workspace::DOCUMENT)?);
    let comparison = compare(&old, &new).map_err(Failure::usage)?;
    let acceptance: Acceptance = accepted_in(root)?;
    let released = std::fs::read_to_string(root.join(&last.api)).map_err(|error| {
        Failure::usage(format!("{} cannot be read: {error}\n  restore it: git checkout -- {}", last.api, last.api))
    })?;
    let api = public_api::build(root).map_err(Failure::could_not_run)?;
    let differences = public_api::differences(&PublicApi::of_text(&released), &api);
    let reasons = join(&comparison.changes, &acceptance, differences);
    let level = reasons.iter().map(|reason| reason.level).max().unwrap_or(Level::Patch);
    let (last, minimum) = (last.version.clone(), level.after(&last.version));
    Ok(Advice { last, level, minimum, reasons, api, documents: (old, new), comparison })
}
