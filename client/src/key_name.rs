//! The name of a key.

use serde::{Deserialize, Serialize};

use crate::Error;
use crate::generated::LONGEST_NAME;

/// The name that a key is shown by: up to 50 Unicode characters, any of them. Names need not be unique.
///
/// The documentation counts characters. Gateways of the family are known that count the bytes of UTF-8, and take 30 or 50
/// of them: they refuse a name that is right here, with a message.
///
/// Rules: `create.name.max-50-characters`, `update.name.max-50-characters`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct KeyName(String);

impl KeyName {
    /// The longest name, in Unicode characters (scalar values).
    pub const LONGEST: usize = LONGEST_NAME;

    /// Takes a name.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] when it has more than [`KeyName::LONGEST`] characters.
    pub fn new(name: impl Into<String>) -> Result<Self, Error> {
        let name = name.into();
        let length = name.chars().count();
        if length > Self::LONGEST {
            let why = format!("it has {length} characters, and {} are the most", Self::LONGEST);
            return Err(Error::invalid_input("name", why));
        }
        Ok(Self(name))
    }

    /// A name that a server gave, however long: it can be sent back unchanged, so that such a key can still be disabled.
    pub(crate) fn as_read(name: &str) -> Self {
        Self(name.to_owned())
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for KeyName {
    type Error = Error;

    fn try_from(name: String) -> Result<Self, Error> {
        Self::new(name)
    }
}

impl std::fmt::Display for KeyName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}
