//! Drivers: which cases are worth a run. A driver never judges: it makes traces that judges can read something in.

mod allow_lists;
mod broken_bodies;
mod essentials;
mod field_matrix;
mod histories;
mod in_turn;
mod lifecycle;
mod meanwhile;
mod model_requests;
mod names;
mod namesakes;
mod numbers;
mod of_the_document;
mod others_keys;
mod pages;
mod parallel;
mod plan;
mod read_back;
mod read_only;
mod refused;
mod stated_values;
mod tokens;
mod unknown_keys;
mod words;
mod wrong_types;

pub use plan::{Plan, PlannedCase};
