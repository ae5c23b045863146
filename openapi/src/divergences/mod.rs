//! The ledger: what is known of named deployments, and accepted.

mod ledger;
mod read;
mod write;

pub use ledger::{DIVERGENCES_FILE, Divergence, Divergences};
pub use read::{DivergencesError, MAINTAINED, Problem, REWRITE_LISTS};
