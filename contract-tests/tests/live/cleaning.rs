//! Whatever becomes of a run, its keys go, and nobody else's do.

use std::path::Path;
use std::process::{Child, Command};
use std::time::Duration;

use sandbox::{Fault, Sandbox};

use crate::observed::Observed;
use crate::process::{Said, command, ledgers, live, said, started};
use crate::stranger::Stranger;

fn cleanup(server: &Observed, tokens: &[&str], state: &Path, more: &[&str]) -> Said {
    let mut words = vec!["cleanup", "--base-url", &server.base_url, "--rate", "2000"];
    words.extend(more);
    said(command(&words, tokens, state))
}

fn run(server: &Observed, accounts: usize, state: &Path) -> Child {
    started(live(server, accounts, state, &["--allow-writes", "--unlimited", "--time-limit", "20"]))
}

/// Waits until a run has keys on the server.
fn has_keys(server: &Observed) {
    for _ in 0..2_000 {
        if !server.others().is_empty() {
            return;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    panic!("the run makes no keys");
}

#[test]
fn a_signal_ends_the_run_and_its_keys() {
    for signal in ["-INT", "-TERM", "-HUP"] {
        let server = Observed::start(Sandbox::builder());
        let state = tempfile::tempdir().unwrap();
        let mut child = run(&server, 2, state.path());
        has_keys(&server);
        Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap();
        let began = std::time::Instant::now();
        let status = child.wait().unwrap();
        assert_eq!(status.code(), Some(4), "{signal}: what it did not come to is not verified");
        assert!(began.elapsed() < Duration::from_secs(15), "{signal}: {:?}", began.elapsed());
        assert_eq!(server.others(), [""; 0], "{signal}");
        assert!(ledgers(state.path()).is_empty());
    }
}

#[test]
fn what_a_killed_run_left_is_named_by_the_next_and_removed_by_cleanup() {
    let server = Observed::start(Sandbox::builder());
    let state = tempfile::tempdir().unwrap();
    let tokens = [server.token(0), server.token(1)];
    let tokens = tokens.each_ref().map(String::as_str);
    let mut child = run(&server, 2, state.path());
    has_keys(&server);
    child.kill().unwrap();
    child.wait().unwrap();
    let next = said(live(&server, 2, state.path(), &["--rate", "500"]));
    assert!(next.stderr.contains("an earlier run") && next.stderr.contains("cargo xtask cleanup"), "{}", next.stderr);
    assert!(!server.others().is_empty());
    let cleaned = cleanup(&server, &tokens, state.path(), &[]);
    assert_eq!(cleaned.code, 0, "{cleaned:?}");
    assert_eq!(server.others(), [""; 0]);
    let again = cleanup(&server, &tokens, state.path(), &[]);
    assert_eq!(again.code, 0, "{again:?}");
    assert!(again.stdout.contains("0 keys were put away"), "{}", again.stdout);
    server.nobody_was_touched();
    assert_eq!(crate::observed::records(&server.sandbox, 0), server.foreign);
}

/// On another machine there is no ledger: names prove whose a key is, and a name that somebody copied to an older key does
/// not.
#[test]
fn without_its_ledger_a_run_is_known_by_its_names() {
    let now = jiff::Timestamp::now().as_second();
    let server = Observed::start(Sandbox::builder().clock_at(now - 3_600));
    server.sandbox.clock().set(now);
    let (state, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let token = server.token(0);
    let mut child = run(&server, 1, state.path());
    has_keys(&server);
    child.kill().unwrap();
    child.wait().unwrap();
    let copied = server.others().pop().unwrap();
    let mut renamed = server.foreign[0].clone();
    renamed["name"] = copied.into();
    crate::observed::ask(&server.sandbox, 0, "PUT", "/api/token/", Some(renamed.clone()));
    let cleaned = cleanup(&server, &[&token], elsewhere.path(), &[]);
    assert!(matches!(cleaned.code, 0 | 6), "{cleaned:?}");
    let left = crate::observed::records(&server.sandbox, 0);
    for foreign in &server.foreign {
        assert!(left.iter().any(|record| record["id"] == foreign["id"]), "{foreign}");
    }
    assert_eq!(server.others(), [""; 0]);
    // With another token no name is one of the run's.
    let other = cleanup(&server, &[&server.token(1)], elsewhere.path(), &[]);
    assert!(other.stdout.contains("0 keys were put away"), "{}", other.stdout);
}

#[test]
fn a_ledger_of_another_server_or_of_nobody_is_refused() {
    let server = Observed::start(Sandbox::builder());
    let state = tempfile::tempdir().unwrap();
    let ledger = state.path().join("ledger.jsonl");
    let token = server.token(0);
    for (text, words) in [
        ("", "no line of a ledger"),
        (
            "{\"event\":\"run\",\"version\":9,\"base_url\":\"x\",\"run\":\"0000000\",\"salt\":\"s\"}\n",
            "its version is 9",
        ),
        (
            "{\"event\":\"run\",\"version\":1,\"base_url\":\"https://other.example\",\"run\":\"0000000\",\"salt\":\"s\"}\n",
            "other.example",
        ),
    ] {
        std::fs::write(&ledger, text).unwrap();
        let cleaned = cleanup(&server, &[&token], state.path(), &["--ledger", ledger.to_str().unwrap()]);
        assert_eq!(cleaned.code, 2, "{cleaned:?}");
        assert!(cleaned.stderr.contains(words), "{}", cleaned.stderr);
        assert_eq!(std::fs::read_to_string(&ledger).unwrap(), text);
    }
}

/// Runs killed at random moments, two at once, on servers with and without a fault, while somebody else uses the account.
/// `COMETAPI_KILLS` says how many; `contract-tests/kill-runs.sh` does it a hundred times.
#[test]
fn runs_killed_at_any_moment_leave_nothing_that_cleanup_does_not_remove() {
    let kills: u64 = std::env::var("COMETAPI_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(2);
    let mut random: u64 =
        std::env::var("COMETAPI_KILLS_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(0x5eed);
    let (mut removed, mut named) = (0, Vec::new());
    for kill in 0..kills {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let drawn = usize::try_from(random >> 33).unwrap();
        let fault = (kill % 2 == 1).then(|| Fault::ALL[drawn % Fault::ALL.len()]);
        let server = Observed::start(fault.map_or_else(Sandbox::builder, |fault| Sandbox::builder().fault(fault)));
        let state = tempfile::tempdir().unwrap();
        let tokens = [server.token(0), server.token(1)];
        let tokens = tokens.each_ref().map(String::as_str);
        let stranger = Stranger::begin(&server.sandbox);
        let mut children = [run(&server, 2, state.path()), run(&server, 2, state.path())];
        std::thread::sleep(Duration::from_millis(100 + (random >> 40) % 1_500));
        for child in &mut children {
            child.kill().unwrap();
            child.wait().unwrap();
        }
        let cleaned = cleanup(&server, &tokens, state.path(), &[]);
        drop(stranger);
        let left: Vec<String> = server.others().into_iter().filter(|name| !name.starts_with("stranger")).collect();
        let fault = fault.map_or("nothing", |fault| fault.name);
        server.nobody_was_touched();
        match cleaned.code {
            0 => {
                assert_eq!(left, [""; 0], "kill {kill}, fault {fault}: {cleaned:?}");
                removed += 1;
            }
            // A server that deletes nothing, or shows no keys any more, cannot be cleaned: that is said.
            code => {
                assert!(fault != "nothing" && matches!(code, 4 | 6), "kill {kill}, fault {fault}: {cleaned:?}");
                named.push(fault);
            }
        }
    }
    println!("{kills} kills of two runs: {removed} with no key left; left and said, for the server's fault: {named:?}");
}
