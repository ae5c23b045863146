//! An amount of quota.

use serde::{Deserialize, Serialize};

use crate::Error;

/// An amount of quota, in CometAPI's internal quota units: not money, and not tokens. At 0 model requests are rejected,
/// unless the key's `unlimited_quota` is true.
///
/// Deserialize is for answers: it takes what a server sends, and checks nothing that the constructors do.
///
/// Rules: `models.remain_quota.spent-rejected`, `models.unlimited_quota.served`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Quota(i64);

impl Quota {
    /// So many units.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] when it is negative. What was *read* from a server may be: it is taken as it is.
    pub fn units(units: i64) -> Result<Self, Error> {
        if units < 0 {
            return Err(Error::invalid_input("quota", "it is negative: for no limit take `uncap`"));
        }
        Ok(Self(units))
    }

    /// The number of units.
    pub fn get(self) -> i64 {
        self.0
    }
}

impl std::fmt::Display for Quota {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}
