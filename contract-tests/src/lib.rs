//! Traces, judges and verdicts: does a server keep the documented contract of CometAPI's key management?

pub mod exchange;
pub mod har;
pub mod operation;
pub mod redaction;
pub mod replay;
pub mod trace;
