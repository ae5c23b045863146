//! The sandbox as people use it: from their own tests.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, helpers included")]

mod account;
mod lifetime;
mod log;
mod renewing;
mod state_file;
mod time_and_use;
