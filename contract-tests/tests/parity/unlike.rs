//! Parity can fail: what differs is named, and nothing else.

use std::collections::BTreeSet;
use std::sync::Arc;

use contract_tests::exchange::{Answer, Exchange, Response};
use contract_tests::parity::{Difference, ParityReport, Replayed, replay};
use sandbox::{Keys, Messages, NameLimit, Profile};
use serde_json::{Value, json};

use crate::recorded::{parity, recorded};

/// The same replay beside a recording in which one answer is changed.
fn tampered(replayed: &Replayed, file: &str, entry: usize, change: impl FnOnce(&mut Response)) -> ParityReport {
    let mut replayed = replayed.clone();
    let place = replayed.pairs.iter().position(|pair| {
        let place = &pair.recorded.location;
        place.file.ends_with(file) && place.entry == entry
    });
    let pair = &mut replayed.pairs[place.unwrap()];
    let mut exchange = Exchange::clone(&pair.recorded);
    let mut response = exchange.answer.response().unwrap().clone();
    change(&mut response);
    exchange.answer = Answer::Response(response);
    pair.recorded = Arc::new(exchange);
    ParityReport::of(&replayed)
}

/// Sets a member of a body, or takes it away.
fn set(response: &mut Response, parent: &str, name: &str, value: Option<Value>) {
    let mut body: Value = serde_json::from_slice(&response.body).unwrap();
    let parent = body.pointer_mut(parent).unwrap().as_object_mut().unwrap();
    match value {
        None => drop(parent.remove(name).unwrap()),
        Some(value) => drop(parent.insert(name.to_owned(), value)),
    }
    response.body = serde_json::to_vec(&body).unwrap().into();
}

/// Sets a header field, or takes it away.
fn set_header(response: &mut Response, name: &str, value: Option<&str>) {
    response.headers.0.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
    response.headers.0.extend(value.map(|value| (name.to_owned(), value.to_owned())));
}

#[test]
fn every_tampered_answer_is_found_at_its_exchange_and_member() {
    const ITEM: &str = "/data/items/0";
    type Change = fn(&mut Response);
    let changes: [(&str, usize, &str, Change); 15] = [
        ("lifecycle.har", 1, "status", |answer| answer.status = 201),
        ("lifecycle.har", 1, "/success", |answer| set(answer, "", "success", Some(json!(false)))),
        ("lifecycle.har", 1, "/message", |answer| set(answer, "", "message", None)),
        ("lifecycle.har", 1, "/message", |answer| set(answer, "", "message", Some(json!(null)))),
        ("lifecycle.har", 1, "/message", |answer| set(answer, "", "message", Some(json!("done")))),
        ("lifecycle.har", 1, "/code", |answer| set(answer, "", "code", Some(json!("")))),
        ("lifecycle.har", 2, "/data", |answer| set(answer, "", "data", None)),
        ("lifecycle.har", 2, "/data/items/0/id", |answer| set(answer, ITEM, "id", Some(json!(99)))),
        ("lifecycle.har", 2, "/data/items/0/key", |answer| set(answer, ITEM, "key", Some(json!("K009**********0009")))),
        ("lifecycle.har", 2, "/data/items/0/x~1y", |answer| set(answer, ITEM, "x/y", Some(json!(1)))),
        ("lifecycle.har", 2, "/data/items", |answer| set(answer, "/data", "items", Some(json!([])))),
        ("lifecycle.har", 1, "body", |answer| answer.body = "{".into()),
        ("lifecycle.har", 1, "header content-type", |answer| set_header(answer, "Content-Type", Some("text/html"))),
        ("lifecycle.har", 1, "header allow", |answer| set_header(answer, "Allow", Some("GET"))),
        ("rate-limited.har", 6, "header retry-after", |answer| set_header(answer, "Retry-After", None)),
    ];
    let replayed = replay(&recorded("new-api-2026-07"), &Profile::NEW_API_2026_07).unwrap();
    for (file, entry, name, change) in changes {
        let report = tampered(&replayed, file, entry, change);
        let [Difference { exchange, member, expected, seen }] = report.differences.as_slice() else {
            panic!("one difference is expected at {file} {entry} {name}: {report}");
        };
        assert!(exchange.file.ends_with(file) && exchange.entry == entry, "{exchange}");
        assert_eq!(member, name, "{file} {entry}");
        assert_ne!(expected, seen, "{file} {entry} {name}");
        assert_eq!(report.matched + 1, report.total);
    }
}

/// What is listed as not compared does not count.
#[test]
fn what_is_not_compared_may_differ() {
    let replayed = replay(&recorded("new-api-2026-07"), &Profile::NEW_API_2026_07).unwrap();
    let report = tampered(&replayed, "lifecycle.har", 1, |answer| {
        set_header(answer, "Date", None);
        set_header(answer, "X-Oneapi-Request-Id", Some("another"));
        let body: Value = serde_json::from_slice(&answer.body).unwrap();
        answer.body = serde_json::to_vec_pretty(&body).unwrap().into();
    });
    assert!(report.is_whole(), "{report}");
}

/// A server that takes 30 bytes instead of 50 differs where names are longer, and where a read shows what became of them.
#[test]
fn a_shorter_limit_of_names_differs_only_where_names_are_longer() {
    let recorded = recorded("new-api-2026-07");
    let other = Profile { names: NameLimit::Bytes(30), ..Profile::NEW_API_2026_07 };
    let report = parity(&recorded, &other);
    let files: BTreeSet<&str> = report.differences.iter().map(|difference| &*difference.exchange.file).collect();
    assert_eq!(files, BTreeSet::from(["contract-tests/recordings/new-api-2026-07/names.har"]), "{report}");
    let refused = report.differences.iter().filter(|difference| difference.member == "/success");
    let refused: Vec<usize> = refused.map(|difference| difference.exchange.entry).collect();
    let has_long_name = |body: &bytes::Bytes| {
        let body: Option<Value> = serde_json::from_slice(body).ok();
        body.is_some_and(|body| body["name"].as_str().is_some_and(|name| (31..=50).contains(&name.len())))
    };
    let names = recorded.trace.exchanges.iter().filter(|exchange| exchange.location.file.ends_with("names.har"));
    let long = names.filter(|exchange| exchange.request.body.as_ref().is_some_and(has_long_name));
    let long: Vec<usize> = long.map(|exchange| exchange.location.entry).collect();
    assert!(!long.is_empty());
    assert_eq!(refused, long);
}

/// Not even where a server shows keys in clear that the recording shows masked.
#[test]
fn a_report_shows_no_key_and_no_token() {
    let other = Profile { keys: Keys::Clear, messages: Messages::NewApi2025, ..Profile::NEW_API_2026_07 };
    let report = parity(&recorded("new-api-2026-07"), &other);
    let text = report.to_string();
    assert!(text.contains("a key in clear, not shown"), "{text}");
    for secret in ["REDACTED", "K005000", "K0260000"] {
        assert!(!text.contains(secret), "{secret}");
    }
}
