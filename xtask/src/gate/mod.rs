//! `cargo xtask gate`: may this be released?

mod arguments;
mod command;
mod context;
mod json;
mod junit;
mod live;
mod markdown;
mod outcome;
mod progress;
mod score;
mod score_file;
mod stages;
mod suite_stages;
mod terminal;
mod verdict;

pub(crate) use arguments::Arguments;
pub(crate) use command::{judge, run};
pub(crate) use context::Context;
pub(crate) use terminal::to_terminal;
pub(crate) use verdict::Gate;
