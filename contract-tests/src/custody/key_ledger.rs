//! The ledger of a live run: on disk before anything is created, so that whatever happens to the run, somebody can tell
//! what it may have left.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use super::ledger_entry::{Entry, Fingerprint};

/// The format that this writes, and the only one it reads.
const VERSION: u32 = 1;

/// The largest ledger that is read, in bytes.
const LARGEST: u64 = 16 * 1024 * 1024;

/// A ledger that is being written: one JSON object a line, each on the disk before the call returns.
#[derive(Debug)]
pub struct KeyLedger {
    path: PathBuf,
    file: File,
    is_synced: bool,
}

/// Why a ledger cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// The operating system refused.
    #[error("the ledger {path} cannot be used: {error}\n  name a place that can be written with --ledger FILE", path = path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What it said.
        error: io::Error,
    },
    /// The run that writes it is still going on.
    #[error("the ledger {path} belongs to a run that is still going on\n  wait for it, or end it: it cleans up by itself", path = path.display())]
    InUse {
        /// The file.
        path: PathBuf,
    },
    /// A line is none of a ledger.
    #[error("{path}:{line} is no line of a ledger: {reason}\n  name the ledger of a run with --ledger FILE", path = path.display())]
    Line {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        reason: String,
    },
}

/// What a ledger says of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// The server.
    pub base_url: String,
    /// The run.
    pub run: String,
    /// The salt of its fingerprints.
    pub salt: String,
    /// The user ids of its accounts, where they are known.
    pub user_ids: BTreeMap<usize, i64>,
    /// The ids of keys that were there before it.
    pub foreign: BTreeSet<i64>,
    /// The names of creates of which nothing more is known: there may be such keys.
    pub pending: Vec<String>,
    /// The keys that may still be there, by id.
    pub keys: BTreeMap<i64, SeenKey>,
}

/// A key that a list showed under its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenKey {
    /// Its name.
    pub name: String,
    /// Of which of the run's accounts.
    pub account: usize,
    /// Its creation, in Unix seconds, where the server says it.
    pub created_time: Option<i64>,
    /// What tells its value from another, where the server shows one.
    pub fingerprint: Option<Fingerprint>,
}

impl KeyLedger {
    /// Begins a ledger, and holds it as long as this lives. A file that exists is not touched.
    ///
    /// # Errors
    ///
    /// When the file exists or cannot be written: then nothing may be created on the server.
    pub fn begin(path: &Path, base_url: &str, run: &str, salt: &str) -> Result<Self, LedgerError> {
        let refused = |error| LedgerError::Io { path: path.to_owned(), error };
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(refused)?;
        }
        let file = OpenOptions::new().write(true).create_new(true).open(path).map_err(refused)?;
        file.try_lock().map_err(|error| refused(error.into()))?;
        sync_folder(path).map_err(refused)?;
        let mut ledger = Self { path: path.to_owned(), file, is_synced: false };
        let (base_url, run, salt) = (base_url.to_owned(), run.to_owned(), salt.to_owned());
        ledger.write(&Entry::Run { version: VERSION, base_url, run, salt })?;
        Ok(ledger)
    }

    /// Goes on with the ledger of a run that ended early. A last line that was cut is written over.
    ///
    /// # Errors
    ///
    /// When it cannot be read or written, is none, or belongs to a run that is still going on.
    pub fn reopen(path: &Path) -> Result<(Self, Left), LedgerError> {
        let refused = |error| LedgerError::Io { path: path.to_owned(), error };
        let mut file = OpenOptions::new().read(true).write(true).open(path).map_err(refused)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(LedgerError::InUse { path: path.to_owned() }),
            Err(TryLockError::Error(error)) => return Err(refused(error)),
        }
        let (left, whole) = read(path)?;
        file.set_len(whole).map_err(refused)?;
        file.seek(SeekFrom::End(0)).map_err(refused)?;
        Ok((Self { path: path.to_owned(), file, is_synced: false }, left))
    }

    /// What a ledger says, without touching it.
    ///
    /// # Errors
    ///
    /// When it cannot be read, is none, or belongs to a run that is still going on.
    pub fn look(path: &Path) -> Result<Left, LedgerError> {
        let refused = |error| LedgerError::Io { path: path.to_owned(), error };
        match File::open(path).map_err(refused)?.try_lock_shared() {
            Ok(()) => read(path).map(|(left, _)| left),
            Err(TryLockError::WouldBlock) => Err(LedgerError::InUse { path: path.to_owned() }),
            Err(TryLockError::Error(error)) => Err(refused(error)),
        }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Adds a line, and returns when it is on the disk; one that announces nothing may get there with the next.
    ///
    /// # Errors
    ///
    /// When it is not: then what it announces may not be done.
    pub fn write(&mut self, entry: &Entry) -> Result<(), LedgerError> {
        let refused = |error| LedgerError::Io { path: self.path.clone(), error };
        let mut line = serde_json::to_vec(entry).map_err(|error| refused(error.into()))?;
        line.push(b'\n');
        self.file.write_all(&line).map_err(refused)?;
        self.is_synced = false;
        if entry.must_be_synced() { self.sync() } else { Ok(()) }
    }

    /// Returns when all that was written is on the disk.
    ///
    /// # Errors
    ///
    /// When it is not.
    pub fn sync(&mut self) -> Result<(), LedgerError> {
        if !self.is_synced {
            self.file.sync_data().map_err(|error| LedgerError::Io { path: self.path.clone(), error })?;
            self.is_synced = true;
        }
        Ok(())
    }
}

