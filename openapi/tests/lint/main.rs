//! Each check on a document with one defect; that nothing makes the linter panic; what its findings look like.

#[cfg(test)]
mod any_value;
#[cfg(test)]
mod defects;
#[cfg(test)]
mod good;
#[cfg(test)]
mod more_defects;
#[cfg(test)]
mod reading;
#[cfg(test)]
mod schemas;

#[cfg(test)]
use openapi::Source;

/// The good document that the defects are edited into.
#[cfg(test)]
const LIBRARY: &str = include_str!("../documents/library.yaml");

#[cfg(test)]
fn library() -> Source {
    Source::parse("library.yaml", LIBRARY).expect("the good document is readable")
}
