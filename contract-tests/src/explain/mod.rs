//! `cargo xtask rules`: what the rules say, and what is known of each.

mod command;
mod exchanges;
mod rule;
mod table;

pub use command::rules;
