//! How many requests are served in a while.

/// At most so many requests in a while, for all accounts together. The next one is answered 429 with the seconds of the
/// whole window in `Retry-After` and an empty body, as recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimit {
    /// The most requests in a window.
    pub requests: usize,
    /// How long the window is, in seconds.
    pub seconds: i64,
}

/// The requests of the window that runs.
#[derive(Debug, Default)]
pub(crate) struct Window {
    served: std::collections::VecDeque<i64>,
}

impl Window {
    /// Whether a request at this time, in Unix seconds, is served; if so it counts.
    pub(crate) fn serves(&mut self, limit: RateLimit, now: i64) -> bool {
        while self.served.front().is_some_and(|&then| now.saturating_sub(then) >= limit.seconds || now < then) {
            self.served.pop_front();
        }
        let serves = self.served.len() < limit.requests;
        if serves {
            self.served.push_back(now);
        }
        serves
    }
}
