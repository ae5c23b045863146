//! Coverage: which operations, statuses and keywords of the document a trace exercised.

mod exercise;
mod operation_schemas;
mod schema_tree;

pub use exercise::{Exercise, Exercised};
pub use operation_schemas::DocumentSchemas;
