//! Every documented sentence that a server keeps has its case.

use std::collections::BTreeSet;

use openapi::rules::{Reach, Rules};

use crate::case::cases;

/// Rules that no case of requests and answers can be about, and why.
const NOT_OF_ANSWERS: [(&str, &str); 5] = [
    ("client.reads-list", "about our client, not about the server: its own tests read these answers"),
    ("client.reads-get", "as above"),
    ("client.reads-create", "as above"),
    ("client.reads-update", "as above"),
    ("client.reads-delete", "as above"),
];

/// Rules that one request after another cannot show.
const OF_PARALLEL_REQUESTS: [&str; 1] = ["update.parallel.not-mixed"];

#[test]
fn every_rule_that_a_server_keeps_is_named_by_a_case() {
    let rules = Rules::maintained().unwrap();
    let cases = cases();
    let named: BTreeSet<&str> = cases.iter().flat_map(|case| &case.rules).map(String::as_str).collect();
    let asked = rules.iter().filter(|rule| rule.reach != Reach::Document).map(|rule| rule.id.as_str());
    let excepted: BTreeSet<&str> = NOT_OF_ANSWERS.iter().map(|(id, _)| *id).chain(OF_PARALLEL_REQUESTS).collect();
    let missing: Vec<_> = asked.filter(|id| !named.contains(id) && !excepted.contains(id)).collect();
    assert!(missing.is_empty(), "no case names {missing:#?}");
    let unknown: Vec<_> = named.union(&excepted).filter(|id| rules.get(id).is_none()).collect();
    assert!(unknown.is_empty(), "there are no rules {unknown:?}");
    let twice: Vec<_> = named.intersection(&excepted).collect();
    assert!(twice.is_empty(), "excepted, and named by a case: {twice:?}");
}

#[test]
fn every_case_says_what_it_is_there_for() {
    let cases = cases();
    let idle: Vec<_> = cases.iter().filter(|case| case.rules.is_empty() && case.also.is_none()).collect();
    assert!(idle.is_empty(), "{idle:#?}");
    let names: BTreeSet<_> = cases.iter().map(|case| &case.name).collect();
    assert_eq!(names.len(), cases.len(), "two cases have the same name");
}
