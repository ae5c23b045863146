//! Recordings cut at any point, in any subset of files, give no contradiction that the whole does not give: what is missing
//! makes belief weaker, never wrong.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, helpers included")]

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use contract_tests::contract::Contract;
use contract_tests::har::{self, HarInput, ReadOptions};
use contract_tests::judging::Judging;
use contract_tests::recordings::{deployments, folder};
use openapi::Source;
use proptest::prelude::*;
use serde_json::Value;

/// A deployment's recordings, each file sorted by when its exchanges were started.
struct Whole {
    files: Vec<Value>,
    contradictions: BTreeSet<Contradiction>,
}

/// Rule, what it asks for, and what is there instead.
type Contradiction = (&'static str, String, String);

static CONTRACT: LazyLock<Arc<Contract>> =
    LazyLock::new(|| Arc::new(Contract::new(&Source::maintained().unwrap()).unwrap()));

static WHOLE: LazyLock<Vec<Whole>> = LazyLock::new(|| {
    let folder = folder(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    let whole = deployments(&folder).unwrap().into_iter().map(|deployment| {
        let files: Vec<Value> = deployment
            .files
            .iter()
            .map(|file| {
                let mut recording: Value = serde_json::from_slice(&file.read().unwrap()).unwrap();
                let entries = recording["log"]["entries"].as_array_mut().unwrap();
                entries.sort_by_key(|entry| entry["startedDateTime"].as_str().unwrap().to_owned());
                recording
            })
            .collect();
        let contradictions = contradictions(&files.iter().collect::<Vec<_>>());
        Whole { files, contradictions }
    });
    whole.collect()
});

fn contradictions(files: &[&Value]) -> BTreeSet<Contradiction> {
    let bytes = |(i, file): (usize, &&Value)| HarInput::bytes(format!("{i}.har"), serde_json::to_vec(file).unwrap());
    let inputs: Vec<HarInput> = files.iter().enumerate().map(bytes).collect();
    let trace = har::read(&inputs, &ReadOptions::default()).unwrap();
    let evidences = Judging::new(Arc::clone(&CONTRACT)).trace(&trace).evidences;
    let of = |rule| evidences.of(rule).into_iter().flat_map(|evidence| &evidence.findings);
    evidences.rules().flat_map(|rule| of(rule).map(move |f| (rule, f.expected.clone(), f.seen.clone()))).collect()
}

/// For each file whether it is there, and which part of it: from one fraction of its entries to another.
fn cuts() -> impl Strategy<Value = Vec<(bool, f64, f64)>> {
    let end = prop_oneof![Just(1.0), 0.0..1.0f64];
    let start = prop_oneof![Just(0.0), 0.0..1.0f64];
    proptest::collection::vec((proptest::bool::weighted(0.6), start, end), 14)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "small counts"
)]
fn cut(file: &Value, from: f64, to: f64) -> Value {
    let mut file = file.clone();
    let entries = file["log"]["entries"].as_array_mut().unwrap();
    let place = |fraction: f64| (fraction * entries.len() as f64).round() as usize;
    let (from, to) = (place(from), place(to));
    *entries = entries.drain(from.min(to)..to).collect();
    file
}

/// A few cases, as each reads a whole deployment; more by the usual variable.
fn config() -> ProptestConfig {
    let default = ProptestConfig::default();
    let asked = std::env::var_os("PROPTEST_CASES").is_some();
    ProptestConfig { cases: if asked { default.cases } else { 16 }, ..default }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn cut_recordings_give_no_contradiction_that_the_whole_does_not(cuts in cuts(), which in 0..2usize) {
        let whole = &WHOLE[which];
        let parts: Vec<Value> = whole.files.iter().zip(&cuts).filter(|(_, (kept, ..))| *kept)
            .map(|(file, (_, from, to))| cut(file, *from, *to)).collect();
        let found = contradictions(&parts.iter().collect::<Vec<_>>());
        let more: Vec<_> = found.difference(&whole.contradictions).collect();
        prop_assert!(more.is_empty(), "{more:#?}");
    }
}

/// The test above can fail: where exchanges are left out within a file and nothing says so, an update is not there that a
/// later read shows.
#[test]
fn a_gap_that_nobody_tells_is_noticed() {
    let whole = &WHOLE[0];
    let lifecycle = whole.files.iter().find(|file| file["log"]["entries"].as_array().unwrap().len() == 13).unwrap();
    let mut file = lifecycle.clone();
    file["log"]["entries"].as_array_mut().unwrap().remove(4);
    file["log"]["entries"].as_array_mut().unwrap().remove(5);
    let found = contradictions(&[&file]);
    assert!(found.difference(&whole.contradictions).next().is_some(), "{found:?}");
    file["log"]["entries"][4]["_contract"] = serde_json::json!({"gap_before": "an update is left out"});
    assert!(contradictions(&[&file]).is_subset(&whole.contradictions));
}
