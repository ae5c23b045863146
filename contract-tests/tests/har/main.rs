//! HAR files, ours and other tools', read into traces; and what is said about files that are none.

#![expect(clippy::unwrap_used, reason = "in a test a panic is how it fails")]

use std::path::Path;
use std::sync::Arc;

use contract_tests::exchange::{Answer, Credential, Exchange};
use contract_tests::har::{HarError, HarInput, ReadOptions, read};
use contract_tests::operation::Operation;
use contract_tests::trace::Trace;
use serde_json::{Value, json};

mod of_other_tools;
mod ours;
mod unreadable;

const OLD: &str = "new-api-2025-04";
const NEW: &str = "new-api-2026-07";

/// One of our recordings, named as it lies in the repository.
fn recording(deployment: &str, file: &str) -> HarInput {
    let name = format!("contract-tests/recordings/{deployment}/{file}");
    HarInput::named_file(name.as_str(), Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(&name))
}

fn deployment(name: &str) -> Vec<HarInput> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("recordings").join(name);
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|file| file.ends_with(".har"))
        .collect();
    files.sort();
    files.iter().map(|file| recording(name, file)).collect()
}

fn read_one(input: HarInput) -> Trace {
    read(&[input], &ReadOptions::default()).unwrap()
}

fn read_json(har: &Value) -> Trace {
    read_one(HarInput::bytes("foreign.har", har.to_string().into_bytes()))
}

fn error_of(bytes: &[u8]) -> String {
    let outcome: Result<Trace, HarError> = read(&[HarInput::bytes("some.har", bytes)], &ReadOptions::default());
    outcome.unwrap_err().to_string()
}

/// A HAR of these entries and nothing else.
fn har(entries: &Value) -> Value {
    json!({"log": {"version": "1.2", "entries": entries}})
}

/// The least a tool writes for `GET /api/token/7`.
fn entry() -> Value {
    json!({
        "startedDateTime": "2026-01-02T03:04:05.000Z",
        "time": 12.5,
        "request": {"method": "GET", "url": "https://api.cometapi.com/api/token/7", "headers": []},
        "response": {"status": 200, "headers": [], "content": {"text": "{\"success\":true}"}}
    })
}

fn body(exchange: &Exchange) -> &[u8] {
    &exchange.answer.response().unwrap().body
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_the_reader_panic(at in 0_usize..2_000, put in proptest::collection::vec(proptest::num::u8::ANY, 0..8)) {
        let mut bytes = har(&json!([entry(), entry()])).to_string().into_bytes();
        let at = at.min(bytes.len());
        let end = (at + put.len()).min(bytes.len());
        bytes.splice(at..end, put);
        let _ = read(&[HarInput::bytes("some.har", bytes)], &ReadOptions::default());
    }
}
