//! The folder of what shipped.

use std::path::Path;

use semver::Version;

use crate::failure::Failure;
use crate::workspace;

/// What shipped as one version. Names are below the workspace.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Release {
    /// The version.
    pub(crate) version: Version,
    /// The document: `openapi/released/0.1.0.yaml`.
    pub(crate) document: String,
    /// The client's public API, where it was written down: `openapi/released/0.1.0.api.txt`.
    pub(crate) api: String,
}

/// How a version is, or would be, named.
pub(crate) fn of_version(version: &Version) -> Release {
    let folder = workspace::RELEASED;
    let (document, api) = (format!("{folder}/{version}.yaml"), format!("{folder}/{version}.api.txt"));
    Release { version: version.clone(), document, api }
}

/// Everything that shipped, by version.
///
/// # Errors
///
/// When the folder cannot be read.
pub(crate) fn releases(root: &Path) -> Result<Vec<Release>, Failure> {
    let names = match std::fs::read_dir(root.join(workspace::RELEASED)) {
        Ok(entries) => entries
            .map(|entry| entry.map(|entry| entry.file_name().to_string_lossy().into_owned()))
            .collect::<Result<Vec<String>, _>>(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
    };
    let names = names.map_err(|error| Failure::usage(format!("{} cannot be read: {error}", workspace::RELEASED)))?;
    let found = names.iter().filter_map(|name| {
        let version = version_of(name)?;
        Some(Release { document: format!("{}/{name}", workspace::RELEASED), ..of_version(&version) })
    });
    let mut found: Vec<Release> = found.collect();
    found.sort();
    Ok(found)
}

/// What shipped last, if anything did.
///
/// # Errors
///
/// As for [`releases`].
pub(crate) fn last(root: &Path) -> Result<Option<Release>, Failure> {
    Ok(releases(root)?.pop())
}

/// The version in a file name: `1.2.0.yaml`, `v1.2.0.json`, `cometapi-keys-1.2.0.yaml`.
fn version_of(name: &str) -> Option<Version> {
    let (stem, extension) = name.rsplit_once('.')?;
    if !["yaml", "yml", "json"].contains(&extension) {
        return None;
    }
    Version::parse(&stem[stem.find(|character: char| character.is_ascii_digit())?..]).ok()
}

#[cfg(test)]
mod tests {
    use super::version_of;

    #[test]
    fn released_documents_are_ordered_by_version() {
        let names = ["0.9.0.yaml", "0.10.0-rc.1.yaml", "0.10.0.json", "v0.2.0.yml", "cometapi-keys-0.3.0.yaml"];
        let last = names.iter().filter_map(|name| Some((version_of(name)?, *name))).max().unwrap();
        assert_eq!(last.1, "0.10.0.json");
        for name in ["README.md", "latest.yaml", "1.2.yaml", "1.2.0", "0.1.0.api.txt", "SHA256SUMS"] {
            assert_eq!(version_of(name), None, "{name}");
        }
    }
}
