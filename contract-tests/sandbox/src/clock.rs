//! The time of a sandbox.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// What `UNSET` stands for: the clock of the machine.
const UNSET: i64 = i64::MIN;

/// The last second of the year 9999, the last that such a header can say.
const LATEST_DATE: u64 = 253_402_300_799;

/// The clock of a sandbox, in Unix seconds: that of the machine until it is set, and then it stands still.
#[derive(Debug)]
pub struct Clock(AtomicI64);

impl Clock {
    /// The clock of the machine.
    pub(crate) fn new() -> Self {
        Self(AtomicI64::new(UNSET))
    }

    /// The time, in Unix seconds.
    pub fn now(&self) -> i64 {
        match self.0.load(Ordering::Acquire) {
            UNSET => machine(),
            set => set,
        }
    }

    /// The time at which it was stopped, as a `Date` header has it; `None` while it runs, as the HTTP server's own does.
    pub(crate) fn stopped_date(&self) -> Option<String> {
        let set = self.0.load(Ordering::Acquire);
        let seconds = u64::try_from(set).ok().filter(|seconds| *seconds <= LATEST_DATE)?;
        Some(httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_secs(seconds)))
    }

    /// Stops it at this time, in Unix seconds.
    pub fn set(&self, seconds: i64) {
        self.0.store(seconds, Ordering::Release);
    }

    /// Stops it so many seconds after the time it shows.
    pub fn advance(&self, seconds: i64) {
        self.set(self.now().saturating_add(seconds));
    }

    /// Gives it back to the clock of the machine.
    pub fn run(&self) {
        self.0.store(UNSET, Ordering::Release);
    }
}

fn machine() -> i64 {
    // A machine whose clock stands before 1970 is answered that time.
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |passed| i64::try_from(passed.as_secs()).unwrap_or(i64::MAX))
}
