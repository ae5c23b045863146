//! The value of an API key.

use serde::{Deserialize, Serialize};

use crate::Error;

/// The value of an API key: a live secret. Debug does not show it, and it has no Display: reading it takes
/// [`KeySecret::expose`]. A server may mask it, and then it is of no use for model requests.
///
/// **Serialize writes it in clear**, for that is how it travels: a serialized record is as secret as the key. Deserialize
/// takes what a server sends, and checks nothing.
///
/// Rules: `list.key.in-clear`, `get.key.in-clear`, `models.key.as-bearer`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KeySecret(String);

impl KeySecret {
    /// Takes a key's value as it was copied.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] when it is empty, or holds anything but visible ASCII: it could not be sent as `Bearer`. A
    /// value that was *read* from a server is taken as it is.
    pub fn new(value: impl Into<String>) -> Result<Self, Error> {
        let value = value.into();
        if value.is_empty() {
            return Err(Error::invalid_input("key secret", "it is empty"));
        }
        if let Some(position) = value.bytes().position(|byte| !byte.is_ascii_graphic()) {
            let why = format!("its byte {position} is no visible ASCII character");
            return Err(Error::invalid_input("key secret", why));
        }
        Ok(Self(value))
    }

    /// The value in clear.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for KeySecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("KeySecret(***)")
    }
}
