//! The files to be read.

use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;

use super::error::HarError;
use super::surrogate::without_lone_surrogates;

/// A HAR file to be read.
#[derive(Clone)]
pub struct HarInput {
    /// The file as the user would name it; findings and errors show it.
    pub name: Arc<str>,
    source: Source,
}

#[derive(Clone)]
enum Source {
    Path(Arc<Path>),
    Bytes(Arc<[u8]>),
}

impl std::fmt::Debug for HarInput {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HarInput").field("name", &self.name).finish_non_exhaustive()
    }
}

impl HarInput {
    /// A file to be opened when it is read, shown by its path.
    pub fn file(path: impl AsRef<Path>) -> Self {
        let path = path.as_ref();
        Self::named_file(path.display().to_string(), path)
    }

    /// A file to be opened when it is read, shown by that name.
    pub fn named_file(name: impl Into<Arc<str>>, path: impl AsRef<Path>) -> Self {
        Self { name: name.into(), source: Source::Path(path.as_ref().into()) }
    }

    /// A file that has been read already, shown by that name.
    pub fn bytes(name: impl Into<Arc<str>>, bytes: impl Into<Arc<[u8]>>) -> Self {
        Self { name: name.into(), source: Source::Bytes(bytes.into()) }
    }

    /// The text of the file, without a byte order mark.
    pub(super) fn load(&self) -> Result<String, HarError> {
        let file = || Arc::clone(&self.name);
        let bytes = match &self.source {
            Source::Path(path) => {
                std::fs::read(path).map_err(|source| HarError::Unreadable { file: file(), source })?
            }
            Source::Bytes(bytes) => bytes.to_vec(),
        };
        let mut text = String::from_utf8(bytes).map_err(|error| not_utf8(file(), &error))?;
        if text.starts_with('\u{feff}') {
            text.drain(..'\u{feff}'.len_utf8());
        }
        if text.trim_ascii().is_empty() {
            return Err(HarError::Empty { file: file() });
        }
        match without_lone_surrogates(&text) {
            Cow::Borrowed(_) => Ok(text),
            Cow::Owned(repaired) => Ok(repaired),
        }
    }
}

fn not_utf8(file: Arc<str>, error: &std::string::FromUtf8Error) -> HarError {
    let bytes = error.as_bytes();
    let offset = error.utf8_error().valid_up_to();
    if error.utf8_error().error_len().is_none() {
        let line = bytes[..offset].iter().filter(|byte| **byte == b'\n').count() + 1;
        let column = offset - bytes[..offset].iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
        return HarError::CutOff { file, line, column };
    }
    let hint = match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => ": it seems to be UTF-16",
        [0x1f, 0x8b, ..] => ": it seems to be compressed (gzip)",
        [b'P', b'K', 3, 4, ..] => ": it seems to be a ZIP archive",
        _ => "",
    };
    HarError::NotUtf8 { file, offset, hint }
}
