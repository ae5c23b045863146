//! Whatever a client sends is answered or ends its connection; no panic, and the keys stay as they were.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, helpers included")]

mod bodies;
mod connections;
mod heads;
mod mixed;
mod slow;
mod unharmed;
mod wire;
