//! A document as it was read: its text, its value, and where in the text each value stands.

mod document;
mod error;
mod json;
mod scalar;
mod yaml;

pub use document::{DOCUMENT_FILE, Source};
pub use error::SourceError;

/// The line, from 1, on which the value that a pointer names begins.
type Lines = std::collections::HashMap<String, usize>;

/// Nesting beyond this is refused: what walks a document may recurse.
const DEEPEST: usize = 120;
