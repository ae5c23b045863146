//! Which two documents are compared.

use std::path::{Path, PathBuf};

use openapi::Source;
use semver::Version;

use crate::failure::Failure;
use crate::workspace;

/// Two documents, and where each was read.
pub(super) struct Documents {
    pub(super) old: Source,
    pub(super) new: Source,
    pub(super) files: (PathBuf, PathBuf),
}

/// The documents named, or the last released and the maintained one.
///
/// # Errors
///
/// When one cannot be read, or none has been released.
pub(super) fn read(named: &[PathBuf]) -> Result<Documents, Failure> {
    if let [old, new] = named {
        let files = (old.clone(), new.clone());
        let load = |path: &Path| Source::load(path).map_err(Failure::usage);
        return Ok(Documents { old: load(old)?, new: load(new)?, files });
    }
    let root = workspace::root()?;
    let old = last_released(&root)?;
    let files = (root.join(&old), root.join(workspace::DOCUMENT));
    Ok(Documents { old: below(&root, &old)?, new: below(&root, workspace::DOCUMENT)?, files })
}

/// A document of the workspace, by the name it has there.
fn below(root: &Path, name: &str) -> Result<Source, Failure> {
    let mut source = Source::load(&root.join(name)).map_err(Failure::usage)?;
    name.clone_into(&mut source.name);
    Ok(source)
}

fn last_released(root: &Path) -> Result<String, Failure> {
    let folder = root.join(workspace::RELEASED);
    let names = match std::fs::read_dir(&folder) {
        Ok(entries) => entries
            .map(|entry| entry.map(|entry| entry.file_name().to_string_lossy().into_owned()))
            .collect::<Result<Vec<String>, _>>(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
    };
    let names = names.map_err(|error| Failure::usage(format!("{} cannot be read: {error}", workspace::RELEASED)))?;
    let versions = names.iter().filter_map(|name| Some((version_of(name)?, name)));
    let last = versions.max().map(|(_, name)| format!("{}/{name}", workspace::RELEASED));
    last.ok_or_else(|| {
        Failure::usage(format!(
            "no document has been released: {released}/ has none that is named by its version\n  \
             name two documents: cargo xtask compat OLD NEW\n  \
             with the last commit: git show HEAD:{document} > /tmp/old.yaml && cargo xtask compat /tmp/old.yaml {document}",
            released = workspace::RELEASED,
            document = workspace::DOCUMENT,
        ))
    })
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
        for name in ["README.md", "latest.yaml", "1.2.yaml", "1.2.0"] {
            assert_eq!(version_of(name), None, "{name}");
        }
    }
}
