//! The envelope of every answer: `success`, `message`, and `data` when it succeeded.

use serde::de::{DeserializeOwned, Error as _, IgnoredAny};
use serde::{Deserialize, Deserializer};

use serde_json::value::RawValue;

use crate::object::object;

/// An answer. `success` alone decides which it is: never the shape of the rest, and never the HTTP status. It is
/// read from text in memory, which `data` is left in until `success` is known.
#[derive(Clone, Debug, PartialEq)]
pub enum Envelope<T> {
    /// `success` is true.
    Accepted {
        /// The server's message, empty as a rule.
        message: String,
        /// What was asked for.
        data: T,
    },
    /// `success` is false: nothing was done.
    Refused {
        /// Why, in words and a language of the server's choice. Untrusted text.
        message: String,
    },
}

/// What an envelope carries when it was accepted.
pub trait Data: DeserializeOwned {
    /// What stands for a missing `data`; `None` where it must be there.
    fn absent() -> Option<Self> {
        None
    }

    /// Reads it: from an object, unless the type says otherwise.
    ///
    /// # Errors
    ///
    /// When it is no such value.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        object(deserializer)
    }
}

impl Data for crate::ApiKey {}
impl Data for crate::ApiKeyPage {}

/// The data of create and delete, which answer none. Whatever `data` a server adds is not read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NoData;

impl Data for NoData {
    fn absent() -> Option<Self> {
        Some(Self)
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::deserialize(deserializer)
    }
}

impl<'de> Deserialize<'de> for NoData {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        IgnoredAny::deserialize(deserializer).map(|_| Self)
    }
}

/// Data as [`Data::read`] reads it.
pub(crate) struct AsData<T>(pub(crate) T);

impl<'de, T: Data> Deserialize<'de> for AsData<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read(deserializer).map(Self)
    }
}

/// The members as they came, `data` unread: whether it is to be read at all depends on `success`, which may follow it.
#[derive(Deserialize)]
pub(crate) struct Members<'a> {
    pub(crate) success: bool,
    pub(crate) message: String,
    #[serde(borrow, default, deserialize_with = "present")]
    pub(crate) data: Option<&'a RawValue>,
}

/// A member that is null is there; serde would take it for a missing one.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<&'de RawValue>, D::Error> {
    <&RawValue>::deserialize(deserializer).map(Some)
}

impl<'de, T: Data> Deserialize<'de> for Envelope<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Members { success, message, data } = object(deserializer)?;
        if !success {
            return Ok(Self::Refused { message });
        }
        let data = match (data, T::absent()) {
            (Some(raw), _) => {
                let AsData(data) = serde_json::from_str(raw.get()).map_err(D::Error::custom)?;
                data
            }
            (None, Some(absent)) => absent,
            (None, None) => return Err(D::Error::missing_field("data")),
        };
        Ok(Self::Accepted { message, data })
    }
}
