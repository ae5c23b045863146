//! Living with a server that departs: its known departures, and what is news.

use std::path::Path;

use sandbox::{Builder, Fault, Profile, Sandbox};
use serde_json::Value;

use crate::observed::Observed;
use crate::process::{Said, live, said};

/// A run with a budget that decides most rules.
fn run(server: &Observed, state: &Path, more: &[&str]) -> Said {
    let words = ["--allow-writes", "--rate", "2000", "--max-requests", "400", "--deployment", "production"];
    said(live(server, 2, state, &[&words[..], more].concat()))
}

fn departing() -> Observed {
    Observed::start(departing_builder())
}

fn departing_builder() -> Builder {
    Sandbox::builder().profile(&Profile::NEW_API_2026_07)
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

    let asked = server.seen().len();
    let reasonless = run(&server, state.path(), &["--divergences", known]);
    assert_eq!(reasonless.code, 2, "{reasonless:?}");
    let line = 1 + text.lines().position(|line| line == "reason = \"\"").unwrap();
    let named = format!("{known}:{line}: `reason` of `");
    assert!(reasonless.stderr.contains(&named) && reasonless.stderr.contains("fill it in"), "{}", reasonless.stderr);
    assert!(server.seen().len() == asked, "a ledger that cannot stand is refused before anything is sent");

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

/// The verdict on a rule in a report.
fn verdict(report: &Path, rule: &str) -> Value {
    let report: Value = serde_json::from_slice(&std::fs::read(report).unwrap()).unwrap();
    let mut rules = report["rules"].as_array().unwrap().iter();
    rules.find(|reported| reported["id"] == rule).unwrap()["verdict"].clone()
}

/// Only lists with several addresses are stored otherwise. A run that comes to none of them confirms the rule, on a server
/// that departs as ever.
#[test]
fn a_rule_that_other_values_confirm_makes_no_departure_stale() {
    let rule = "create.allow_ips.stored-as-sent";
    let state = tempfile::tempdir().unwrap();
    let file = state.path().join("known.toml");
    let known = file.to_str().unwrap();
    let server = with_fault("allow-ips-with-commas");
    let text = completed(&server, state.path(), known);
    assert!(text.contains(&format!("rule = \"{rule}\"")), "{text}");
    let small = |server: &Observed| {
        let json = state.path().join("small.json");
        let words = ["--allow-writes", "--rate", "2000", "--max-requests", "60", "--deployment", "production"];
        let more = ["--divergences", known, "--json", json.to_str().unwrap()];
        let run = said(live(server, 2, state.path(), &[&words[..], &more].concat()));
        (run, verdict(&json, rule))
    };
    let (held, verdict) = small(&server);
    assert_eq!(verdict, "confirmed");
    assert_eq!(held.code, 0, "{held:?}");

    let mended = Observed::start(Sandbox::builder());
    let stale = run(&mended, state.path(), &["--divergences", known]);
    assert_eq!(stale.code, 4, "{stale:?}");
    assert!(stale.stdout.contains(&format!("{rule} of deployment production is confirmed")), "{}", stale.stdout);
}

/// A run on a disposable account sends other bodies in the same cases: what it saw, a careful run does not come to.
#[test]
fn what_a_disposable_account_showed_is_not_stale_in_a_careful_run() {
    let state = tempfile::tempdir().unwrap();
    let file = state.path().join("known.toml");
    let known = file.to_str().unwrap();
    let server = with_fault("no-expiry-as-null");
    let disposable =
        |server: &Observed, more: &[&str]| run(server, state.path(), &[&["--disposable-account"], more].concat());
    assert_eq!(disposable(&server, &["--propose-divergences", known]).code, 1);
    let text = std::fs::read_to_string(&file).unwrap().replace("reason = \"\"", "reason = \"Known.\"");
    std::fs::write(&file, text).unwrap();
    assert_eq!(disposable(&server, &["--divergences", known]).code, 0);
    let careful = run(&server, state.path(), &["--divergences", known]);
    assert_eq!(careful.code, 0, "{careful:?}");
    let mended = Observed::start(Sandbox::builder());
    assert_eq!(run(&mended, state.path(), &["--divergences", known]).code, 0);
    assert_eq!(disposable(&mended, &["--divergences", known]).code, 4);
}

/// Nobody knows which case would show what a person has seen: only a run that did all of them says that it is gone.
#[test]
fn a_departure_that_a_person_saw_is_stale_after_a_whole_run_only() {
    let state = tempfile::tempdir().unwrap();
    let file = state.path().join("known.toml");
    let known = file.to_str().unwrap();
    let rule = "update.status.answered-as-sent";
    let day = (jiff::Timestamp::now() + jiff::SignedDuration::from_hours(48)).strftime("%Y-%m-%d");
    let entry = format!(
        "[[divergence]]\nrule = \"{rule}\"\ndeployment = \"production\"\nseen = \"it is ignored\"\n\
         evidence = [\"a ticket\"]\nsince = \"2026-11-23\"\nexpires = \"{day}\"\nreason = \"Known.\"\n"
    );
    std::fs::write(&file, entry).unwrap();
    let mended = Observed::start(Sandbox::builder());
    let json = state.path().join("part.json");
    let part = run(&mended, state.path(), &["--divergences", known, "--json", json.to_str().unwrap()]);
    assert_eq!(verdict(&json, rule), "confirmed");
    assert_eq!(part.code, 0, "{part:?}");
    let words = ["--allow-writes", "--unlimited", "--disposable-account", "--time-limit", "120"];
    let more = ["--deployment", "production", "--divergences", known];
    let whole = said(live(&mended, 2, state.path(), &[&words[..], &more].concat()));
    assert_eq!(whole.code, 4, "{whole:?}");
    assert!(whole.stdout.contains(&format!("{rule} of deployment production is confirmed")), "{whole:?}");
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

/// What was wrong before stays, one thing more is wrong, and that one alone is named and fails.
#[test]
fn beside_an_old_contradiction_a_new_one_fails() {
    let state = tempfile::tempdir().unwrap();
    let earlier = state.path().join("earlier.json");
    let report = earlier.to_str().unwrap();
    assert_eq!(run(&departing(), state.path(), &["--json", report]).code, 1);
    let worse = || Observed::start(departing_builder().fault(Fault::named("name-cut-at-50-bytes").unwrap()));
    let more = run(&worse(), state.path(), &["--since", report]);
    assert_eq!(more.code, 1, "{more:?}");
    let news: Vec<&str> = more.stdout.lines().filter(|line| line.starts_with("+ ")).collect();
    assert!(!news.is_empty() && news.iter().all(|line| line.contains(".name.")), "{news:?}");
    assert!(more.stdout.contains("update.status.answered-as-sent"), "the old ones are still reported: {}", more.stdout);
}

/// A report of another server excuses nothing.
#[test]
fn a_server_that_nobody_named_is_compared_with_itself() {
    let state = tempfile::tempdir().unwrap();
    let earlier = state.path().join("earlier.json");
    let report = earlier.to_str().unwrap();
    let unnamed = |server: &Observed, more: &[&str]| {
        let words = ["--allow-writes", "--rate", "2000", "--max-requests", "200"];
        said(live(server, 2, state.path(), &[&words[..], more].concat()))
    };
    let server = with_fault("status-ignored");
    assert_eq!(unnamed(&server, &["--json", report]).code, 1);
    assert_eq!(unnamed(&server, &["--since", report]).code, 0);
    let other = unnamed(&with_fault("status-ignored"), &["--since", report]);
    assert_eq!(other.code, 1, "{other:?}");
    assert!(other.stdout.contains("nothing to compare with"), "{}", other.stdout);
}
