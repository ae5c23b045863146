//! The client against answers from memory: what it sends, what it makes of answers, what it never shows.

mod errors;
mod memory;
mod requests;
mod secrets;
