//! What the ledger of a live run says.

use hmac::{Hmac, Mac as _};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

/// What tells a key's value from another without holding it: a hash, salted with the ledger's own salt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fingerprint(String);

impl Fingerprint {
    /// The fingerprint of a value as a record shows it.
    pub fn of(salt: &str, value: &str) -> Self {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(salt.as_bytes()).unwrap_or_else(|_| Hmac::new(&Default::default()));
        mac.update(value.as_bytes());
        Self(mac.finalize().into_bytes().iter().take(16).map(|byte| format!("{byte:02x}")).collect())
    }
}

impl Fingerprint {
    /// Its first digits as a number.
    pub(super) fn number(&self) -> usize {
        usize::from_str_radix(&self.0[..7], 16).unwrap_or_default()
    }
}

/// A line of a ledger. It holds no secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Entry {
    /// The first line: what all others are about.
    Run {
        /// The format, 1.
        version: u32,
        /// The server.
        base_url: String,
        /// The run.
        run: String,
        /// The salt of its fingerprints.
        salt: String,
    },
    /// An account as the run found it, before it created anything.
    Account {
        /// Its place among the run's accounts, from 0.
        account: usize,
        /// Whose keys it shows, where it has any.
        user_id: Option<i64>,
        /// The ids of the keys that were there: none of them is the run's.
        foreign: Vec<i64>,
    },
    /// A create is about to be sent: from now on there may be such a key.
    Creating {
        /// The name it is to have.
        name: String,
        /// By which account.
        account: usize,
    },
    /// That create was refused: there is no such key.
    Refused {
        /// The name it would have had.
        name: String,
    },
    /// A key was seen in a list under its name.
    Created {
        /// Its name.
        name: String,
        /// Of which account.
        account: usize,
        /// Its id.
        id: i64,
        /// Its creation, in Unix seconds, where the server says it.
        created_time: Option<i64>,
        /// What tells its value from another, where the server shows one.
        fingerprint: Option<Fingerprint>,
    },
    /// The key was deleted, and a read proved it.
    Gone {
        /// Its id.
        id: i64,
    },
}

impl Entry {
    /// Whether what it announces may only be done when it is on the disk: the others get there with the next of these, or by
    /// [`super::KeyLedger::sync`].
    pub fn must_be_synced(&self) -> bool {
        matches!(self, Self::Run { .. } | Self::Account { .. } | Self::Creating { .. })
    }
}
