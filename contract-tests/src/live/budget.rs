//! How fast and how much a live run may do.

use std::time::Duration;

use crate::arguments::Verify;
use crate::custody::Permissions;
use crate::explorer::Options;
use crate::live_arguments::Live;
use crate::wire::Pace;

/// Requests in a second, unless something else is said.
const RATE: f64 = 1.0;

/// Requests in all, unless something else is said.
const REQUESTS: u64 = 120;

/// Keys at once, unless something else is said.
const KEYS: u16 = 5;

/// Requests with a wrong token.
const WRONG_TOKENS: u32 = 3;

/// The time of an unlimited run, unless something else is said.
const UNLIMITED: Duration = Duration::from_secs(10);

/// What a live run may do. It is the same for every host: a tunnel to a production server is on this machine, too.
pub(super) struct Budget<'a> {
    verify: &'a Verify,
    live: &'a Live,
}

impl<'a> Budget<'a> {
    /// That of the arguments.
    pub(super) fn of(verify: &'a Verify) -> Self {
        Self { verify, live: &verify.live }
    }

    /// The pace.
    pub(super) fn pace(&self) -> Pace {
        if self.live.unlimited { Pace::unlimited() } else { Pace::new(self.rate(), self.requests()) }
    }

    /// What is allowed, on this machine or on another.
    pub(super) fn permissions(&self, is_loopback: bool) -> Permissions {
        let keys = self.live.max_keys.unwrap_or(KEYS);
        Permissions {
            is_disposable: self.live.disposable_account,
            models: self.live.probe_models,
            most_keys: (!self.live.unlimited).then_some(usize::from(keys)),
            most_wrong_tokens: (!(self.live.unlimited && is_loopback)).then_some(WRONG_TOKENS),
        }
    }

    /// How far the run goes.
    pub(super) fn options(&self, timeout: Duration) -> Options {
        let default = Options::default_budget();
        let unlimited = self.live.unlimited;
        // Twice the time that it takes, for the first 429 halves the rate, and a minute for waits.
        #[expect(clippy::cast_precision_loss, reason = "a budget of 2^53 requests is none")]
        let whole =
            Duration::try_from_secs_f64(2.0 * self.requests() as f64 / self.rate() + 60.0).unwrap_or(Duration::MAX);
        let time_limit = if unlimited { UNLIMITED } else { whole.min(Duration::from_secs(86_400)) };
        Options {
            seed: self.verify.seed.unwrap_or(default.seed),
            cases: self.verify.cases,
            case: self.verify.case,
            time_limit: self.verify.time_limit.unwrap_or(time_limit),
            connections: self.verify.connections.unwrap_or(if unlimited { default.connections } else { 1 }),
            request_timeout: timeout,
            shrinks: unlimited,
            fits: true,
            ..default
        }
    }

    /// For people.
    pub(super) fn words(&self) -> String {
        if self.live.unlimited {
            return "none: as fast and as much as it goes".to_owned();
        }
        let keys = self.live.max_keys.unwrap_or(KEYS);
        format!("{} requests, {} a second, {keys} keys at once", self.requests(), self.rate())
    }

    /// Requests in all.
    pub(super) fn requests(&self) -> u64 {
        self.live.max_requests.unwrap_or(REQUESTS)
    }

    fn rate(&self) -> f64 {
        self.live.rate.unwrap_or(RATE)
    }
}
