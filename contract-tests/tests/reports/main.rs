//! The reports as people and tools read them, on reports made by hand that have everything.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, helpers included")]

mod by_hand;
mod cases;
#[path = "../checks/mod.rs"]
mod checks;
mod html;
mod json;
mod junit;
mod markdown;
mod terminal;
mod verdict_lines;
mod written;
