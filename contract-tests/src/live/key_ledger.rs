//! The ledger of a live run: on disk before anything is created, so that whatever happens to the run, somebody can tell
//! what it may have left.

use std::fs::{File, OpenOptions};
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
    /// The account.
    pub user_id: i64,
    /// The run.
    pub run: String,
    /// The salt of its fingerprints.
    pub salt: String,
    /// The keys that may still be there, in the order they were created.
    pub keys: Vec<LeftKey>,
}

/// A key that may still be there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftKey {
    /// Its name.
    pub name: String,
    /// Its id, creation in Unix seconds and fingerprint, where a list showed it.
    pub seen: Option<(i64, i64, Fingerprint)>,
}

impl KeyLedger {
    /// Begins a ledger. A file that exists is not touched.
    ///
    /// # Errors
    ///
    /// When the file exists or cannot be written: then nothing may be created on the server.
    pub fn begin(path: &Path, base_url: &str, user_id: i64, run: &str, salt: &str) -> Result<Self, LedgerError> {
        let refused = |error| LedgerError::Io { path: path.to_owned(), error };
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(refused)?;
        }
        let file = OpenOptions::new().write(true).create_new(true).open(path).map_err(refused)?;
        sync_folder(path).map_err(refused)?;
        let mut ledger = Self { path: path.to_owned(), file };
        let (base_url, run, salt) = (base_url.to_owned(), run.to_owned(), salt.to_owned());
        ledger.write(&Entry::Run { version: VERSION, base_url, user_id, run, salt })?;
        Ok(ledger)
    }

    /// Goes on with the ledger of a run that ended early. A last line that was cut is written over.
    ///
    /// # Errors
    ///
    /// When it cannot be read or written, or is none.
    pub fn reopen(path: &Path) -> Result<(Self, Left), LedgerError> {
        let refused = |error| LedgerError::Io { path: path.to_owned(), error };
        let (left, whole) = read(path)?;
        let mut file = OpenOptions::new().write(true).open(path).map_err(refused)?;
        file.set_len(whole).map_err(refused)?;
        file.seek(SeekFrom::End(0)).map_err(refused)?;
        Ok((Self { path: path.to_owned(), file }, left))
    }

    /// What a ledger says, without touching it.
    ///
    /// # Errors
    ///
    /// When it cannot be read, or is none.
    pub fn read(path: &Path) -> Result<Left, LedgerError> {
        read(path).map(|(left, _)| left)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Adds a line, and returns when it is on the disk.
    ///
    /// # Errors
    ///
    /// When it is not: then what it announces may not be done.
    pub fn write(&mut self, entry: &Entry) -> Result<(), LedgerError> {
        let refused = |error| LedgerError::Io { path: self.path.clone(), error };
        let mut line = serde_json::to_vec(entry).map_err(|error| refused(error.into()))?;
        line.push(b'\n');
        self.file.write_all(&line).and_then(|()| self.file.sync_data()).map_err(refused)
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
            (Entry::Run { base_url, user_id, run, salt, .. }, None) => {
                left = Some(Left { base_url, user_id, run, salt, keys: Vec::new() });
            }
            (Entry::Run { .. }, Some(_)) => return Err(wrong(at, "a run begins within another".to_owned())),
            (_, None) => return Err(wrong(at, "the line that says whose ledger it is comes first".to_owned())),
            (entry, Some(left)) => left.take(entry),
        }
    }
    left.map(|left| (left, whole as u64)).ok_or_else(|| wrong(0, "it is empty".to_owned()))
}

impl Left {
    fn take(&mut self, entry: Entry) {
        match entry {
            Entry::Creating { name } => {
                if !self.keys.iter().any(|key| key.name == name) {
                    self.keys.push(LeftKey { name, seen: None });
                }
            }
            Entry::Created { name, id, created_time, fingerprint } => {
                let seen = Some((id, created_time, fingerprint));
                match self.keys.iter_mut().find(|key| key.name == name) {
                    Some(key) => key.seen = seen,
                    None => self.keys.push(LeftKey { name, seen }),
                }
            }
            Entry::Gone { name } => self.keys.retain(|key| key.name != name),
            Entry::Run { .. } => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Entry, Fingerprint, KeyLedger, LedgerError};

    fn creating(name: &str) -> Entry {
        Entry::Creating { name: name.to_owned() }
    }

    fn created(name: &str, id: i64) -> Entry {
        let fingerprint = Fingerprint::of("salt", "a value");
        Entry::Created { name: name.to_owned(), id, created_time: 1_766_102_400, fingerprint }
    }

    #[test]
    fn what_may_be_left_is_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/ledger.jsonl");
        let mut ledger = KeyLedger::begin(&path, "https://example.test", 7, "7k3zq0", "salt").unwrap();
        let gone = Entry::Gone { name: "one".to_owned() };
        for entry in
            [creating("one"), created("one", 11), creating("two"), creating("three"), created("three", 12), gone]
        {
            ledger.write(&entry).unwrap();
        }
        let left = KeyLedger::read(&path).unwrap();
        assert_eq!((left.base_url.as_str(), left.user_id, left.run.as_str()), ("https://example.test", 7, "7k3zq0"));
        let keys: Vec<_> = left.keys.iter().map(|key| (key.name.as_str(), key.seen.is_some())).collect();
        assert_eq!(keys, [("two", false), ("three", true)]);
        assert!(!std::fs::read_to_string(&path).unwrap().contains("a value"));
    }

    #[test]
    fn a_cut_line_is_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.jsonl");
        let mut ledger = KeyLedger::begin(&path, "https://example.test", 7, "7k3zq0", "salt").unwrap();
        ledger.write(&creating("one")).unwrap();
        drop(ledger);
        let whole = std::fs::read(&path).unwrap();
        let mut text = whole.clone();
        text.extend(br#"{"event":"creating","na"#);
        std::fs::write(&path, text).unwrap();
        let (mut ledger, left) = KeyLedger::reopen(&path).unwrap();
        assert_eq!(left.keys.len(), 1);
        ledger.write(&creating("two")).unwrap();
        assert_eq!(KeyLedger::read(&path).unwrap().keys.len(), 2);
        assert!(std::fs::read(&path).unwrap().starts_with(&whole));
    }

    #[test]
    fn what_is_no_ledger_is_refused_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.jsonl");
        for (text, line) in [("", 1), ("{}\n", 1), ("{\"event\":\"gone\",\"name\":\"one\"}\n", 1)] {
            std::fs::write(&path, text).unwrap();
            let error = KeyLedger::reopen(&path).unwrap_err();
            assert!(matches!(&error, LedgerError::Line { line: at, .. } if *at == line), "{error}");
            assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
        }
        assert!(matches!(KeyLedger::begin(&path, "u", 1, "r", "s"), Err(LedgerError::Io { .. })));
    }
}
