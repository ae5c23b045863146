//! How fast and how much a run may send.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// The longest wait that a server may ask for with `Retry-After`.
const LONGEST_WAIT: Duration = Duration::from_secs(600);

/// The budget of requests of a run, and the time between two of them. Every request takes a [`Permit`] first.
#[derive(Debug)]
pub struct Pace(Mutex<State>);

#[derive(Debug)]
struct State {
    between: Duration,
    next: Option<Instant>,
    left: Option<u64>,
    has_slowed: bool,
    sent: u64,
}

impl State {
    /// When the next request may be sent; the one after it so much later.
    fn turn(&mut self) -> Instant {
        let at = self.next.map_or_else(Instant::now, |next| next.max(Instant::now()));
        self.next = at.checked_add(self.between);
        self.sent += 1;
        at
    }
}

/// Leave to send one request.
#[derive(Debug)]
#[must_use]
pub struct Permit(());

/// The budget of requests is spent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the budget of requests is spent")]
pub struct Spent;

impl Pace {
    /// At most so many requests a second, and in all.
    pub fn new(per_second: f64, most: u64) -> Self {
        let between = Duration::try_from_secs_f64(1.0 / per_second).unwrap_or(Duration::MAX);
        Self::with(between, Some(most))
    }

    /// As fast and as much as it goes: for servers of one's own.
    pub fn unlimited() -> Self {
        Self::with(Duration::ZERO, None)
    }

    fn with(between: Duration, left: Option<u64>) -> Self {
        Self(Mutex::new(State { between, next: None, left, has_slowed: false, sent: 0 }))
    }

    /// Waits until the next request may be sent.
    ///
    /// # Errors
    ///
    /// When the budget is spent; then no request may be sent any more.
    pub async fn permit(&self) -> Result<Permit, Spent> {
        let at = {
            let mut state = self.state();
            match &mut state.left {
                Some(0) => return Err(Spent),
                Some(left) => *left -= 1,
                None => {}
            }
            state.turn()
        };
        wait_until(at).await;
        Ok(Permit(()))
    }

    /// Waits until the next request may be sent, whatever is left of the budget: to put away what a run made. Nothing when
    /// that is not before a time.
    pub async fn permit_beyond(&self, until: Instant) -> Option<Permit> {
        let at = {
            let mut state = self.state();
            if state.next.is_some_and(|next| next >= until) {
                return None;
            }
            state.left = state.left.map(|left| left.saturating_sub(1));
            state.turn()
        };
        wait_until(at).await;
        Some(Permit(()))
    }

    /// Takes note of a 429. The first one halves the rate; `retry_after` is how long the server wants nothing.
    pub fn throttled(&self, retry_after: Option<Duration>) {
        let mut state = self.state();
        if !state.has_slowed {
            state.has_slowed = true;
            state.between = (state.between * 2).max(Duration::from_millis(10));
        }
        let wait = retry_after.unwrap_or_default().min(LONGEST_WAIT);
        let until = Instant::now() + wait;
        state.next = Some(state.next.map_or(until, |next| next.max(until)));
    }

    /// How many requests may still be sent; `None` without a limit.
    pub fn left(&self) -> Option<u64> {
        self.state().left
    }

    /// How many requests were let through.
    pub fn sent(&self) -> u64 {
        self.state().sent
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Even a time that is over would be slept for until the timer's next millisecond.
async fn wait_until(at: Instant) {
    if at > Instant::now() {
        tokio::time::sleep_until(at).await;
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::Instant;

    use super::{Pace, Spent};

    fn run<F: Future>(test: F) -> F::Output {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
        runtime.block_on(test)
    }

    #[test]
    fn requests_are_spaced_and_counted() {
        run(async {
            let pace = Pace::new(2.0, 3);
            let start = Instant::now();
            for millis in [0, 500, 1000] {
                let _ = pace.permit().await.unwrap();
                assert_eq!(start.elapsed().as_millis(), millis);
            }
            assert_eq!(pace.permit().await.unwrap_err(), Spent);
            assert_eq!(pace.left(), Some(0));
        });
    }

    #[test]
    fn the_first_429_halves_the_rate_and_retry_after_is_obeyed() {
        run(async {
            let pace = Pace::new(1.0, 100);
            let start = Instant::now();
            let _ = pace.permit().await.unwrap();
            pace.throttled(Some(Duration::from_secs(20)));
            let _ = pace.permit().await.unwrap();
            assert_eq!(start.elapsed().as_secs(), 20);
            pace.throttled(None);
            let _ = pace.permit().await.unwrap();
            assert_eq!(start.elapsed().as_secs(), 22, "halved once, not twice");
        });
    }

    #[test]
    fn what_is_put_away_has_its_turn_beyond_the_budget_and_within_its_time() {
        run(async {
            let pace = Pace::new(1.0, 1);
            let _ = pace.permit().await.unwrap();
            let until = Instant::now() + Duration::from_secs(5);
            assert_eq!(pace.permit().await.unwrap_err(), Spent);
            assert!(pace.permit_beyond(until).await.is_some());
            pace.throttled(Some(Duration::from_secs(20)));
            assert!(pace.permit_beyond(until).await.is_none(), "the server wants nothing before the time is over");
            assert_eq!(pace.sent(), 2);
        });
    }

    #[test]
    fn without_a_limit_nothing_waits() {
        run(async {
            let pace = Pace::unlimited();
            let start = Instant::now();
            for _ in 0..1000 {
                let _ = pace.permit().await.unwrap();
            }
            assert_eq!(start.elapsed(), Duration::ZERO);
            assert_eq!(pace.left(), None);
        });
    }
}
