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
mod shown;
mod terminal;

pub(crate) use arguments::Arguments;
pub(crate) use run::run;
