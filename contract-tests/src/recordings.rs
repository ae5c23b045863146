//! Where recordings are: those of this repository, by deployment, and those a user names.

use std::path::{Path, PathBuf};

use crate::failure::Failure;

/// The folder of our own recordings, below the workspace.
pub const FOLDER: &str = "contract-tests/recordings";

/// The recordings of one deployment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deployment {
    /// Its name: that of the folder.
    pub name: String,
    /// Its HAR files, sorted by name.
    pub files: Vec<PathBuf>,
}

/// The folder of our own recordings: the nearest one above a directory.
///
/// # Errors
///
/// When there is none.
pub fn folder(from: &Path) -> Result<PathBuf, Failure> {
    let found = from.ancestors().map(|directory| directory.join(FOLDER)).find(|folder| folder.is_dir());
    found.ok_or_else(|| {
        Failure::usage(format!(
            "no folder {FOLDER} in {} or above it\n  run it within a clone of the repository, or name recordings with \
             --recording FILE…",
            from.display()
        ))
    })
}

/// The deployments of a folder, newest name first.
///
/// # Errors
///
/// When it cannot be read, or holds no recording.
pub fn deployments(folder: &Path) -> Result<Vec<Deployment>, Failure> {
    let mut deployments = Vec::new();
    for path in entries(folder)? {
        if !path.is_dir() {
            continue;
        }
        let is_har = |file: &PathBuf| file.extension().is_some_and(|extension| extension == "har");
        let files: Vec<PathBuf> = entries(&path)?.into_iter().filter(is_har).collect();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if !files.is_empty() {
            deployments.push(Deployment { name, files });
        }
    }
    if deployments.is_empty() {
        let text = format!("no recordings in {}\n  restore them: git checkout -- {FOLDER}", folder.display());
        return Err(Failure::usage(text));
    }
    deployments.reverse();
    Ok(deployments)
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let unreadable = |error: std::io::Error| Failure::usage(format!("cannot read {}: {error}", folder.display()));
    let entries = std::fs::read_dir(folder).map_err(unreadable)?;
    let mut paths: Vec<PathBuf> =
        entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>().map_err(unreadable)?;
    paths.sort();
    Ok(paths)
}
