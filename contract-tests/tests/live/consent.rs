//! Nothing is written unless somebody said so, and nothing at all in a dry run.

use sandbox::Sandbox;
use serde_json::Value;

use crate::observed::Observed;
use crate::process::{ledgers, live, said};

#[test]
fn without_allow_writes_a_run_only_reads() {
    let server = Observed::start(Sandbox::builder());
    let state = tempfile::tempdir().unwrap();
    let words = ["--rate", "200", "--json", "-"];
    let run = said(live(&server, 2, state.path(), &words));
    assert_eq!(run.code, 0, "{run:?}");
    assert!(server.seen().iter().all(|seen| !seen.is_write()));
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    let target = report.pointer("/targets/0").unwrap_or(&report);
    assert_eq!(target.pointer("/target/kind").unwrap(), "live");
    assert!(target.pointer("/verdicts/confirmed").unwrap().as_u64().unwrap() > 10, "{}", target["verdicts"]);
    assert!(run.stderr.contains("2 keys that are not this run's"), "{}", run.stderr);
    assert!(ledgers(state.path()).is_empty());
}

#[test]
fn a_dry_run_says_what_would_be_written_and_sends_nothing() {
    let server = Observed::start(Sandbox::builder());
    let state = tempfile::tempdir().unwrap();
    let words = ["--allow-writes", "--dry-run"];
    let run = said(live(&server, 1, state.path(), &words));
    assert_eq!(run.code, 0, "{run:?}");
    assert!(server.seen().is_empty());
    assert!(run.stdout.contains("nothing is sent") && run.stdout.contains("create key 1"), "{}", run.stdout);
    assert!(ledgers(state.path()).is_empty());
}

#[test]
fn the_default_budget_is_kept_and_the_account_is_left_as_it_was() {
    let server = Observed::start(Sandbox::builder());
    let state = tempfile::tempdir().unwrap();
    let words = ["--rate", "300", "--allow-writes", "--json", "-"];
    let run = said(live(&server, 2, state.path(), &words));
    assert_eq!(run.code, 0, "{run:?}");
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    let target = report.pointer("/targets/0").unwrap_or(&report);
    let confirmed = target.pointer("/verdicts/confirmed").unwrap().as_u64().unwrap();
    assert!(confirmed >= 75, "{confirmed} of the default budget");
    // Cleanup has a budget of its own: a few requests for each of at most five keys.
    let sent = server.seen().len();
    assert!((100..=150).contains(&sent), "{sent}");
    assert_eq!(server.others(), [""; 0]);
    server.nobody_was_touched();
    assert_eq!(crate::observed::records(&server.sandbox, 0), server.foreign);
    assert!(ledgers(state.path()).is_empty(), "nothing is left, so no ledger is");
    for seen in server.seen().iter().filter(|seen| seen.method == "POST") {
        let body: Value = serde_json::from_slice(&seen.body).unwrap();
        assert!(body["name"].as_str().unwrap().starts_with("ct-"), "{body}");
        let guards = [
            body["remain_quota"] == 0 && body["unlimited_quota"] == false,
            body["expired_time"]
                .as_i64()
                .is_some_and(|time| time > 0 && time < jiff::Timestamp::now().as_second() + 3_601),
            body["allow_ips"]
                .as_str()
                .is_some_and(|list| list.starts_with("192.0.2.") || list.starts_with("198.51.100.")),
            body["model_limits_enabled"] == true
                && body["model_limits"].as_str().unwrap().starts_with("ct-no-such-model"),
        ];
        assert!(guards.iter().filter(|holds| **holds).count() >= 2, "{body}");
    }
}

#[test]
fn another_user_than_the_expected_one_is_refused_before_anything_is_written() {
    let server = Observed::start(Sandbox::builder());
    let state = tempfile::tempdir().unwrap();
    let user = server.sandbox.accounts()[0].user_id;
    let words = ["--rate", "300", "--allow-writes", "--expect-user-id", "999999", "--max-requests", "40"];
    let run = said(live(&server, 1, state.path(), &words));
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.stderr.contains(&format!("user {user}")) && run.stderr.contains("999999"), "{}", run.stderr);
    assert!(server.seen().iter().all(|seen| !seen.is_write()));
}

#[test]
fn two_tokens_of_one_user_are_refused() {
    let account = |token: &str| sandbox::Account::new("alice", 41, token);
    let server = Observed::start(
        Sandbox::builder().account(account("token-of-alice-000001")).account(account("token-of-alice-000002")),
    );
    let state = tempfile::tempdir().unwrap();
    let words = ["--rate", "300", "--allow-writes"];
    let run = said(live(&server, 2, state.path(), &words));
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.stderr.contains("both access tokens show keys of user 41"), "{}", run.stderr);
    assert_eq!(server.others(), [""; 0]);
}
