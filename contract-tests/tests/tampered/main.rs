//! Each judge is shown to fail, each observer to see: single edits to recordings, each with the one rule that must notice
//! it, or with what is observed.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, helpers included")]

mod across;
mod edit;
mod edits;
mod observed;

use std::collections::BTreeSet;
use std::sync::Arc;

use contract_tests::contract::Contract;
use contract_tests::har::{self, HarInput, ReadOptions};
use contract_tests::judging::Judging;
use contract_tests::verdict::Verdict;
use openapi::Source;
use openapi::rules::Rules;
use serde_json::Value;

use edits::{Tampering, all};

/// A recording of the newer server as JSON, its masked keys filled in: with that it keeps nearly all that is documented,
/// so that an edit is the only thing to notice.
fn recording(topic: &str) -> Value {
    let path = format!("{}/recordings/new-api-2026-07/{topic}.har", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    // The ends of a key that are left, and what a placeholder has between them.
    let filled = text.replace("**********", &format!("REDACTEDkey{}", "0".repeat(29)));
    let mut recording: Value = serde_json::from_str(&filled).unwrap();
    if topic == "model-requests" {
        // The departure that is there already: a key that an accepted update did not disable.
        recording["log"]["entries"].as_array_mut().unwrap().drain(63..70);
    }
    recording
}

fn contradicted(recording: &Value, contract: &Arc<Contract>) -> BTreeSet<&'static str> {
    let bytes = serde_json::to_vec(recording).unwrap();
    let trace = har::read(&[HarInput::bytes("tampered.har", bytes)], &ReadOptions::default()).unwrap();
    let evidences = Judging::new(Arc::clone(contract)).trace(&trace).evidences;
    let contradicted = |rule: &&str| evidences.of(rule).is_some_and(|e| e.verdict() == Verdict::Contradicted);
    evidences.rules().filter(contradicted).collect()
}

#[test]
fn every_edit_is_noticed_by_its_rule_and_by_no_other() {
    let contract = Arc::new(Contract::new(&Source::maintained().unwrap()).unwrap());
    let mut failures = Vec::new();
    for Tampering { what, topic, rule, edit } in all() {
        let mut recording = recording(topic);
        let before = contradicted(&recording, &contract);
        edit(&mut recording);
        let after = contradicted(&recording, &contract);
        let noticed: Vec<_> = after.difference(&before).copied().collect();
        if noticed != [rule] {
            failures.push(format!("{what}: expected {rule}, noticed {noticed:?}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_judged_rule_is_shown_to_fail() {
    let shown: BTreeSet<&str> = all().iter().map(|tampering| tampering.rule).collect();
    let rules = Rules::maintained().unwrap();
    // The client's rules are shown to fail in `client_reads.rs`, the document's in the tests of `cargo xtask lint`.
    let elsewhere = ["lint", "client"];
    let judged = rules.iter().filter(|rule| !elsewhere.contains(&rule.judge.as_str()));
    let missing: Vec<_> = judged.map(|rule| rule.id.as_str()).filter(|id| !shown.contains(id)).collect();
    assert!(missing.is_empty(), "no edit shows that these can fail: {missing:#?}");
}
