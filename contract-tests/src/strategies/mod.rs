//! Values that fit the document's schemas, values that break just one thing of them, and JSON written in other ways: what
//! tests and drivers send and answer.

mod invalid;
mod json_text;
mod shape;
mod unsupported;
mod valid;

pub use invalid::{Invalid, invalid};
pub use json_text::written;
pub use unsupported::Unsupported;
pub use valid::valid;
