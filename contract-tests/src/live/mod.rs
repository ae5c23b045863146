//! A live server: what may be done to it, and proof of what was.

mod token_source;

pub use token_source::{FIRST, SECOND, Token, tokens};
