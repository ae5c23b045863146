//! The matrix: what leaving out, null, an empty value and any other value of every editable field did to the stored record.

mod cells;
mod sentences;

pub use cells::{Cell, Matrix, Row};
pub use sentences::sentences;
