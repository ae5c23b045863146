//! The client against answers from memory and from loopback: what it sends, what it makes of answers, what it never
//! shows.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, helpers included")]

mod errors;
mod memory;
mod requests;
mod secrets;
mod values;
mod verbs;
mod wire;
