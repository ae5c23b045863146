//! What is found is made small, kept, and run first the next time.

use std::sync::{Arc, Mutex};

use contract_tests::drivers::{Plan, PlannedCase};
use contract_tests::explorer::{Explored, Options, Recurrence, explore};
use contract_tests::steps::{Given, Step, What};
use contract_tests::wire::AccountToken;

use crate::tiny_server::keeping;

const RULE: &str = "update.name.max-50-characters";

fn account() -> Vec<AccountToken> {
    vec![AccountToken { name: "tiny".to_owned(), token: "tiny-server-token-0001".to_owned(), user_id: Some(2) }]
}

/// A run of one case that has everything in it against a server that takes names of any length.
fn found(options: Options) -> Explored {
    let url = keeping(|_, _| false);
    explore(&url, account(), &Options { wanted: Some([RULE.to_owned()].into()), ..options }).unwrap()
}

/// The number of a case that updates a key with a name of 100 characters among other things.
fn telling_case() -> u64 {
    let plan = Plan::maintained(&openapi::Source::maintained().unwrap()).unwrap();
    let long = |case: &PlannedCase| {
        case.case.asks().any(|ask| match &ask.what {
            What::Update(_, body) => body.changes.iter().any(
                |(_, given)| matches!(given, Given::Name(name) if name.length.is_some_and(|(length, _)| length == 100)),
            ),
            _ => false,
        })
    };
    (0..plan.tables()).find(|&number| long(&plan.case(0, number))).unwrap()
}

#[test]
fn a_finding_is_shrunk_to_its_fewest_steps_and_smallest_values() {
    let explored = found(Options { case: Some(telling_case()), ..Options::default_budget() });
    let [found] = explored.found.as_slice() else { panic!("{:?}", explored.found) };
    assert_eq!((found.rule, found.recurrence), (RULE, Recurrence::Shrunk));
    let steps: Vec<String> = found.case.steps.iter().map(Step::to_string).collect();
    assert_eq!(steps, ["create key 1: {}", r#"update key 1: {name of its own filled with "x" to 51 characters}"#]);
    assert!(found.curls.iter().any(|line| line.starts_with("curl -X PUT")), "{:?}", found.curls);
    let shown = format!("{:?}", found);
    assert!(!shown.contains("tiny-server-token"), "a token is shown");
}

#[test]
fn what_was_found_is_run_first_the_next_time_and_forgotten_once_it_holds() {
    let folder = tempfile::tempdir().unwrap();
    let kept = folder.path().join("explored");
    let number = telling_case();
    let first = Arc::new(Mutex::new(Vec::new()));
    let taken = Arc::clone(&first);
    let options =
        || Options { stored: Some(kept.clone()), connections: 1, shrinks: false, ..Options::default_budget() };
    // Enough cases to meet it.
    found(Options { cases: Some(number + 1), ..options() });
    assert!(!std::fs::read_to_string(&kept).unwrap().is_empty());
    let shown = move |case: &PlannedCase| taken.lock().unwrap().push(case.number);
    let again = found(Options { cases: Some(1), shown: Some(Arc::new(shown)), ..options() });
    assert_eq!(again.contradicted().iter().filter(|rule| **rule == RULE).count(), 1);
    assert!(first.lock().unwrap().first().is_some_and(|number| *number > 0), "{first:?}");
    // The sandbox keeps the rule: what was kept is settled.
    let sandbox = sandbox::Sandbox::start().unwrap();
    explore(&sandbox.base_url(), crate::accounts(&sandbox), &Options { cases: Some(1), ..options() }).unwrap();
    let lines = std::fs::read_to_string(&kept).unwrap();
    assert!(lines.lines().all(|line| line.starts_with('#')), "{lines}");
}
