//! What a run may do on a server that matters: which keys are its own, and which requests can harm no other.

mod guards;
mod key_ledger;
mod key_name;
mod known_keys;
mod ledger_entry;
mod run_custody;
mod step_class;

pub use guards::Guards;
pub use key_ledger::{KeyLedger, LedgerError, Left, SeenKey};
pub use key_name::{KeyNames, RunId};
pub use known_keys::Unkept;
pub use ledger_entry::{Entry, Fingerprint};
pub use run_custody::{Custody, Permissions};
pub use step_class::{StepClass, class};
