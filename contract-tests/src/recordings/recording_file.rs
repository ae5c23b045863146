//! A file of a recording: on the disk, or in this binary.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use super::FOLDER;
use crate::har::HarInput;

/// A HAR file. Debug shows its name.
#[derive(Clone, PartialEq, Eq)]
pub enum RecordingFile {
    /// On the disk.
    Path(PathBuf),
    /// One of ours, in this binary: by its path in the repository.
    Embedded {
        /// `contract-tests/recordings/DEPLOYMENT/NAME.har`.
        name: &'static str,
        /// What it holds.
        bytes: &'static [u8],
    },
}

impl RecordingFile {
    /// Its name as the user would say it: our own recordings by their path in the repository.
    pub fn shown(&self) -> String {
        let path = match self {
            Self::Path(path) => path.to_string_lossy().into_owned(),
            Self::Embedded { name, .. } => (*name).to_owned(),
        };
        match path.rfind(FOLDER) {
            Some(start) if start > 0 => path[start..].to_owned(),
            _ => path,
        }
    }

    /// It as something to be read.
    pub fn input(&self) -> HarInput {
        match self {
            Self::Path(path) => HarInput::named_file(self.shown(), path),
            Self::Embedded { bytes, .. } => HarInput::bytes(self.shown(), *bytes),
        }
    }

    /// What it holds.
    ///
    /// # Errors
    ///
    /// When it cannot be read.
    pub fn read(&self) -> std::io::Result<Cow<'static, [u8]>> {
        match self {
            Self::Path(path) => std::fs::read(path).map(Cow::Owned),
            Self::Embedded { bytes, .. } => Ok(Cow::Borrowed(bytes)),
        }
    }

    /// Whether it is one of our own recordings, however it was named.
    pub(crate) fn is_ours(&self) -> bool {
        match self {
            Self::Path(path) => path.canonicalize().is_ok_and(|path| path.to_string_lossy().contains(FOLDER)),
            Self::Embedded { .. } => true,
        }
    }
}

impl From<&Path> for RecordingFile {
    fn from(path: &Path) -> Self {
        Self::Path(path.to_owned())
    }
}

impl std::fmt::Debug for RecordingFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("RecordingFile").field(&self.shown()).finish()
    }
}
