//! What a run knows of keys, its own and others', and keeps in its ledger.

use std::collections::{BTreeMap, BTreeSet};

use super::guards::Guards;
use super::key_ledger::{KeyLedger, LedgerError};
use super::ledger_entry::{Entry, Fingerprint};

/// A key that was seen under a name of the run.
#[derive(Clone, Debug)]
pub(super) struct OwnKey {
    pub(super) account: usize,
    pub(super) created_time: Option<i64>,
    pub(super) fingerprint: Option<Fingerprint>,
    pub(super) is_gone: bool,
}

/// Creates with one name whose keys were not seen yet.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Pending {
    pub(super) count: u32,
    pub(super) is_accepted: bool,
}

/// Why nothing may be created any more: the ledger cannot be kept.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{0}")]
pub struct Unkept(String);

impl From<LedgerError> for Unkept {
    fn from(error: LedgerError) -> Self {
        Self(error.to_string())
    }
}

/// What a run knows of keys.
pub(super) struct KnownKeys {
    pub(super) ledger: Option<KeyLedger>,
    pub(super) own: BTreeMap<i64, OwnKey>,
    /// Keys that a list showed under no name of the run before it showed them under one, if it ever did.
    pub(super) others: BTreeSet<i64>,
    /// Creates whose keys were not seen yet, by name.
    pub(super) pending: BTreeMap<String, Pending>,
    /// The guards that the server stores.
    pub(super) stored: Guards,
    /// What was not sent, and how often: why.
    pub(super) skipped: BTreeMap<&'static str, u64>,
}

impl Default for KnownKeys {
    fn default() -> Self {
        Self {
            ledger: None,
            own: BTreeMap::new(),
            others: BTreeSet::new(),
            pending: BTreeMap::new(),
            stored: Guards::ALL,
            skipped: BTreeMap::new(),
        }
    }
}

impl KnownKeys {
    /// Whether a key was seen under a name of the run, and under no other before.
    pub(super) fn owns(&self, id: i64) -> bool {
        self.own.contains_key(&id) && !self.others.contains(&id)
    }

    /// How many keys of the run are there, or may be.
    pub(super) fn may_be_there(&self) -> usize {
        let pending: u32 = self.pending.values().map(|pending| pending.count).sum();
        self.own.values().filter(|key| !key.is_gone).count() + usize::try_from(pending).unwrap_or(usize::MAX)
    }

    /// A create with that name is no longer open.
    pub(super) fn settle(&mut self, name: &str) {
        if let Some(pending) = self.pending.get_mut(name) {
            pending.count -= 1;
            if pending.count == 0 {
                self.pending.remove(name);
            }
        }
    }

    /// Adds a line to the ledger, where there is one.
    pub(super) fn write(&mut self, entry: &Entry) -> Result<(), Unkept> {
        self.ledger.as_mut().map_or(Ok(()), |ledger| Ok(ledger.write(entry)?))
    }

    /// Returns when the ledger is on the disk.
    pub(super) fn secure(&mut self) -> Result<(), Unkept> {
        self.ledger.as_mut().map_or(Ok(()), |ledger| Ok(ledger.sync()?))
    }
}
