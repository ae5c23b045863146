//! `Source`: one document and where its parts stand.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::{Lines, SourceError, json, yaml};

/// Bytes. Larger than any document people write, small enough to hold in memory several times.
const LARGEST: u64 = 64 * 1024 * 1024;

/// A document that could be read: one YAML or JSON value, of whatever shape.
#[derive(Clone)]
pub struct Source {
    /// The file as the user named it, for messages.
    pub name: String,
    /// The text as it was read.
    pub text: String,
    /// What the text says. Mapping keys that are no strings (`200:`) are the text they are written as.
    pub value: Value,
    lines: Lines,
}

impl std::fmt::Debug for Source {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Source").field("name", &self.name).field("bytes", &self.text.len()).finish()
    }
}

/// The name of the maintained document, as messages show it.
pub const DOCUMENT_FILE: &str = "openapi/cometapi-keys.yaml";

impl Source {
    /// The maintained document, as it was when this was built.
    ///
    /// # Errors
    /// A [`SourceError`] when it could not be read at that time.
    pub fn maintained() -> Result<Self, SourceError> {
        Self::parse(DOCUMENT_FILE, include_str!("../../cometapi-keys.yaml"))
    }

    /// Reads a file.
    ///
    /// # Errors
    /// A [`SourceError`] when the file cannot be opened or is no single YAML or JSON value in UTF-8.
    pub fn load(path: &Path) -> Result<Self, SourceError> {
        let name = path.display().to_string();
        let unreadable = |error: std::io::Error| {
            SourceError::new(format!("the file cannot be read: {error}"), "name a document that exists and is readable")
                .of(&name)
        };
        let mut bytes = Vec::new();
        File::open(path).map_err(unreadable)?.take(LARGEST + 1).read_to_end(&mut bytes).map_err(unreadable)?;
        if bytes.len() as u64 > LARGEST {
            let what = format!("the file is larger than {} MiB", LARGEST / 1024 / 1024);
            return Err(SourceError::new(what, "name an OpenAPI document").of(&name));
        }
        Self::parse(&name, decode(bytes).map_err(|error| error.of(&name))?)
    }

    /// Reads a text; `name` stands for the file in messages.
    ///
    /// # Errors
    /// A [`SourceError`] when the text is no single YAML or JSON value.
    pub fn parse(name: &str, text: impl Into<String>) -> Result<Self, SourceError> {
        let text = text.into();
        let content = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let is_json_file = name.to_ascii_lowercase().ends_with(".json");
        // JSON first: YAML takes nearly all of it, but not surrogate pairs in escapes.
        let read = match json::read(content) {
            Err(json::Refusal::Syntax(_)) if !is_json_file => yaml::read(content),
            Err(json::Refusal::Syntax(error) | json::Refusal::Meaning(error)) => Err(error),
            Ok(read) => Ok(read),
        };
        let (value, lines) = read.map_err(|error| error.of(name))?;
        Ok(Self { name: name.to_owned(), value, lines, text })
    }

    /// The SHA-256 of the text's bytes, in lower-case hexadecimal.
    #[must_use]
    pub fn sha256(&self) -> String {
        Sha256::digest(self.text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The value that a JSON pointer names.
    #[must_use]
    pub fn get(&self, pointer: &str) -> Option<&Value> {
        crate::get(&self.value, pointer)
    }

    /// The line, from 1, of what a JSON pointer names: for a member, that of its key. What does not exist, or came by an
    /// alias, has the line of the nearest thing around it.
    #[must_use]
    pub fn line_of(&self, pointer: &str) -> Option<usize> {
        let mut pointer = pointer;
        loop {
            if let Some(line) = self.lines.get(pointer) {
                return Some(*line);
            }
            pointer = crate::parent(pointer)?.0;
        }
    }
}

fn decode(bytes: Vec<u8>) -> Result<String, SourceError> {
    String::from_utf8(bytes).map_err(|error| {
        let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = good.iter().filter(|byte| **byte == b'\n').count() + 1;
        let column = String::from_utf8_lossy(good.rsplit(|byte| *byte == b'\n').next().unwrap_or_default());
        SourceError::new("the file is not UTF-8", "save it as UTF-8 without changing its content")
            .at(line, column.chars().count() + 1)
    })
}
