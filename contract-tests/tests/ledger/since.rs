//! `--since REPORT.json`: what changed since an earlier report.

use serde_json::{Value, json};

use super::clone::Clone;
use super::run::{Run, lifecycle, verify};

const NEWER: &str = "new-api-2026-07";
const BOTH: &str = "recorded, unnamed deployment, 2026-11-23 → 2026-11-24";

/// A clone with two recordings of the same server: on Monday it lists keys in clear, on Tuesday it masks them.
fn two_days() -> Clone {
    let clone = Clone::empty();
    let masked = lifecycle(NEWER).to_string();
    clone.write("monday.har", &masked.replace("**********", "REDACTEDkey"));
    clone.write("tuesday.har", &masked.replace("\"recorded_on\":\"2026-11-23\"", "\"recorded_on\":\"2026-11-24\""));
    for day in ["monday", "tuesday"] {
        clone.verify(&["--recording", &format!("{day}.har"), "--json", &format!("{day}.json")]);
    }
    clone
}

fn since(clone: &Clone, recording: &str, report: &str) -> Run {
    clone.verify(&["--recording", recording, "--since", report])
}

#[track_caller]
fn line(run: &Run, line: &str) {
    assert!(run.stdout.lines().any(|printed| printed == line), "no line: {line}\n{}", run.stdout);
}

#[test]
fn a_new_contradiction_fails_and_one_of_before_does_not() {
    let clone = two_days();
    let run = since(&clone, "tuesday.har", "monday.json").ends(1).prints("since monday.json\n");
    line(&run, &format!("+ list.key.in-clear  confirmed → contradicted  {BOTH}"));
    let new = run.stdout.lines().filter(|line| line.starts_with("+ ")).count();
    assert!(run.stdout.contains(&format!(" changed, {new} new contradictions\n")) && new >= 2, "{}", run.stdout);
    // The next day the same is nothing new, and what is broken is still called so.
    let run = since(&clone, "tuesday.har", "tuesday.json").ends(0).prints("2026-11-24: broken, ");
    line(&run, "recorded, unnamed deployment, 2026-11-24 → 2026-11-24: no verdict changed");
    // One rule more is.
    let mut earlier: Value = serde_json::from_str(&clone.read("tuesday.json")).unwrap();
    rule(&mut earlier, "get.key.in-clear")["verdict"] = json!("not verified");
    clone.write("earlier.json", &earlier.to_string());
    let run = since(&clone, "tuesday.har", "earlier.json").ends(1);
    let changed: Vec<&str> = run.stdout.lines().filter(|line| line.contains(" → contradicted  ")).collect();
    assert_eq!(changed.len(), 1, "{changed:?}");
}

#[test]
fn a_contradiction_that_is_gone_is_shown() {
    let clone = two_days();
    let run = since(&clone, "monday.har", "tuesday.json").ends(0);
    let label = "recorded, unnamed deployment, 2026-11-24 → 2026-11-23";
    line(&run, &format!("- list.key.in-clear  contradicted → confirmed  {label}"));
}

#[test]
fn evidence_that_is_gone_is_shown_as_lost() {
    let clone = two_days();
    let mut recording: Value = serde_json::from_str(&clone.read("tuesday.har")).unwrap();
    recording["log"]["entries"].as_array_mut().unwrap().truncate(2);
    clone.write("wednesday.har", &recording.to_string());
    let run = since(&clone, "wednesday.har", "tuesday.json").ends(0);
    let label = "recorded, unnamed deployment, 2026-11-24 → 2026-11-24";
    line(&run, &format!("? get.answers-asked-key  confirmed → not verified (lost)  {label}"));
    line(&run, &format!("? get.key.in-clear  contradicted → not verified (lost)  {label}"));
    // What is verified for the first time is no loss.
    let run = since(&clone, "monday.har", "tuesday.json");
    assert!(!run.stdout.contains("(lost)"), "{}", run.stdout);
}

#[test]
fn a_known_departure_is_shown_and_accepted() {
    let clone = two_days();
    let named = |day: &str, file: &str| {
        clone.verify(&["--recording", &format!("{day}.har"), "--deployment", NEWER, "--json", file]).ends(0);
    };
    named("monday", "named.json");
    let run = clone.verify(&["--recording", "tuesday.har", "--deployment", NEWER, "--since", "named.json"]).ends(0);
    let label = format!("recorded, {NEWER}, 2026-11-23 → 2026-11-24");
    line(&run, &format!("+ list.key.in-clear  confirmed → contradicted (known departure)  {label}"));
}

/// Rules and the document change too, and a report of tomorrow may have more in it.
#[test]
fn every_target_is_compared_with_its_own() {
    let clone = Clone::empty();
    let file = clone.path("report.json");
    verify(&["--json", file.to_str().unwrap()]).ends(0);
    let mut earlier: Value = serde_json::from_str(&clone.read("report.json")).unwrap();
    earlier["tomorrow"] = json!({"a": 1});
    let targets = earlier["targets"].as_array_mut().unwrap();
    targets.reverse();
    let newer = targets.iter_mut().find(|target| target["target"]["deployment"] == NEWER).unwrap();
    newer["target"]["recorded_on"] = json!("2026-11-20");
    newer["target"]["moon"] = json!("full");
    newer["document"] = json!({"version": "0.0.1", "sha256": "0".repeat(64), "pages": 12});
    let rules = newer["rules"].as_array_mut().unwrap();
    rules.retain(|rule| rule["id"] != "delete.answer.confirms-only");
    rules.push(json!({"id": "delete.with-care", "verdict": "confirmed", "weight": 1}));
    rules.push(json!({"id": "document.examples.valid", "verdict": "confirmed"}));
    clone.write("report.json", &earlier.to_string());
    let run = verify(&["--since", file.to_str().unwrap()]).ends(0);
    let label = format!("recorded, {NEWER}, 2026-11-20 → 2026-11-23");
    line(&run, &format!("~ delete.answer.confirms-only  not reported → confirmed  {label}"));
    line(&run, &format!("~ delete.with-care  confirmed → no rule any more  {label}"));
    line(&run, &format!("{label}: 2 verdicts changed, no new contradiction"));
    let document =
        run.stdout.lines().find(|line| line.starts_with("~ document  0.0.1 (sha256:000000000000…) → ")).unwrap();
    assert!(document.ends_with(&format!("…)  {label}")), "{document}");
    line(&run, "recorded, new-api-2025-04, 2026-11-23 → 2026-11-23: no verdict changed");
    // A rule that was not asked for is no rule that is gone.
    let run = verify(&["--since", file.to_str().unwrap(), "--rule", "list"]).ends(0);
    let gone = run.stdout.lines().filter(|line| line.contains("no rule any more")).count();
    assert_eq!(gone, 1, "{}", run.stdout);
}

