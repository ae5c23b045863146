//! Where the workspace is, and what is where in it.

use std::path::PathBuf;

use crate::failure::Failure;

/// The maintained document, below the workspace.
pub(crate) const DOCUMENT: &str = "openapi/cometapi-keys.yaml";

/// The documents that shipped, by version, below the workspace.
pub(crate) const RELEASED: &str = "openapi/released";

/// The accepted changes since the last release, below the workspace. The file need not be there.
pub(crate) const ACCEPTED: &str = "openapi/accepted-changes.toml";

/// The workspace: the nearest directory above the current one that holds the maintained document.
///
/// # Errors
///
/// When there is none.
pub(crate) fn root() -> Result<PathBuf, Failure> {
    let current = std::env::current_dir()
        .map_err(|error| Failure::could_not_run(format!("the current directory cannot be told: {error}")))?;
    let found = current.ancestors().find(|directory| directory.join(DOCUMENT).parent().is_some_and(|d| d.is_dir()));
    found.map(PathBuf::from).ok_or_else(|| {
        Failure::usage(format!(
            "no {DOCUMENT} in {} or above it\n  run it within a clone of the repository",
            current.display()
        ))
    })
}
