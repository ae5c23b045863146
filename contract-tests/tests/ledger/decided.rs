//! The rules that kept recordings decide: one that is not verified any more has lost its evidence.

use serde_json::Value;

use super::clone::Clone;
use super::run::{maintained, verify};

const NEWER: &str = "new-api-2026-07";

/// A rule that a recording decides and no list has is not protected; one that a list has in vain fails the run.
#[test]
fn the_maintained_ledger_is_what_the_command_writes() {
    let run = verify(&["--propose-divergences", "-"]);
    assert!(
        run.stdout == maintained(),
        "openapi/divergences.toml is not what is seen today; write it anew, and read the difference:\n  \
         cargo xtask verify --propose-divergences openapi/divergences.toml\n{}",
        run.stderr
    );
    run.ends(0);
}

#[test]
fn a_decided_rule_without_evidence_fails_the_run() {
    let clone = Clone::of(NEWER, &["pages"]);
    let run = clone.verify(&["--json", "report.json"]).ends(4);
    let run = run.prints("recorded, new-api-2026-07, 2026-11-23: held, ");
    let run = run.prints(" known departures; but ").prints("rules without the evidence of before");
    let lost = format!(
        "lost: list.p.default-1 was decided by the recordings of deployment {NEWER}, and is not verified now; shown by: "
    );
    let run = run.prints(&lost).prints("cargo xtask verify --propose-divergences openapi/divergences.toml");
    assert!(!run.stdout.contains("lost: list.key.in-clear"), "{}", run.stdout);
    let report: Value = serde_json::from_str(&clone.read("report.json")).unwrap();
    let told = report["lost_evidence"].as_array().unwrap();
    assert!(told.iter().any(|line| line.as_str().unwrap().starts_with("list.p.default-1 ")), "{told:?}");
    assert_eq!(report["verdict"], "held");
    // Of the rules that were not asked for nothing is lost.
    clone.verify(&["--rule", "delete"]).ends(0);
    clone.verify(&["--rule", "list.p.default-1"]).ends(4);
}

/// Without evidence nobody knows whether a departure is gone: removing its entry would be wrong advice.
#[test]
fn a_known_departure_without_evidence_is_lost_and_not_stale() {
    let clone = Clone::of(NEWER, &["allow-ips"]);
    let run = clone.verify(&[]).ends(4).prints("lost: update.allow_ips.other-text-refused was decided");
    assert!(!run.stdout.contains("stale: "), "{}", run.stdout);
}

#[test]
fn what_another_recording_leaves_out_is_not_lost() {
    let clone = Clone::of(NEWER, &[]);
    let file = format!("contract-tests/recordings/{NEWER}/names.har");
    clone.verify(&["--recording", &file, "--deployment", NEWER]).ends(0);
}

#[test]
fn without_a_ledger_no_rule_is_expected_to_be_decided() {
    let clone = Clone::of(NEWER, &["pages"]);
    clone.verify(&["--no-divergences", "--rule", "list.p.default-1", "--rule", "list.record"]).ends(0);
}

#[test]
fn a_list_that_cannot_stand_is_named_with_its_line() {
    let clone = Clone::of(NEWER, &[]);
    let cases = [
        (
            "new-api-2026-07 = [\"list.p.default-1\",\n\"list.p.defualt-1\"]",
            "ledger.toml:3: no rule is called `list.p.defualt-1`",
        ),
        (
            "new-api-2026-07 = [\"list.p.default-1\",\n\"list.p.default-1\"]",
            "ledger.toml:3: `list.p.default-1` is there twice",
        ),
        (
            "\nnew-api-2026-7 = [\"list.p.default-1\"]",
            "ledger.toml:3: `decided` lists rules of deployment `new-api-2026-7`",
        ),
        ("new-api-2026-07 = \"list.p.default-1\"", "ledger.toml: TOML parse error at line 2"),
    ];
    for (list, message) in cases {
        clone.write("ledger.toml", &format!("[decided]\n{list}\n"));
        clone.verify(&["--divergences", "ledger.toml"]).ends(2).complains(message);
    }
}

#[test]
fn lists_are_brought_up_to_date_by_one_command() {
    let clone = Clone::of(NEWER, &["pages"]);
    // A rule that got another name, one that is not decided any more, and one that is missing.
    let outdated = maintained()
        .replace("    \"list.record.sixteen-fields\",\n", "    \"list.record.16-fields\",\n")
        .replace("    \"list.key.in-clear\",\n", "");
    clone.write("ledger.toml", &outdated);
    clone.verify(&["--divergences", "ledger.toml"]).ends(2).complains("no rule is called `list.record.16-fields`");
    let update = ["--divergences", "ledger.toml", "--propose-divergences", "ledger.toml"];
    clone.verify(&update).ends(4).prints("lost: list.p.default-1 ");
    clone.verify(&["--divergences", "ledger.toml"]).ends(0);
    let ledger = clone.read("ledger.toml");
    let written = ledger.split("new-api-2026-07 = [").nth(1).unwrap();
    assert!(
        written.contains("\"list.record.sixteen-fields\"") && written.contains("\"list.key.in-clear\""),
        "{written}"
    );
    assert!(!written.contains("\"list.p.default-1\""), "{written}");
}

/// What a run did not look at stays as it is.
#[test]
fn a_run_on_some_rules_or_one_deployment_leaves_the_rest_of_the_ledger() {
    let clone = Clone::empty();
    clone.write("ledger.toml", &maintained());
    let ledger = clone.path("ledger.toml");
    let propose = ["--propose-divergences", ledger.to_str().unwrap()];
    for some in [["--rule", "list"], ["--deployment", NEWER], ["--deployment", "new-api-2025-04"]] {
        verify(&[propose, some].concat()).ends(0);
        assert_eq!(clone.read("ledger.toml"), maintained(), "{some:?}");
    }
}
