//! The client against answers from memory and from loopback: what it sends, what it makes of answers, what it never
//! shows.

mod errors;
mod memory;
mod requests;
mod secrets;
mod wire;
