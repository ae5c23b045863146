//! `cargo xtask serve`: a sandbox for people to develop against.

mod command;
mod explanation;
mod signals;

pub use command::serve;
