//! Servers with faults: what a careful run sends them, and what it leaves there.

use sandbox::{Fault, Sandbox};

use crate::observed::Observed;
use crate::process::{live, said};

fn fault(name: &str) -> &'static Fault {
    Fault::named(name).unwrap_or_else(|| panic!("no fault {name}"))
}

/// Of every fault a careful run writes to nobody's key, and says what it could not remove. `COMETAPI_LIVE_FAULTS=all` tries
/// all of them, `COMETAPI_LIVE_REQUESTS` with another budget than 120 requests.
#[test]
fn a_careful_run_touches_only_its_own_keys_whatever_the_server_does() {
    let all = std::env::var("COMETAPI_LIVE_FAULTS").is_ok_and(|text| text == "all");
    let step = if all { 1 } else { 23 };
    let (mut left_behind, mut noticed, mut failed) = (Vec::new(), Vec::new(), Vec::new());
    let requests = std::env::var("COMETAPI_LIVE_REQUESTS").unwrap_or_else(|_| "120".to_owned());
    for fault in Fault::ALL.iter().step_by(step) {
        let server = Observed::start(Sandbox::builder().fault(fault));
        let state = tempfile::tempdir().unwrap();
        let words =
            ["--allow-writes", "--rate", "2000", "--max-requests", &requests, "--timeout", "1", "--cleanup-limit", "5"];
        let run = said(live(&server, 2, state.path(), &words));
        server.nobody_was_touched();
        let left: Vec<String> = server.others().into_iter().filter(|name| name.starts_with("ct-")).collect();
        if !left.is_empty() && run.code != 6 || run.stderr.contains("a defect of this tool") || run.code == 7 {
            failed.push(format!("{}: {left:?} {run:?}", fault.name));
        }
        if run.code == 6 {
            left_behind.push(fault.name);
        }
        if run.stdout.contains(": broken") {
            noticed.push(fault.name);
        }
    }
    println!("{} noticed with {requests} requests: {noticed:?}", noticed.len());
    println!("keys left behind, and said: {left_behind:?}");
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
}

/// The first key shows that a server changes others' keys: nothing more is written.
#[test]
fn a_server_that_changes_others_keys_is_written_to_no_more() {
    let server = Observed::start(Sandbox::builder().fault(fault("neighbour-updated-too")));
    let state = tempfile::tempdir().unwrap();
    let words = ["--allow-writes", "--rate", "2000"];
    let run = said(live(&server, 1, state.path(), &words));
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
