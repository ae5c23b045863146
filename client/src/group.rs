//! The group that a key is bound to.

use serde::{Deserialize, Serialize};

use crate::Error;

/// The account group that a key is bound to, or none. It must be available to the account, or the server refuses.
///
/// Deserialize is for answers: it takes what a server sends, and checks nothing that the constructors do.
///
/// Rules: `create.group.unavailable-refused`, `update.group.unavailable-refused`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Group(String);

impl Group {
    /// No explicit group, on the wire an empty string.
    pub fn none() -> Self {
        Self(String::new())
    }

    /// The group of that name; `auto` is one that routes by itself.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] when it is empty, begins or ends with white space, or holds a control character.
    pub fn new(name: impl Into<String>) -> Result<Self, Error> {
        let name = name.into();
        let why = if name.is_empty() {
            "it is empty: for no group take `Group::none`"
        } else if name.trim() != name {
            "it begins or ends with white space"
        } else if name.contains(char::is_control) {
            "it holds a control character"
        } else {
            return Ok(Self(name));
        };
        Err(Error::invalid_input("group", why))
    }

    /// Whether it is none.
    pub fn is_none(&self) -> bool {
        self.0.is_empty()
    }

    /// The name; empty for none.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Group {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}
