//! `cargo xtask gate`, `semver` and `release` as people run them, in temporary copies of this repository.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, helpers included")]

mod copy;
mod gate;
mod readme;
mod release;
mod semver;
