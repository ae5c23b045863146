//! Servers with faults: what a careful run sends them, and what it leaves there.

use std::sync::Mutex;

use sandbox::{Fault, Sandbox};

use crate::observed::Observed;
use crate::process::{live, said};

fn fault(name: &str) -> &'static Fault {
    Fault::named(name).unwrap_or_else(|| panic!("no fault {name}"))
}

/// Of every fault a careful run writes to nobody's key, and says what it could not remove. `COMETAPI_LIVE_FAULTS=all` tries
/// all of them, `COMETAPI_LIVE_REQUESTS` with another budget than 120 requests, `unlimited` as on a server of one's own.
#[test]
fn a_careful_run_touches_only_its_own_keys_whatever_the_server_does() {
    let all = std::env::var("COMETAPI_LIVE_FAULTS").is_ok_and(|text| text == "all");
    let step = if all { 1 } else { 23 };
    let requests = std::env::var("COMETAPI_LIVE_REQUESTS").unwrap_or_else(|_| "120".to_owned());
    let faults: Mutex<Vec<&Fault>> = Mutex::new(Fault::ALL.iter().copied().step_by(step).rev().collect());
    let tried = Mutex::new(Vec::new());
    let work = || {
        while let Some(fault) = { faults.lock().unwrap().pop() } {
            let one = tried_live(fault, &requests);
            tried.lock().unwrap().push((fault, one));
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(work);
        }
    });
    let tried = tried.into_inner().unwrap();
    let those = |which: fn(&Tried) -> bool| -> Vec<&str> {
        tried.iter().filter(|(_, tried)| which(tried)).map(|(fault, _)| fault.name).collect()
    };
    println!("{} of {} noticed with {requests} requests", those(|tried| tried.is_noticed).len(), tried.len());
    println!("not noticed: {:?}", those(|tried| !tried.is_noticed));
    println!("keys left behind, and said: {:?}", those(|tried| tried.is_left_behind));
    let failed: Vec<&str> = tried.iter().filter_map(|(_, tried)| tried.failed.as_deref()).collect();
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
}

/// What a run against a server with a fault came to.
struct Tried {
    is_noticed: bool,
    is_left_behind: bool,
    /// What the run should not have done.
    failed: Option<String>,
}

fn tried_live(fault: &'static Fault, requests: &str) -> Tried {
    let server = Observed::start(Sandbox::builder().fault(fault));
    let state = tempfile::tempdir().unwrap();
    let is_unlimited = requests == "unlimited";
    let budget = match is_unlimited {
        true => vec!["--unlimited", "--disposable-account", "--probe-models", "--time-limit", "60"],
        false => vec!["--rate", "2000", "--max-requests", requests],
    };
    let words = ["--allow-writes", "--timeout", "1", "--cleanup-limit", "5"];
    let run = said(live(&server, 2, state.path(), &[&words[..], &budget].concat()));
    if !is_unlimited {
        server.nobody_was_touched();
    }
    let left: Vec<String> = server.others().into_iter().filter(|name| name.starts_with("ct-")).collect();
    let is_wrong = !left.is_empty() && run.code != 6 || run.stderr.contains("a defect of this tool") || run.code == 7;
    Tried {
        is_noticed: run.stdout.contains(": broken"),
        is_left_behind: run.code == 6,
        failed: is_wrong.then(|| format!("{}: {left:?} {run:?}", fault.name)),
    }
}

/// The first key shows that a server changes others' keys: nothing more is written.
#[test]
fn a_server_that_changes_others_keys_is_written_to_no_more() {
    let server = Observed::start(Sandbox::builder().fault(fault("neighbour-updated-too")));
    let state = tempfile::tempdir().unwrap();
    let words = ["--allow-writes", "--rate", "2000"];
    let run = said(live(&server, 1, state.path(), &words));
    assert_eq!(run.code, 4, "{run:?}");
    assert!(run.stdout.contains("not verified: the run broke off"), "{}", run.stdout);
    assert!(run.stdout.contains("which is not this run's"), "{run:?}");
    assert!(run.stdout.contains("nothing more was written"), "{}", run.stdout);
    let writes = server.seen().iter().filter(|seen| seen.is_write()).count();
    assert!(writes <= 4, "{writes} writes");
    assert!(!run.stdout.contains("production-billing") && !run.stdout.contains("203.0.113.77"));
}

/// The same faults are noticed as on the sandbox target, as far as a careful run may try.
#[test]
fn a_broken_server_is_noticed_within_the_default_budget() {
    for name in ["name-cut-at-50-bytes", "status-ignored", "quota-not-stored"] {
        let server = Observed::start(Sandbox::builder().fault(fault(name)));
        let state = tempfile::tempdir().unwrap();
        let words = ["--allow-writes", "--rate", "2000"];
        let run = said(live(&server, 1, state.path(), &words));
        assert_eq!(run.code, 1, "{name}: {run:?}");
    }
}

/// What is broken in the lists that come first is no reason to know nothing: it is judged, and where keys can be told apart
/// the run goes on.
#[test]
fn what_is_broken_before_anything_is_created_is_noticed() {
    for (name, rule) in [
        ("success-as-number", "any.accepted.envelope"),
        ("page-beyond-the-end-500", "any.request.answered"),
        ("foreign-keys-in-list", "list.own-keys-only"),
        ("foreign-keys-beyond-the-end", "any.accounts.kept-apart"),
    ] {
        let server = Observed::start(Sandbox::builder().fault(fault(name)));
        let state = tempfile::tempdir().unwrap();
        let run = said(live(&server, 2, state.path(), &["--allow-writes", "--rate", "2000"]));
        assert_eq!(run.code, 1, "{name}: {run:?}");
        assert!(run.stdout.contains(&format!("✗ {rule}")), "{name}: {}", run.stdout);
        assert_eq!(server.others(), [""; 0], "{name}");
        server.nobody_was_touched();
    }
}

/// A server that fails now and then can still be read, written to, and left as it was.
#[test]
fn what_fails_now_and_then_is_asked_again() {
    for name in ["server-error-now-and-then", "gateway-error-page", "connection-reset"] {
        let server = Observed::start(Sandbox::builder().fault(fault(name)));
        let state = tempfile::tempdir().unwrap();
        let run = said(live(&server, 2, state.path(), &["--allow-writes", "--rate", "2000"]));
        assert!(matches!(run.code, 0 | 1), "{name}: {run:?}");
        assert!(server.seen().iter().filter(|seen| seen.is_write()).count() > 20, "{name}: {run:?}");
        assert_eq!(server.others(), [""; 0], "{name}");
        server.nobody_was_touched();
    }
}

/// Ids at the end of 64 bits, and answers that no client can read.
#[test]
fn odd_servers_end_no_run() {
    for name in ["update-creates-unknown", "single-quotes"] {
        let server = Observed::start(Sandbox::builder().fault(fault(name)));
        let state = tempfile::tempdir().unwrap();
        let words = ["--allow-writes", "--unlimited", "--disposable-account", "--time-limit", "60"];
        let run = said(live(&server, 2, state.path(), &words));
        assert_eq!(run.code, 1, "{name}: {run:?}");
        assert!(!run.stderr.contains("a defect of this tool"), "{name}: {}", run.stderr);
    }
}
