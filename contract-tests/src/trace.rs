//! A trace: exchanges in time order, with the accounts that sent them. All that judges ever see.

use std::sync::Arc;

use crate::exchange::Exchange;

/// Exchanges of one deployment, sorted by when they were started, with what is known about their origin.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// The exchanges, sorted by `started`.
    pub exchanges: Vec<Arc<Exchange>>,
    /// The accounts that sent them.
    pub accounts: Vec<Account>,
    /// Where it comes from.
    pub provenance: Provenance,
    /// Requests that have nothing to do with this API, counted and left out.
    pub skipped: usize,
    /// What a reader should know: ignored fields, redacted secrets. Free of secrets.
    pub notes: Vec<String>,
    /// How many different secrets were found in clear, and replaced, while reading.
    pub clear_secrets: usize,
}

/// Whose credential it was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// Its name in the recording, or `account 1` where the recording does not name its accounts.
    pub name: String,
    /// The `user_id` its records carry, where the recording says so.
    pub user_id: Option<i64>,
    /// Whether the recording named it. Only then is another value a wrong token.
    pub listed: bool,
}

/// Where a trace comes from: shown beside every verdict.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    /// The server's name and version, as the recording states them.
    pub server: Option<String>,
    /// The day it was recorded, as the recording states it, else the day of its first exchange.
    pub recorded_on: Option<String>,
    /// The origins of its requests, each once.
    pub origins: Vec<Arc<str>>,
    /// The files, in the order given.
    pub files: Vec<Arc<str>>,
}
