//! The recordings of this repository, by deployment.

use std::path::{Path, PathBuf};

use super::{RecordingFile, embedded};
use crate::failure::Failure;

/// The folder of our own recordings, below the workspace.
pub const FOLDER: &str = "contract-tests/recordings";

/// The recordings of one deployment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deployment {
    /// Its name: that of the folder.
    pub name: String,
    /// Its HAR files, sorted by name.
    pub files: Vec<RecordingFile>,
}

/// The deployments of our own recordings, newest name first: those of the clone of the repository that the current directory
/// is in, and outside of one those that this was built with.
///
/// # Errors
///
/// When there is a folder of recordings that cannot be read, or holds none.
pub fn ours() -> Result<Vec<Deployment>, Failure> {
    let clone = std::env::current_dir().ok().and_then(|current| folder(&current));
    clone.map_or_else(|| Ok(embedded()), |folder| deployments(&folder))
}

/// The folder of our own recordings: the nearest one above a directory, if it is in a clone.
pub fn folder(from: &Path) -> Option<PathBuf> {
    from.ancestors().map(|directory| directory.join(FOLDER)).find(|folder| folder.is_dir())
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
        let files: Vec<RecordingFile> = entries(&path)?.into_iter().filter(is_har).map(RecordingFile::Path).collect();
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
