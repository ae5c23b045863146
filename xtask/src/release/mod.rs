//! `cargo xtask release VERSION`: freezes what is here as a version.

mod arguments;
mod changelog;
mod command;
mod document_version;
mod git;
mod manifests;
mod plan;
mod written;

pub(crate) use arguments::Arguments;
pub(crate) use command::run;
