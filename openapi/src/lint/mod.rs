//! What is wrong with a document.

mod examples;
mod finding;
mod generator;
mod operations;
mod parameters;
mod references;
mod report;
mod responses;
mod run;
mod schemas;
mod security;
mod shape;
mod tables;
mod values;
mod walk;

pub use finding::{Finding, Severity};
pub use report::report;
pub use run::lint;
pub(crate) use run::unreadable;
