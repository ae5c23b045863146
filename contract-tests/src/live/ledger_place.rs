//! Where the ledgers of runs are, unless somebody says.

use std::path::{Path, PathBuf};

use crate::custody::{KeyLedger, Left, RunId};
use crate::failure::Failure;
use crate::state_folder::state_folder;

/// The folder of ledgers of this user: below the [state folder](state_folder).
///
/// # Errors
///
/// When the environment names no such place.
pub(super) fn folder() -> Result<PathBuf, Failure> {
    let none =
        || Failure::usage("there is no home directory to keep the ledger of a run in\n  name a file: --ledger FILE");
    state_folder().map(|state| state.join("ledgers")).ok_or_else(none)
}

/// The file of a run in that folder.
pub(super) fn file_of(folder: &Path, run: RunId) -> PathBuf {
    folder.join(format!("{run}.jsonl"))
}

/// The ledgers in a folder, the oldest first; none where there is no folder.
pub(super) fn ledgers(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let is_ledger = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "jsonl");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(is_ledger).collect();
    files.sort();
    files
}

/// What earlier runs on a server may have left, by the ledgers of a folder. A run that is still going on is none of them.
pub(super) fn left_before(folder: &Path, base_url: &str) -> Vec<(PathBuf, Left)> {
    let left = |path: PathBuf| match KeyLedger::look(&path) {
        Ok(left) if left.base_url == base_url && !left.is_nothing() => Some((path, left)),
        _ => None,
    };
    ledgers(folder).into_iter().filter_map(left).collect()
}
