//! HAR 1.2 files, ours or any tool's, read into a trace.
//!
//! Lenient about everything a verdict does not need: a member that is missing or of another type than HAR says is
//! ignored, and noted where it matters. Strict about what a verdict must not be made from: an exchange whose request
//! or response body the file does not hold is left out and leaves a gap. Secrets are replaced while exchanges are
//! built, so a trace never holds one.

mod accounts;
mod body;
mod draft;
mod error;
mod file;
mod input;
mod lenient;
mod notes;
mod provenance;
mod read;
mod secrets;
mod select;
mod surrogate;
mod time;

pub(crate) use accounts::without_bearer;
pub use error::HarError;
pub use input::HarInput;
pub use read::{ReadOptions, read};
