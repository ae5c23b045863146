//! Cases that contradicted a rule, kept in a file, to be run first the next time.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A case that contradicted a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stored {
    /// The seed it was drawn from.
    pub seed: u64,
    /// Its number.
    pub number: u64,
}

/// Why kept cases cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StoredError {
    /// The file cannot be read or written.
    #[error("{}: {error}\n  name another file for the kept cases, or give its folder room", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        error: std::io::Error,
    },
    /// A line says no seed and number.
    #[error("{}:{line}: a line is a seed and the number of a case: 0x5eed 12\n  correct it, or remove the file", path.display())]
    Line {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
    },
}

/// How many cases are kept: the newest.
const KEPT: usize = 64;

const HEAD: &str =
    "# Cases that contradicted a rule: a seed and a number each, run first the next time. Remove what is settled.\n";

/// The cases of a file, in order; none where there is no file.
pub(super) fn read(path: &Path) -> Result<Vec<Stored>, StoredError> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(StoredError::File { path: path.to_owned(), error }),
    };
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    lines
        .map(|(index, line)| {
            let parts = line.split('#').next().unwrap_or_default().split_whitespace().collect::<Vec<_>>();
            let parsed = match parts.as_slice() {
                [seed, number] => seed_of(seed).zip(number.parse().ok()),
                _ => None,
            };
            let (seed, number) = parsed.ok_or_else(|| StoredError::Line { path: path.to_owned(), line: index + 1 })?;
            Ok(Stored { seed, number })
        })
        .collect()
}

/// Adds cases to a file, and leaves out those that were run again and `settled`.
pub(super) fn write(path: &Path, cases: &[Stored], settled: &BTreeSet<Stored>) -> Result<(), StoredError> {
    let before = read(path)?;
    let mut kept: Vec<Stored> = before.iter().filter(|stored| !settled.contains(stored)).copied().collect();
    for case in cases {
        if !kept.contains(case) {
            kept.push(*case);
        }
    }
    if kept == before {
        return Ok(());
    }
    let first = kept.len().saturating_sub(KEPT);
    let lines: String = kept[first..].iter().map(|Stored { seed, number }| format!("{seed:#x} {number}\n")).collect();
    let failed = |error| StoredError::File { path: path.to_owned(), error };
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    std::fs::write(path, format!("{HEAD}{lines}")).map_err(failed)
}

/// A seed as people write it: decimal, or hexadecimal after `0x`.
pub(crate) fn seed_of(text: &str) -> Option<u64> {
    match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        Some(digits) => u64::from_str_radix(digits, 16).ok(),
        None => text.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_found_is_kept_and_what_is_settled_goes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deeper").join("explored");
        assert_eq!(read(&path).unwrap(), []);
        let (one, other) = (Stored { seed: 0x5eed, number: 12 }, Stored { seed: 7, number: 400 });
        write(&path, &[one], &BTreeSet::new()).unwrap();
        write(&path, &[other, one], &BTreeSet::new()).unwrap();
        assert_eq!(read(&path).unwrap(), [one, other]);
        write(&path, &[], &BTreeSet::from([one])).unwrap();
        assert_eq!(read(&path).unwrap(), [other]);
        std::fs::write(&path, "# a\n0x5eed twelve\n").unwrap();
        assert!(read(&path).unwrap_err().to_string().contains(":2:"));
    }
}
