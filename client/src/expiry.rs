//! When a key expires.

use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use crate::Error;

/// When a key expires, in Unix seconds, or never. A time in the past blocks model requests.
///
/// Deserialize is for answers: it takes what a server sends, and checks nothing that the constructors do.
///
/// Rules: `any.record.times-in-seconds`, `models.expired_time.past-rejected`, `models.expired_time.never-served`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Expiry(i64);

/// How never is written.
const NEVER: i64 = -1;

/// The end of the year 9999, in Unix seconds.
const LATEST: i64 = 253_402_300_799;

impl Expiry {
    /// No expiry, on the wire -1.
    pub fn never() -> Self {
        Self(NEVER)
    }

    /// Expires at that time, in Unix seconds.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] when it is negative, or after the year 9999: then it counts milliseconds.
    pub fn at(unix_seconds: i64) -> Result<Self, Error> {
        if unix_seconds < 0 {
            return Err(Error::invalid_input("expiry", "it is before 1970: for no expiry take `Expiry::never`"));
        }
        if unix_seconds > LATEST {
            return Err(Error::invalid_input("expiry", "it is after the year 9999: give seconds, not milliseconds"));
        }
        Ok(Self(unix_seconds))
    }

    /// Whether it never expires.
    pub fn is_never(self) -> bool {
        self.0 == NEVER
    }

    /// The time in Unix seconds, -1 for never: what is on the wire.
    pub fn unix_seconds(self) -> i64 {
        self.0
    }

    /// Whether a key with this expiry ends before one with the other.
    pub fn is_before(self, other: Self) -> bool {
        match (self.is_never(), other.is_never()) {
            (true, _) => false,
            (false, true) => true,
            (false, false) => self.0 < other.0,
        }
    }
}

/// Cut to whole seconds.
impl TryFrom<SystemTime> for Expiry {
    type Error = Error;

    fn try_from(time: SystemTime) -> Result<Self, Error> {
        let seconds = time.duration_since(UNIX_EPOCH).ok().and_then(|since| i64::try_from(since.as_secs()).ok());
        Self::at(seconds.ok_or_else(|| Error::invalid_input("expiry", "it is before 1970"))?)
    }
}
