//! Which documents can be compared.

use crate::lint::unreadable;
use crate::{Finding, Source};

/// Why a document cannot be compared with another: what stands in the way, with pointer and line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", crate::report(name, findings).trim_end())]
pub struct Unreadable {
    /// The file, as the user named it.
    pub name: String,
    /// What is wrong, by line.
    pub findings: Vec<Finding>,
}

pub(super) fn check(source: &Source) -> Result<(), Unreadable> {
    let findings = unreadable(source);
    if findings.is_empty() { Ok(()) } else { Err(Unreadable { name: source.name.clone(), findings }) }
}
