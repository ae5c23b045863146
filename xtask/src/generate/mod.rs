//! `cargo xtask generate`: from the document to `client/src/generated.rs`.

mod ast_pass;
mod command;
mod difference;
mod generator_view;
mod rust_code;

pub(crate) use command::{Freshness, GENERATED, freshness, generated, run};
