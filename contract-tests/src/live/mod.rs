//! A live server: what may be done to it, and proof of what was.

mod key_ledger;
mod key_name;
mod ledger_entry;
mod pace;
mod token_source;

pub use key_ledger::{KeyLedger, LedgerError, Left};
pub use key_name::{KeyNames, RunId};
pub use ledger_entry::{Entry, Fingerprint};
pub use pace::{Pace, Permit, Spent};
pub use token_source::{FIRST, SECOND, Token, tokens};
