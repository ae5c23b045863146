//! The ledger, the comparison with an earlier report, and the rules explained: the command as people run it.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, helpers included")]

mod clone;
mod decided;
mod proposed;
mod rules_command;
mod run;
mod since;
