//! A recording served again: real HTTP on loopback, strict and in order.

mod connection;
mod matching;
mod server;
mod tape;

pub use matching::ReplayFailure;
pub use server::ReplayServer;
