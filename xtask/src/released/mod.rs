//! What shipped: documents and public APIs by version, never edited.

mod folder;
mod sums;

pub(crate) use folder::{Release, last, of_version, releases};
pub(crate) use sums::{SUMS, changed, sum, with};