#[test]
fn a_target_of_one_side_alone_is_named() {
    let clone = two_days();
    let arguments = ["--recording", "tuesday.har", "--deployment", "production", "--since", "tuesday.json"];
    let run = clone.verify(&arguments).ends(1);
    let run = run.prints("recorded, production, 2026-11-24, not in tuesday.json: nothing to compare with, ");
    line(
        &run,
        "+ list.key.in-clear  not reported → contradicted  recorded, production, 2026-11-24, not in tuesday.json",
    );
    line(&run, "recorded, unnamed deployment, 2026-11-24: only in tuesday.json, not judged now");
}

#[test]
fn a_stale_departure_fails_since_an_earlier_report_too() {
    let clone = Clone::of(NEWER, &["pages"]);
    clone.verify(&["--json", "report.json"]).ends(4);
    clone.verify(&["--since", "report.json"]).ends(4).prints("no verdict changed");
    clone.verify(&["--since", "report.json", "--no-divergences"]).ends(0).prints("2026-11-23: broken, ");
    clone.verify(&["--since", "report.json", "--no-divergences", "--strict"]).ends(4);
}

#[test]
fn what_is_no_report_is_refused_with_the_place() {
    let clone = two_days();
    let report: Value = serde_json::from_str(&clone.read("monday.json")).unwrap();
    let edited = |edit: fn(&mut Value)| {
        let mut report = report.clone();
        edit(&mut report);
        report.to_string()
    };
    let cases = [
        ("".to_owned(), "it is not JSON: EOF"),
        ("no JSON".to_owned(), "it is not JSON: expected"),
        ("[".repeat(100_000), "it is not JSON: recursion limit"),
        ("{}".to_owned(), "missing field `target`"),
        ("[]".to_owned(), "is no report of `cargo xtask verify`"),
        ("5".to_owned(), "is no report of `cargo xtask verify`"),
        (r#"{"targets": 5}"#.to_owned(), "targets: invalid type"),
        (r#"{"targets": [{"target": {"kind": "recorded"}}]}"#.to_owned(), "targets[0]: missing field `document`"),
        (
            edited(|report| report["rules"][3]["verdict"] = json!("perhaps")),
            "rules[3].verdict: unknown variant `perhaps`",
        ),
        (edited(|report| report["rules"][3]["id"] = json!(7)), "rules[3].id: invalid type"),
        (edited(|report| report["document"] = json!("1.0")), "document: invalid type"),
    ];
    for (text, message) in cases {
        clone.write("report.json", &text);
        let run = since(&clone, "monday.har", "report.json").ends(2).complains(message);
        let run = run.complains("report.json is no report").complains("--since FILE");
        assert_eq!(run.stdout, "");
    }
    since(&clone, "monday.har", "no-such.json").ends(2).complains("cannot read no-such.json: ");
}

/// An earlier report may come from anywhere.
#[test]
fn no_text_of_an_earlier_report_acts_on_a_terminal() {
    let clone = two_days();
    let mut report: Value = serde_json::from_str(&clone.read("monday.json")).unwrap();
    let hostile = "\u{1b}[2J\u{202e}sk-T3stS3cretT3stS3cretT3stS3cret42";
    report["rules"][0]["id"] = json!(hostile);
    report["target"]["recorded_on"] = json!(hostile);
    report["document"] = json!({"version": hostile, "sha256": hostile});
    clone.write("report.json", &report.to_string());
    let run = since(&clone, "monday.har", "report.json").ends(0);
    assert!(!run.stdout.contains(['\u{1b}', '\u{202e}']), "{:?}", run.stdout);
    assert!(!run.stdout.contains("T3stS3cret") && run.stdout.contains("[masked]"), "{}", run.stdout);
    report["rules"][0]["verdict"] = json!(hostile);
    clone.write("report.json", &report.to_string());
    let run = since(&clone, "monday.har", "report.json").ends(2);
    assert!(!run.stderr.contains(['\u{1b}', '\u{202e}']) && !run.stderr.contains("T3stS3cret"), "{:?}", run.stderr);
}

/// Standard output belongs to the report asked for there.
#[test]
fn beside_a_report_on_standard_output_the_changes_go_to_standard_error() {
    let clone = two_days();
    let run = clone.verify(&["--recording", "tuesday.har", "--since", "monday.json", "--json", "-"]).ends(1);
    assert!(serde_json::from_str::<Value>(&run.stdout).is_ok(), "{}", run.stdout);
    run.complains("+ list.key.in-clear  confirmed → contradicted");
}

fn rule<'a>(report: &'a mut Value, id: &str) -> &'a mut Value {
    report["rules"].as_array_mut().unwrap().iter_mut().find(|rule| rule["id"] == id).unwrap()
}
