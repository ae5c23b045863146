//! Short histories: what is legal accuses nobody, however odd; what is broken is charged to its one rule.
//!
//! `histories/legal` has people who use, change and delete keys of the account meanwhile, requests that overlap, gateways
//! that give up, tokens that nobody lists. Each file of `histories/broken` names its rule as `log._rule`.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, helpers included")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use contract_tests::contract::Contract;
use contract_tests::har::{self, HarInput, ReadOptions};
use contract_tests::judging::Judging;
use contract_tests::verdict::Verdict;
use openapi::Source;
use serde_json::Value;

static CONTRACT: LazyLock<Arc<Contract>> =
    LazyLock::new(|| Arc::new(Contract::new(&Source::maintained().unwrap()).unwrap()));

fn files(kind: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/histories").join(kind);
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn contradicted(file: &Path) -> BTreeSet<&'static str> {
    let trace = har::read(&[HarInput::file(file)], &ReadOptions::default()).unwrap();
    assert!(!trace.exchanges.is_empty(), "{}", file.display());
    let evidences = Judging::new(Arc::clone(&CONTRACT)).trace(&trace).evidences;
    let contradicted = |rule: &&str| evidences.of(rule).is_some_and(|e| e.verdict() == Verdict::Contradicted);
    evidences.rules().filter(contradicted).collect()
}

#[test]
fn legal_histories_accuse_nobody() {
    let files = files("legal");
    assert!(files.len() >= 50, "{} files", files.len());
    let accused: Vec<_> = files
        .iter()
        .map(|file| (file.file_name().unwrap(), contradicted(file)))
        .filter(|(_, r)| !r.is_empty())
        .collect();
    assert!(accused.is_empty(), "{accused:#?}");
}

#[test]
fn broken_histories_are_charged_to_their_rule() {
    let files = files("broken");
    assert!(files.len() >= 9, "{} files", files.len());
    for file in files {
        let recording: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
        let rule = recording["log"]["_rule"].as_str().unwrap();
        let found: Vec<_> = contradicted(&file).into_iter().collect();
        assert_eq!(found, [rule], "{}", file.display());
    }
}
