//! A live server, verified without harm: a run looks before it writes, touches only keys that are provably its own, and puts
//! them away whatever happens.

mod budget;
mod cleanup;
mod connection;
mod dry_run;
mod foreign_keys;
mod hiding;
mod ledger_place;
mod live_run;
mod preflight;
mod put_away;
mod reads;
mod stop_signal;
mod token_source;
mod unpanicked;

pub use cleanup::cleanup;
pub use dry_run::dry_run;
pub use live_run::judge;
pub use token_source::{FIRST, SECOND, Token, tokens};
