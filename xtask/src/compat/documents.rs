//! Which two documents are compared.

use std::path::{Path, PathBuf};

use openapi::Source;

use crate::failure::Failure;
use crate::{released, workspace};

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
    let last = released::last(root)?.map(|release| release.document);
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
