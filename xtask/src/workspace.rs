//! Where the workspace is, and what is where in it.

use std::path::{Path, PathBuf};

use semver::Version;

use crate::failure::Failure;

/// The maintained document, below the workspace.
pub(crate) const DOCUMENT: &str = "openapi/cometapi-keys.yaml";

/// The documents that shipped, by version, below the workspace.
pub(crate) const RELEASED: &str = "openapi/released";

/// The manifest of the workspace.
pub(crate) const MANIFEST: &str = "Cargo.toml";

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

/// The version that the crates of a workspace share.
///
/// # Errors
///
/// When its manifest cannot be read, or states none.
pub(crate) fn version(root: &Path) -> Result<Version, Failure> {
    let text = std::fs::read_to_string(root.join(MANIFEST))
        .map_err(|error| Failure::usage(format!("{MANIFEST} cannot be read: {error}")))?;
    let manifest: toml::Table =
        toml::from_str(&text).map_err(|error| Failure::usage(format!("{MANIFEST}: {}", error.message())))?;
    let version = manifest.get("workspace").and_then(|it| it.get("package")?.get("version")?.as_str());
    let version = version.ok_or_else(|| Failure::usage(format!("{MANIFEST} has no workspace.package.version")))?;
    Version::parse(version).map_err(|error| Failure::usage(format!("{MANIFEST}: the version {version:?}: {error}")))
}
