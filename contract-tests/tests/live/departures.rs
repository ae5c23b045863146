//! Living with a server that departs: its known departures, and what is news.

use std::path::Path;

use sandbox::{Fault, Profile, Sandbox};

use crate::observed::Observed;
use crate::process::{Said, live, said};

/// A run with a budget that decides most rules.
fn run(server: &Observed, state: &Path, more: &[&str]) -> Said {
    let words = ["--allow-writes", "--rate", "2000", "--max-requests", "400", "--deployment", "production"];
    said(live(server, 2, state, &[&words[..], more].concat()))
}

fn departing() -> Observed {
    Observed::start(Sandbox::builder().profile(&Profile::NEW_API_2026_07))
}

fn with_fault(name: &str) -> Observed {
    Observed::start(Sandbox::builder().fault(Fault::named(name).unwrap()))
}

#[test]
fn departures_are_proposed_completed_and_then_known_until_they_are_gone() {
    let state = tempfile::tempdir().unwrap();
    let file = state.path().join("known.toml");
    let known = file.to_str().unwrap();
    let server = departing();
    let proposed = run(&server, state.path(), &["--propose-divergences", known]);
    assert_eq!(proposed.code, 1, "{proposed:?}");
    assert!(proposed.stdout.contains("without a reason") && proposed.stdout.contains("--target live --allow-writes"));
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.contains("rule = \"update.status.answered-as-sent\"\ndeployment = \"production\""), "{text}");
    assert!(!text.contains("[decided]\nproduction"), "a live run says nothing of what recordings decide: {text}");

    let reasonless = run(&server, state.path(), &["--divergences", known]);
    assert_eq!(reasonless.code, 2, "{reasonless:?}");
    assert!(reasonless.stderr.contains("known.toml:") && reasonless.stderr.contains("reason"), "{}", reasonless.stderr);

    let completed = text.replace("reason = \"\"", "reason = \"We delete keys instead.\"");
    std::fs::write(&file, &completed).unwrap();
    let held = run(&server, state.path(), &["--divergences", known]);
    assert_eq!(held.code, 0, "{held:?}");
    assert!(held.stdout.contains("known departures"), "{}", held.stdout);
    let others = said(live(&server, 2, state.path(), &["--allow-writes", "--rate", "2000", "--divergences", known]));
    assert_eq!(others.code, 1, "another deployment has no departures: {others:?}");

    let mended = Observed::start(Sandbox::builder());
    let stale = run(&mended, state.path(), &["--divergences", known]);
    assert_eq!(stale.code, 4, "{stale:?}");
    assert!(stale.stdout.contains("update.status.answered-as-sent"), "{}", stale.stdout);
}

/// The proposed ledger of a server, with a reason for everything.
fn completed(server: &Observed, state: &Path, file: &str) -> String {
    assert_eq!(run(server, state, &["--propose-divergences", file]).code, 1);
    let text = std::fs::read_to_string(file).unwrap().replace("reason = \"\"", "reason = \"Known.\"");
    std::fs::write(file, &text).unwrap();
    text
}

#[test]
fn departures_run_out() {
    let state = tempfile::tempdir().unwrap();
    let file = state.path().join("known.toml");
    let known = file.to_str().unwrap();
    let server = with_fault("status-ignored");
    let text = completed(&server, state.path(), known);
    let day = text.split("expires = \"").nth(1).unwrap()[..10].to_owned();
    let in_days = |days: i64| {
        let then = jiff::Timestamp::now() + jiff::SignedDuration::from_hours(24 * days);
        then.strftime("%Y-%m-%d").to_string()
    };
    assert!(day > in_days(80) && day < in_days(100), "{day}");
    for (expires, code, words) in [
        (format!("expires = \"{}\"", in_days(1)), 0, "held"),
        (format!("expires = \"{}\"", in_days(-1)), 4, "was accepted until"),
        (String::new(), 4, "has no `expires`"),
    ] {
        std::fs::write(&file, text.replace(&format!("expires = \"{day}\""), &expires)).unwrap();
        let run = run(&server, state.path(), &["--divergences", known]);
        assert_eq!(run.code, code, "{expires:?}: {run:?}");
        assert!(run.stdout.contains(words), "{expires:?}: {}", run.stdout);
    }
}

/// A run that does not come to see a departure says nothing of it.
#[test]
fn what_a_small_budget_does_not_show_is_not_stale() {
    let state = tempfile::tempdir().unwrap();
    let file = state.path().join("known.toml");
    let known = file.to_str().unwrap();
    let server = with_fault("status-ignored");
    completed(&server, state.path(), known);
    let words = ["--deployment", "production", "--divergences", known];
    let run = said(live(&Observed::start(Sandbox::builder()), 1, state.path(), &words));
    assert_eq!(run.code, 0, "{run:?}");
}

#[test]
fn since_an_earlier_run_only_news_fail() {
    let state = tempfile::tempdir().unwrap();
    let earlier = state.path().join("earlier.json");
    let report = earlier.to_str().unwrap();
    let server = with_fault("status-ignored");
    assert_eq!(run(&server, state.path(), &["--json", report]).code, 1);
    let same = run(&server, state.path(), &["--since", report]);
    assert_eq!(same.code, 0, "{same:?}");
    assert!(same.stdout.contains("broken"), "the verdict stays what it is: {}", same.stdout);
    let more = run(&with_fault("name-cut-at-50-bytes"), state.path(), &["--since", report]);
    assert_eq!(more.code, 1, "{more:?}");
    let news = |mark: &str, rule: &str| more.stdout.lines().any(|line| line.starts_with(mark) && line.contains(rule));
    assert!(news("+", "name") && news("-", "update.status"), "{}", more.stdout);
}
