//! The command: what a change of the document means.

mod arguments;
mod documents;
mod github;
mod json;
mod junit;
mod list;
mod markdown;
mod recorded;
mod report;
mod run;
pub(crate) mod shown;
mod terminal;

pub(crate) use arguments::Arguments;
pub(crate) use recorded::Recorded;
pub(crate) use run::{accepted_in, run};
