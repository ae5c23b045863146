//! The id of a key.

use serde::{Deserialize, Serialize};

use crate::Error;

/// The id of a key, as a list gives it. It is not the key itself, and no secret.
///
/// Deserialize is for answers: it takes what a server sends, and checks nothing that the constructors do.
///
/// Rules: `list.id.works`, `update.id.required`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KeyId(i64);

impl KeyId {
    /// Takes an id that was kept from a list.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] when it is zero or negative: ids count up from 1, and 0 is what a forgotten one looks like.
    /// An id that was *read* from a server is taken as it is.
    pub fn new(id: i64) -> Result<Self, Error> {
        if id < 1 {
            return Err(Error::invalid_input("key id", "it is not positive: take one that a list gave"));
        }
        Ok(Self(id))
    }

    /// The number.
    pub fn get(self) -> i64 {
        self.0
    }
}

impl std::fmt::Display for KeyId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// From decimal digits, as a command line or a configuration has them.
impl std::str::FromStr for KeyId {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let id = text.parse().map_err(|_| Error::invalid_input("key id", "it is not an integer of 64 bits"))?;
        Self::new(id)
    }
}
