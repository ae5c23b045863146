//! The value of an API key.

use serde::{Deserialize, Serialize};

/// The value of an API key: a live secret. Debug does not show it, and it has no Display: reading it takes
/// [`KeySecret::expose`]. A server may mask it, and then it is of no use for model requests.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KeySecret(String);

impl KeySecret {
    /// Takes a key's value.
    pub fn new(value: impl Into<String>) -> Self {
        Self(value.into())
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
