//! Each observer is shown to see: single edits to recordings, each with what is observed after it and was not before,
//! or no longer is.

use std::collections::BTreeSet;
use std::sync::Arc;

use contract_tests::contract::Contract;
use contract_tests::har::{self, HarInput, ReadOptions};
use contract_tests::judging::Judging;
use contract_tests::observations::observers;
use openapi::Source;
use serde_json::{Value, json};

use crate::edit::{accept, header, refuse, response_text, set, status};
use crate::recording;

/// One edit to one recording.
struct Edit {
    topic: &'static str,
    about: &'static str,
    /// In an observation after the edit, and in none before.
    appears: &'static str,
    /// In an observation before the edit, and in none after; empty where nothing goes.
    goes: &'static str,
    edit: fn(&mut Value),
}

macro_rules! edits {
    ($($topic:literal, $about:literal, $appears:literal, $goes:literal, $edit:expr;)*) => {
        vec![$(Edit { topic: $topic, about: $about, appears: $appears, goes: $goes, edit: $edit }),*]
    };
}

fn edits() -> Vec<Edit> {
    edits! {
        "authorisation", "bearer-prefix", "`Bearer` before the access token is refused", "", |r| refuse(r, 15);
        "authorisation", "refusal-statuses", "403 for a missing access token (once)", "", |r| status(r, 4, 403);
        "authorisation", "refusal-statuses", "", "for a missing access token",
            |r| [4, 5, 6, 7, 8, 14].into_iter().for_each(|i| status(r, i, 503));
        "languages", "message-languages", "\"нет\" (Cyrillic) for ja", "(Han) for zh-TW", |r| {
            set(r, 8, "/message", json!("нет"));
            status(r, 6, 503);
        };
        "lifecycle", "undocumented-members", "records carry an undocumented `trace_id` (string): 1 of 6", "",
            |r| set(r, 3, "/data/trace_id", json!("abc"));
        "lifecycle", "undocumented-members", "", "`DeletedAt`", |r| {
            let text = r.to_string().replace("DeletedAt", "status");
            *r = serde_json::from_str(&text).unwrap();
        };
        "pages", "page-parameters", "`p=-1`: refused", "page -1", |r| refuse(r, 13);
        "pages", "page-parameters", "`page_size=0`: page_size 25", "`page_size=0` and",
            |r| set(r, 14, "/data/page_size", json!(25));
        "pages", "undocumented-parameters", "`limit` of a list is taken for `page_size`", "`size`", |r| {
            let text = r.to_string().replace("&size=2", "&limit=2");
            *r = serde_json::from_str(&text).unwrap();
        };
        "values", "unusual-numbers", "-1, -1 beside `unlimited_quota` accepted", "", |r| accept(r, 20);
        "bad-requests", "silent-requests", "is refused with bytes after the object", "the last counts), with bytes",
            |r| refuse(r, 48);
        "values", "read-only-members", "is refused", "is accepted", |r| refuse(r, 56);
        "model-requests", "enabling-again", "", "status 1 is refused",
            |r| [12, 23].into_iter().for_each(|i| accept(r, i));
        "model-requests", "status-turns", "from 1 to 2", "from 1 to 3", |r| set(r, 11, "/data/status", json!(2));
        "pages", "redirects", "redirected to `/elsewhere`", "redirected to `/api/token/`",
            |r| header(r, 25, "Location", "/elsewhere");
        "rate-limited", "throttling", "with a body", "", |r| response_text(r, 6, "{}");
        "bad-requests", "undocumented-requests", "`PATCH /api/token/`, not documented, is refused with status 405", "",
            |r| status(r, 61, 405);
    }
}

fn observed(recording: &Value, about: &str, contract: &Arc<Contract>) -> String {
    let bytes = serde_json::to_vec(recording).unwrap();
    let trace = har::read(&[HarInput::bytes("tampered.har", bytes)], &ReadOptions::default()).unwrap();
    let observations = Judging::new(Arc::clone(contract)).trace(&trace).observations;
    let of_it = observations.into_iter().filter(|observation| observation.about == about);
    of_it.map(|observation| format!("{}: {}\n", observation.count, observation.text)).collect()
}

#[test]
fn every_edit_is_seen_by_its_observer() {
    let contract = Arc::new(Contract::new(&Source::maintained().unwrap()).unwrap());
    let mut failures = Vec::new();
    for Edit { topic, about, appears, goes, edit } in edits() {
        let mut recording = recording(topic);
        let before = observed(&recording, about, &contract);
        edit(&mut recording);
        let after = observed(&recording, about, &contract);
        let came = appears.is_empty() || (after.contains(appears) && !before.contains(appears));
        let went = goes.is_empty() || (before.contains(goes) && !after.contains(goes));
        if !came || !went || appears.len() + goes.len() == 0 {
            failures.push(format!("{topic}, {about}: `{appears}` must come and `{goes}` go\n{before}became\n{after}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_observer_is_shown_to_see() {
    let contract = Arc::new(Contract::new(&Source::maintained().unwrap()).unwrap());
    let shown: BTreeSet<&str> = edits().iter().map(|edit| edit.about).collect();
    let all: BTreeSet<&str> = observers(&contract).iter().map(|observer| observer.about()).collect();
    assert_eq!(shown, all);
}
