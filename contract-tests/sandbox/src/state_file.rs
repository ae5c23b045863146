//! The keys and accounts of a sandbox in a file, so that a server to develop against keeps them over a restart.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::account::Account;
use crate::key::Key;
use crate::world::World;

/// The format that this writes, and the only one it reads.
const VERSION: u32 = 1;

/// Above this no id and no counter is taken: so many keys nobody makes, and numbers beyond it leave JavaScript.
const LARGEST: i64 = 1 << 53;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct State {
    version: u32,
    accounts: Vec<Account>,
    next_id: i64,
    keys_made: u64,
    keys: Vec<Key>,
}

/// Why a state file was not read or written.
#[derive(Debug, thiserror::Error)]
pub enum StateFileError {
    /// The operating system refused.
    #[error("{path}: {error}\n  name a file in a folder that can be written", path = path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What it said.
        error: io::Error,
    },
    /// The file is no state of a sandbox.
    #[error("{path} is no state of a sandbox: {reason}\n  move it away, or name another file", path = path.display())]
    Content {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
}

/// Takes the state of a file, if there is one.
///
/// # Errors
///
/// When it cannot be read, or is something else.
pub(crate) fn load(path: &Path, world: &mut World) -> Result<(), StateFileError> {
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(StateFileError::Io { path: path.to_owned(), error }),
    };
    let content = |reason: String| StateFileError::Content { path: path.to_owned(), reason };
    let state: State = serde_json::from_slice(&bytes).map_err(|error| content(misread(&error)))?;
    if state.version != VERSION {
        return Err(content(format!("its version is {}, this reads {VERSION}", state.version)));
    }
    if state.accounts.is_empty() {
        return Err(content("it has no account".to_owned()));
    }
    if state.next_id >= LARGEST || state.keys_made >= LARGEST.unsigned_abs() {
        return Err(content("its counters leave no room for another key".to_owned()));
    }
    let mut values = std::collections::HashSet::new();
    let mut ids = std::collections::HashSet::new();
    for key in &state.keys {
        if key.id <= 0 || key.id >= LARGEST || !ids.insert(key.id) || !values.insert(key.key.as_str()) {
            return Err(content(format!("the id or the value of key {} is not its own", key.id)));
        }
        if !state.accounts.iter().any(|account| account.user_id == key.user_id) {
            return Err(content(format!("key {} is of an account that it does not have", key.id)));
        }
    }
    world.accounts = state.accounts;
    world.store.raise_next_id(state.next_id);
    world.key_values.resume(state.keys_made);
    for key in state.keys {
        world.store.add(key);
    }
    Ok(())
}

/// What a file would hold: the state as it is now.
pub(crate) fn snapshot(world: &World) -> State {
    State {
        version: VERSION,
        accounts: world.accounts.clone(),
        next_id: world.store.next_id(),
        keys_made: world.key_values.made(),
        keys: world.store.all().cloned().collect(),
    }
}

/// Writes a snapshot: all of it, or nothing.
///
/// # Errors
///
/// When it cannot be written; then the file is as it was.
pub(crate) fn save(path: &Path, mut state: State) -> Result<(), StateFileError> {
    let refused = |error| StateFileError::Io { path: path.to_owned(), error };
    state.keys.sort_by_key(|key| key.id);
    let text = serde_json::to_vec_pretty(&state).map_err(|error| refused(error.into()))?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(refused)?;
    file.write_all(&text).and_then(|()| file.as_file().sync_all()).map_err(refused)?;
    file.persist(path).map_err(|error| refused(error.error))?;
    Ok(())
}

/// What is wrong with a text, without the text: whoever names the wrong file does not want to see it printed.
fn misread(error: &serde_json::Error) -> String {
    use serde_json::error::Category;
    let what = match error.classify() {
        Category::Eof => "it ends too early",
        Category::Syntax => "it is no JSON",
        Category::Data | Category::Io => "it is something else",
    };
    format!("{what}, line {}, column {}", error.line(), error.column())
}
