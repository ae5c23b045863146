//! How well a document describes recorded servers: every exchange held against any document of OpenAPI 3.0, by what its
//! paths say, whatever its schemas are called. Of two documents it tells which describes the recordings better.

mod comparison;
mod described;
mod json;
mod unfit;

pub use comparison::{Comparison, Leaning, Moved};
pub use described::{Described, DocumentError};
pub use json::conformity;
pub use unfit::Unfit;
