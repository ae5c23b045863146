//! Servers that want to be asked less: `Retry-After` in both forms, a rate that is halved, and no verdict from it.

use std::time::Duration;

use sandbox::{RateLimit, Sandbox};
use serde_json::Value;

use crate::observed::{Observed, Seen};
use crate::process::{ledgers, live, said};

/// The requests from a number on, with the time from the one to the next.
fn waits(seen: &[Seen]) -> Vec<Duration> {
    seen.windows(2).map(|pair| pair[1].at.duration_since(pair[0].at)).collect()
}

/// A run with 100 requests a second against a server that answers one request with 429 and this header.
fn throttled_once(number: usize, retry_after: impl Fn() -> Option<String> + Send + Sync + 'static) -> Vec<Seen> {
    let throttle = move |at: usize| (at == number).then(&retry_after);
    let server = Observed::throttling(Sandbox::builder(), throttle);
    let state = tempfile::tempdir().unwrap();
    let run = said(live(&server, 1, state.path(), &["--allow-writes", "--rate", "100", "--max-requests", "80"]));
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(server.others(), [""; 0]);
    assert!(ledgers(state.path()).is_empty());
    server.seen()
}

#[test]
fn seconds_to_wait_are_waited_and_the_rate_is_halved() {
    for number in [2, 30] {
        let seen = throttled_once(number, || Some("2".to_owned()));
        let waits = waits(&seen);
        assert!(waits[number] >= Duration::from_millis(1_950), "{:?} after request {number}", waits[number]);
        let after: Duration = waits[number + 1..][..40].iter().sum();
        assert!(after >= Duration::from_millis(700), "40 requests in {after:?}: 50 a second are 0.8 s");
    }
}

#[test]
fn a_date_to_wait_for_is_waited_for() {
    let in_a_while = || {
        let date = jiff::Timestamp::now() + jiff::SignedDuration::from_secs(3);
        Some(date.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string())
    };
    let seen = throttled_once(30, in_a_while);
    // Dates are of whole seconds.
    assert!(waits(&seen)[30] >= Duration::from_millis(1_900), "{:?}", waits(&seen)[30]);
}

#[test]
fn a_429_that_says_nothing_halves_the_rate() {
    let seen = throttled_once(10, || None);
    let after: Duration = waits(&seen)[11..][..40].iter().sum();
    assert!(after >= Duration::from_millis(700), "40 requests in {after:?}");
}

/// A server that serves few requests in a second gets no verdict for that, and is left as it was.
#[test]
fn throttling_contradicts_nothing() {
    let server = Observed::start(Sandbox::builder());
    server.sandbox.set_rate_limit(Some(RateLimit { requests: 30, seconds: 1 }));
    let state = tempfile::tempdir().unwrap();
    let words = ["--allow-writes", "--rate", "300", "--max-requests", "200", "--json", "-"];
    let run = said(live(&server, 2, state.path(), &words));
    assert_eq!(run.code, 0, "{run:?}");
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    let target = report.pointer("/targets/0").unwrap_or(&report);
    assert_eq!(target.pointer("/verdicts/contradicted").unwrap(), 0);
    assert!(target.pointer("/verdicts/confirmed").unwrap().as_u64().unwrap() > 30, "{}", target["verdicts"]);
    let observations = target["observations"].to_string();
    assert!(observations.contains("throttled"), "{observations}");
    server.sandbox.set_rate_limit(None);
    assert_eq!(server.others(), [""; 0]);
    server.nobody_was_touched();
}

/// A server that answers 429 for as long as the run has cannot be cleaned up: that is said, and `cleanup` does it later.
#[test]
fn keys_that_throttling_keeps_from_being_put_away_are_named() {
    let server = Observed::throttling(Sandbox::builder(), |at| (at >= 20).then(|| Some("30".to_owned())));
    let state = tempfile::tempdir().unwrap();
    let words = ["--allow-writes", "--rate", "300", "--max-requests", "60", "--cleanup-limit", "2"];
    let run = said(live(&server, 1, state.path(), &[&words[..], &["--time-limit", "2"]].concat()));
    let left = server.others();
    assert!(!left.is_empty() && run.code == 6, "{left:?} {run:?}");
    assert!(run.stdout.contains("cargo xtask cleanup --base-url"), "{}", run.stdout);
    assert_eq!(ledgers(state.path()).len(), 1);
}
