//! The verdicts on the recorded deployments, rule by rule, and the ledger that accepts some of them.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, helpers included")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use contract_tests::har::ReadOptions;
use contract_tests::recorded_target::{Recording, Yardstick};
use contract_tests::recordings;
use contract_tests::report::{ObservationReport, RuleReport, TargetReport};
use openapi::divergences::Divergences;
use openapi::rules::Rules;

fn reports() -> Vec<TargetReport> {
    let maintained = Yardstick::maintained().unwrap();
    let divergences = Divergences::maintained(&maintained.rules).unwrap();
    let yardstick = Yardstick { divergences, ..maintained };
    let folder = recordings::folder(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    recordings::deployments(&folder)
        .unwrap()
        .into_iter()
        .map(|deployment| {
            let recording = Recording { deployment: Some(deployment.name), files: deployment.files, kept: true };
            recording.judge(&yardstick, &ReadOptions::default()).unwrap()
        })
        .collect()
}

fn short(rule: &RuleReport) -> String {
    let counts = format!("{} for, {} against", rule.exchanges.confirming, rule.contradictions);
    match rule.verdict {
        "not verified" => "not verified".to_owned(),
        verdict => format!("{verdict} ({counts})"),
    }
}

/// Read by hand against the recordings: a change of this table is a change of what we say of a server.
#[test]
fn verdicts_of_the_recorded_deployments() {
    let reports = reports();
    let [newer, older] = reports.as_slice() else { panic!("two deployments are recorded") };
    let mut table = format!("{:<46}{:<42}{}\n", "rule", newer.target.label(), older.target.label());
    for (new, old) in newer.rules.iter().zip(&older.rules) {
        writeln!(table, "{:<46}{:<42}{}", new.id, short(new), short(old)).unwrap();
    }
    for report in &reports {
        writeln!(table, "\n{}: {} exchanges", report.target.label(), report.requests).unwrap();
        for note in &report.notes {
            writeln!(table, "  {note}").unwrap();
        }
    }
    insta::assert_snapshot!("verdicts_of_the_recorded_deployments", table);
}

/// Read by hand against the recordings, as the verdicts are.
#[test]
fn observations_of_the_recorded_deployments() {
    let mut text = String::new();
    for report in reports() {
        writeln!(text, "{}", report.target.label()).unwrap();
        for ObservationReport { about, text: seen, count, exchanges } in &report.observations {
            let exchanges: Vec<&str> =
                exchanges.iter().map(|exchange| exchange.rsplit_once("/recordings/").unwrap().1).collect();
            writeln!(text, "  {about}: {seen}\n    {count}: {}", exchanges.join(" ")).unwrap();
        }
    }
    insta::assert_snapshot!("observations", text);
}

#[test]
fn every_known_departure_is_seen_where_the_ledger_says() {
    let rules = Rules::maintained().unwrap();
    let ledger = Divergences::maintained(&rules).unwrap();
    for report in reports() {
        let deployment = report.target.deployment.as_deref().unwrap();
        assert!(report.stale_divergences.is_empty(), "{:?}", report.stale_divergences);
        for entry in ledger.of(deployment) {
            let rule = report.rules.iter().find(|rule| rule.id == entry.rule).unwrap();
            let seen: BTreeSet<&str> = rule.findings.iter().map(|finding| finding.exchange.as_str()).collect();
            for evidence in &entry.evidence {
                let exchange = format!("contract-tests/recordings/{deployment}/{evidence}");
                assert!(seen.contains(exchange.as_str()), "{deployment}, {}: {evidence} is none of {seen:#?}", rule.id);
            }
        }
    }
}

/// The table was written by hand, before the judges' verdicts were looked at: when they disagree, find out who is right.
#[test]
fn the_verdicts_are_those_expected_by_hand() {
    let rows = include_str!("expected-verdicts.md").lines().filter_map(|line| line.strip_prefix("| "));
    let expected: BTreeMap<&str, Vec<&str>> = rows
        .filter_map(|row| {
            let mut cells = row.split(" | ");
            Some((cells.next()?, cells.take(2).collect()))
        })
        .collect();
    let reports = reports();
    let [newer, older] = reports.as_slice() else { panic!("two deployments are recorded") };
    let rules = newer.rules.iter().zip(&older.rules).filter(|(new, _)| !new.id.starts_with("client."));
    let mut compared = 0;
    for (new, old) in rules {
        assert_eq!(expected.get(new.id.as_str()), Some(&vec![new.verdict, old.verdict]), "{}", new.id);
        compared += 1;
    }
    assert_eq!(compared, 127);
}
