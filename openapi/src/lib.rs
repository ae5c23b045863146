//! The contract of CometAPI's key management, and the code that reads it.
//!
//! [`Source`] reads one document, [`lint`] says what is wrong with it, [`InstanceValidator`] decides whether an instance
//! fits one of its schemas, [`compat`] says what a change of it means. None of it is about CometAPI: any OpenAPI 3.0 document, YAML or JSON, is taken.

pub mod compat;
pub mod divergences;
mod exit;
mod lint;
mod pointer;
mod reference;
pub mod rules;
mod schema;
mod source;
mod terminal;

pub use exit::Exit;
pub use lint::{Finding, Severity, lint, report};
pub use pointer::{child, escape_token, get, parent, unescape_token};
pub use reference::{Reached, ReferenceError, resolve, target_of};
pub use schema::{Direction, InstanceValidator, SchemaError, Violation, json_schema};
pub use source::{DOCUMENT_FILE, Source, SourceError};
pub use terminal::{escape, escape_lines, is_deceptive};
