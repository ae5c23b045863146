//! The time of a run: it never goes back, whatever becomes of the machine's clock.

use std::time::Instant;

use jiff::{SignedDuration, Timestamp};

/// Counts on from when it was made.
#[derive(Clone, Copy, Debug)]
pub(super) struct RunClock {
    began: Instant,
    at: Timestamp,
}

impl RunClock {
    pub(super) fn start() -> Self {
        Self { began: Instant::now(), at: Timestamp::now() }
    }

    pub(super) fn now(&self) -> Timestamp {
        let passed = SignedDuration::try_from(self.began.elapsed()).unwrap_or_default();
        self.at.checked_add(passed).unwrap_or(self.at)
    }
}
