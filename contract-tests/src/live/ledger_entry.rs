//! What the ledger of a live run says of a key.

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
        /// The account.
        user_id: i64,
        /// The run.
        run: String,
        /// The salt of its fingerprints.
        salt: String,
    },
    /// A create is about to be sent: from now on there may be such a key.
    Creating {
        /// The name it is to have.
        name: String,
    },
    /// The key was seen in a list, under its name.
    Created {
        /// Its name.
        name: String,
        /// Its id.
        id: i64,
        /// Its creation, in Unix seconds.
        created_time: i64,
        /// What tells its value from another.
        fingerprint: Fingerprint,
    },
    /// The key was deleted, and a read proved it.
    Gone {
        /// Its name.
        name: String,
    },
}
