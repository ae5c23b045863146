//! The client against recorded servers, replayed over HTTP: what it sends is what was recorded, to the last member, and what
//! it makes of the answers is what the judge of it says.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, helpers included")]

mod crate_page;
mod replayed;
mod tape;
mod verbs;