/// A new file is only sure to be found after a loss of power when its folder is on the disk too.
fn sync_folder(path: &Path) -> io::Result<()> {
    if cfg!(unix) {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

/// What a ledger says, and how many of its bytes are whole lines.
fn read(path: &Path) -> Result<(Left, u64), LedgerError> {
    let refused = |error| LedgerError::Io { path: path.to_owned(), error };
    let mut text = String::new();
    File::open(path).map_err(refused)?.take(LARGEST).read_to_string(&mut text).map_err(refused)?;
    let wrong = |line: usize, reason: String| LedgerError::Line { path: path.to_owned(), line: line + 1, reason };
    // The last line was cut when the machine stopped within it: what it announced was not done yet.
    let whole = text.rfind('\n').map_or(0, |end| end + 1);
    let mut left: Option<Left> = None;
    for (at, line) in text[..whole].lines().enumerate() {
        let entry: Entry = serde_json::from_str(line).map_err(|error| wrong(at, error.to_string()))?;
        match (entry, &mut left) {
            (Entry::Run { version, .. }, _) if version != VERSION => {
                return Err(wrong(at, format!("its version is {version}, this reads {VERSION}")));
            }
            (Entry::Run { base_url, run, salt, .. }, None) => {
                left = Some(Left {
                    base_url,
                    run,
                    salt,
                    user_ids: BTreeMap::new(),
                    foreign: BTreeSet::new(),
                    pending: Vec::new(),
                    keys: BTreeMap::new(),
                });
            }
            (Entry::Run { .. }, Some(_)) => return Err(wrong(at, "a run begins within another".to_owned())),
            (_, None) => return Err(wrong(at, "the line that says whose ledger it is comes first".to_owned())),
            (entry, Some(left)) => left.take(entry),
        }
    }
    left.map(|left| (left, whole as u64)).ok_or_else(|| wrong(0, "it is empty".to_owned()))
}

impl Left {
    /// Whether nothing of the run can be on the server.
    pub fn is_nothing(&self) -> bool {
        self.pending.is_empty() && self.keys.is_empty()
    }

    fn take(&mut self, entry: Entry) {
        match entry {
            Entry::Account { account, user_id, foreign } => {
                self.user_ids.extend(user_id.map(|user_id| (account, user_id)));
                self.foreign.extend(foreign);
            }
            Entry::Creating { name, .. } => self.pending.push(name),
            Entry::Refused { name } => self.no_longer_pending(&name),
            Entry::Created { name, account, id, created_time, fingerprint } => {
                self.no_longer_pending(&name);
                self.keys.insert(id, SeenKey { name, account, created_time, fingerprint });
            }
            Entry::Gone { id } => drop(self.keys.remove(&id)),
            Entry::Run { .. } => {}
        }
    }

    fn no_longer_pending(&mut self, name: &str) {
        if let Some(place) = self.pending.iter().position(|pending| pending == name) {
            self.pending.remove(place);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Entry, Fingerprint, KeyLedger, LedgerError};

    fn creating(name: &str) -> Entry {
        Entry::Creating { name: name.to_owned(), account: 0 }
    }

    fn created(name: &str, id: i64) -> Entry {
        let fingerprint = Some(Fingerprint::of("salt", "a value"));
        Entry::Created { name: name.to_owned(), account: 0, id, created_time: Some(1_766_102_400), fingerprint }
    }

    #[test]
    fn what_may_be_left_is_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/ledger.jsonl");
        let mut ledger = KeyLedger::begin(&path, "https://example.test", "17k3zq0", "salt").unwrap();
        for entry in [
            Entry::Account { account: 0, user_id: Some(7), foreign: vec![3, 4] },
            creating("one"),
            created("one", 11),
            creating("two"),
            creating("none"),
            Entry::Refused { name: "none".to_owned() },
            creating("three"),
            created("three", 12),
            Entry::Gone { id: 11 },
        ] {
            ledger.write(&entry).unwrap();
        }
        drop(ledger);
        let left = KeyLedger::look(&path).unwrap();
        assert_eq!((left.base_url.as_str(), left.run.as_str()), ("https://example.test", "17k3zq0"));
        assert_eq!((left.user_ids[&0], left.foreign.len()), (7, 2));
        assert_eq!(left.pending, ["two"]);
        let keys: Vec<_> = left.keys.iter().map(|(id, key)| (*id, key.name.as_str())).collect();
        assert_eq!(keys, [(12, "three")]);
        assert!(!std::fs::read_to_string(&path).unwrap().contains("a value"));
    }

    #[test]
    fn the_ledger_of_a_run_that_goes_on_is_left_to_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.jsonl");
        let ledger = KeyLedger::begin(&path, "https://example.test", "17k3zq0", "salt").unwrap();
        assert!(matches!(KeyLedger::reopen(&path), Err(LedgerError::InUse { .. })));
        assert!(matches!(KeyLedger::look(&path), Err(LedgerError::InUse { .. })));
        drop(ledger);
        let before = std::fs::read(&path).unwrap();
        assert!(KeyLedger::look(&path).unwrap().is_nothing());
        assert_eq!(std::fs::read(&path).unwrap(), before);
        assert!(KeyLedger::reopen(&path).is_ok());
    }

    #[test]
    fn a_cut_line_is_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.jsonl");
        let mut ledger = KeyLedger::begin(&path, "https://example.test", "17k3zq0", "salt").unwrap();
        ledger.write(&creating("one")).unwrap();
        drop(ledger);
        let whole = std::fs::read(&path).unwrap();
        let mut text = whole.clone();
        text.extend(br#"{"event":"creating","na"#);
        std::fs::write(&path, text).unwrap();
        let (mut ledger, left) = KeyLedger::reopen(&path).unwrap();
        assert_eq!(left.pending, ["one"]);
        ledger.write(&creating("two")).unwrap();
        drop(ledger);
        assert_eq!(KeyLedger::look(&path).unwrap().pending.len(), 2);
        assert!(std::fs::read(&path).unwrap().starts_with(&whole));
    }

    #[test]
    fn what_is_no_ledger_is_refused_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.jsonl");
        for (text, line) in [("", 1), ("{}\n", 1), ("{\"event\":\"gone\",\"id\":1}\n", 1)] {
            std::fs::write(&path, text).unwrap();
            let error = KeyLedger::reopen(&path).unwrap_err();
            assert!(matches!(&error, LedgerError::Line { line: at, .. } if *at == line), "{error}");
            assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
        }
        assert!(matches!(KeyLedger::begin(&path, "u", "r", "s"), Err(LedgerError::Io { .. })));
    }
}
