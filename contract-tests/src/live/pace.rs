//! How fast and how much a run may send.

use std::time::Duration;

use tokio::sync::Mutex;
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
    left: Option<u32>,
    has_slowed: bool,
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
    pub fn new(per_second: f64, most: u32) -> Self {
        let between = Duration::try_from_secs_f64(1.0 / per_second).unwrap_or(Duration::MAX);
        Self(Mutex::new(State { between, next: None, left: Some(most), has_slowed: false }))
    }

    /// As fast and as much as it goes: for servers of one's own.
    pub fn unlimited() -> Self {
        Self(Mutex::new(State { between: Duration::ZERO, next: None, left: None, has_slowed: false }))
    }

    /// Waits until the next request may be sent.
    ///
    /// # Errors
    ///
    /// When the budget is spent; then no request may be sent any more.
    pub async fn permit(&self) -> Result<Permit, Spent> {
        let at = {
            let mut state = self.0.lock().await;
            match &mut state.left {
                Some(0) => return Err(Spent),
                Some(left) => *left -= 1,
                None => {}
            }
            let at = state.next.map_or_else(Instant::now, |next| next.max(Instant::now()));
            state.next = at.checked_add(state.between);
            at
        };
        tokio::time::sleep_until(at).await;
        Ok(Permit(()))
    }

    /// Takes note of a 429. The first one halves the rate; `retry_after` is how long the server wants nothing.
    pub async fn throttled(&self, retry_after: Option<Duration>) {
        let mut state = self.0.lock().await;
        if !state.has_slowed {
            state.has_slowed = true;
            state.between = (state.between * 2).max(Duration::from_millis(10));
        }
        let wait = retry_after.unwrap_or_default().min(LONGEST_WAIT);
        let until = Instant::now() + wait;
        state.next = Some(state.next.map_or(until, |next| next.max(until)));
    }

    /// How many requests may still be sent; `None` without a limit.
    pub async fn left(&self) -> Option<u32> {
        self.0.lock().await.left
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
            assert_eq!(pace.left().await, Some(0));
        });
    }

    #[test]
    fn the_first_429_halves_the_rate_and_retry_after_is_obeyed() {
        run(async {
            let pace = Pace::new(1.0, 100);
            let start = Instant::now();
            let _ = pace.permit().await.unwrap();
            pace.throttled(Some(Duration::from_secs(20))).await;
            let _ = pace.permit().await.unwrap();
            assert_eq!(start.elapsed().as_secs(), 20);
            pace.throttled(None).await;
            let _ = pace.permit().await.unwrap();
            assert_eq!(start.elapsed().as_secs(), 22, "halved once, not twice");
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
            assert_eq!(pace.left().await, None);
        });
    }
}
