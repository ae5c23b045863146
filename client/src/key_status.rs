//! The status of a key.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The operational status of a key. Model requests work with [`KeyStatus::Enabled`] only.
///
/// Rules: `any.record.status-enum`, `update.status.values-accepted`, `models.status.disabled-rejected`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum KeyStatus {
    /// 1
    Enabled,
    /// 2
    Disabled,
    /// 3
    Expired,
    /// 4: the quota is exhausted.
    Exhausted,
    /// A number that the documentation does not list. Reading one is no failure, so that a new status does not make a
    /// whole list unreadable.
    Unknown(i32),
}

impl From<i32> for KeyStatus {
    fn from(number: i32) -> Self {
        match number {
            1 => Self::Enabled,
            2 => Self::Disabled,
            3 => Self::Expired,
            4 => Self::Exhausted,
            other => Self::Unknown(other),
        }
    }
}

impl From<KeyStatus> for i32 {
    fn from(status: KeyStatus) -> Self {
        match status {
            KeyStatus::Enabled => 1,
            KeyStatus::Disabled => 2,
            KeyStatus::Expired => 3,
            KeyStatus::Exhausted => 4,
            KeyStatus::Unknown(other) => other,
        }
    }
}

impl Serialize for KeyStatus {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i32((*self).into())
    }
}

impl<'de> Deserialize<'de> for KeyStatus {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        i32::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use super::KeyStatus;

    #[test]
    fn every_number_is_written_as_it_was_read() {
        for number in [1, 2, 3, 4, 0, 5, -1, i32::MIN, i32::MAX] {
            let status: KeyStatus = serde_json::from_str(&number.to_string()).unwrap();
            assert_eq!(serde_json::to_string(&status).unwrap(), number.to_string());
            assert_eq!(matches!(status, KeyStatus::Unknown(_)), !(1..=4).contains(&number));
        }
    }
}
