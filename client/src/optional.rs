//! A member of a request body that may be omitted, null, or a value: three things with three meanings.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A member of a request body. Omitting `allow_ips` may reset it; null lifts the restriction; a value sets it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Optional<T> {
    /// The member is not sent.
    #[default]
    Omitted,
    /// The member is sent as null.
    Null,
    /// The member is sent with this value.
    Value(T),
}

impl<T> Optional<T> {
    /// Whether the member is not sent.
    pub fn is_omitted(&self) -> bool {
        matches!(self, Self::Omitted)
    }
}

/// A nullable value as it was read, to be sent as it is.
impl<T> From<Option<T>> for Optional<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }
}

/// An omitted member must not be written at all: `skip_serializing_if = "Optional::is_omitted"`. Else it is null.
impl<T: Serialize> Serialize for Optional<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Omitted | Self::Null => serializer.serialize_none(),
            Self::Value(value) => serializer.serialize_some(value),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Optional<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::deserialize(deserializer).map(Self::from)
    }
}

/// Reads a nullable member that must be there. Without it serde would take a missing member for null.
///
/// # Errors
///
/// When the value is neither null nor a `T`.
pub(crate) fn required_nullable<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    Option::deserialize(deserializer)
}
