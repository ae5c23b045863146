//! Everything that changes while a sandbox runs.

use std::sync::Arc;

use crate::account::Account;
use crate::key_values::KeyValues;
use crate::rate_limit::{RateLimit, Window};
use crate::situations::Situation;
use crate::store::Store;

/// The state of a sandbox, under one lock: a request sees and leaves it whole.
#[derive(Debug)]
pub(crate) struct World {
    /// They never change, and a request holds its own while it changes the rest.
    pub(crate) accounts: Vec<Arc<Account>>,
    pub(crate) store: Store,
    pub(crate) key_values: KeyValues,
    pub(crate) limit: Option<RateLimit>,
    pub(crate) window: Window,
    /// How many requests came.
    pub(crate) requests: u64,
    /// How many of them changed something; what a state file is behind by.
    pub(crate) changes: u64,
    /// The situations that came up, where somebody asked for them.
    pub(crate) situations: Option<std::collections::BTreeSet<Situation>>,
}

impl World {
    pub(crate) fn new(accounts: Vec<Account>) -> Self {
        Self {
            accounts: accounts.into_iter().map(Arc::new).collect(),
            store: Store::new(),
            key_values: KeyValues::default(),
            limit: None,
            window: Window::default(),
            requests: 0,
            changes: 0,
            situations: None,
        }
    }
}
