//! Drivers: which cases are worth a run. A driver never judges: it makes traces that judges can read something in.

mod allow_lists;
mod broken_bodies;
mod field_matrix;
mod histories;
mod lifecycle;
mod model_requests;
mod names;
mod numbers;
mod of_the_document;
mod others_keys;
mod pages;
mod parallel;
mod plan;
mod stated_values;
mod tokens;
mod unknown_keys;
mod words;
mod wrong_types;

pub use plan::{Plan, PlannedCase};
