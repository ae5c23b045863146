//! Why a HAR file could not be read.

use std::sync::Arc;

/// Why a file could not be read as a HAR. Each names the file, what is wrong with it, and what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum HarError {
    /// The file could not be opened or read.
    #[error("{file}: cannot be read: {source}\n  next: check the path and its permissions")]
    Unreadable {
        /// The file, as the user named it.
        file: Arc<str>,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// The file has no content.
    #[error("{file}: is empty\n  next: export the recording again")]
    Empty {
        /// The file, as the user named it.
        file: Arc<str>,
    },
    /// The file stops in the middle.
    #[error(
        "{file}: is cut off: unexpected end at line {line}, column {column}\n  next: copy or export the recording again, the file is not complete"
    )]
    CutOff {
        /// The file, as the user named it.
        file: Arc<str>,
        /// The line, from 1.
        line: usize,
        /// The column in bytes, from 1; 0 at the very start of a line.
        column: usize,
    },
    /// The file is text in another encoding, or no text.
    #[error(
        "{file}: is not UTF-8 at byte {offset}{hint}\n  next: export the recording as a HAR file, which is JSON in UTF-8"
    )]
    NotUtf8 {
        /// The file, as the user named it.
        file: Arc<str>,
        /// The offset of the first byte that does not fit, from 0.
        offset: usize,
        /// What it seems to be instead, ready to follow the sentence; may be empty.
        hint: &'static str,
    },
    /// The file is not JSON.
    #[error(
        "{file}: is not JSON: {reason} at line {line}, column {column}\n  next: export the recording as a HAR file (HAR 1.2 is JSON)"
    )]
    NotJson {
        /// The file, as the user named it.
        file: Arc<str>,
        /// The line, from 1.
        line: usize,
        /// The column in bytes, from 1.
        column: usize,
        /// What the parser says. Holds nothing of the file.
        reason: String,
    },
    /// The file nests arrays or objects deeper than any HAR does.
    #[error(
        "{file}: is nested too deeply at line {line}, column {column}\n  next: export the recording again, no HAR file is like this"
    )]
    TooDeep {
        /// The file, as the user named it.
        file: Arc<str>,
        /// The line, from 1.
        line: usize,
        /// The column in bytes, from 1.
        column: usize,
    },
    /// The file is JSON and no HAR.
    #[error(
        "{file}: is JSON without log.entries: {found}\n  next: give a HAR 1.2 file, as browsers and proxies export it"
    )]
    NoEntries {
        /// The file, as the user named it.
        file: Arc<str>,
        /// What is there instead.
        found: &'static str,
    },
}

impl HarError {
    /// What a parser's error means for the person who gave the file.
    pub(super) fn from_json(file: &Arc<str>, error: &serde_json::Error) -> Self {
        let (file, line, column) = (Arc::clone(file), error.line(), error.column());
        if error.is_eof() {
            return Self::CutOff { file, line, column };
        }
        let text = error.to_string();
        let reason = text.split(" at line ").next().unwrap_or_default().to_owned();
        if reason.contains("recursion limit") {
            return Self::TooDeep { file, line, column };
        }
        Self::NotJson { file, line, column, reason }
    }
}
