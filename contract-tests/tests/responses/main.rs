//! What the client makes of answers: of right ones the value, of everything else an error that names the place, shows no
//! secret, and comes in bounded time and memory.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, helpers included")]

mod calls;
#[path = "../memory/mod.rs"]
mod memory;
mod properties;
mod recorded_answers;
mod table;
mod wire;
