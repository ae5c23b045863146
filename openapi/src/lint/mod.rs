//! What is wrong with a document.

mod finding;
mod report;
mod shape;
mod tables;
mod walk;
mod values;
mod references;
mod unused;
mod paths;
mod operations;
mod schemas;
mod security;
mod examples;
mod generator;
mod version;
mod run;
mod document;

pub use finding::{Finding, Severity};
pub use report::report;
pub use run::lint;
