//! Paths and operations, and what goes over the wire around the schemas.

mod content;
mod headers;
mod operation;
mod parameters;
mod paths;
mod responses;
mod security;
mod servers;

use super::compare::Differ;

/// Compares all of two documents.
pub(super) fn compare(differ: &mut Differ<'_>) {
    servers::compare_all(differ);
    security::compare_schemes(differ);
    paths::compare(differ);
}
