//! The contract of CometAPI's key management, and the code that reads it.

pub mod divergences;
pub mod rules;
