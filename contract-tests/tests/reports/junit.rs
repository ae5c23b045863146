//! The report as JUnit.

use contract_tests::report::to_junit;

use crate::by_hand;
use crate::checks::xml::{Element, elements};

#[test]
fn every_rule_is_a_test_case_of_its_target() {
    let report = by_hand::report();
    let text = to_junit(&report).unwrap();
    insta::assert_snapshot!("junit", text);
    let elements = elements(&text);
    let named = |name: &str| elements.iter().filter(|e| e.name == name).collect::<Vec<_>>();
    assert_eq!(elements[0].name, "testsuites");
    let (suites, cases) = (named("testsuite"), named("testcase"));
    assert_eq!(suites.len(), 3);
    assert_eq!(suites[1].attributes["name"], "recorded, gateway-b, 2026-11-23");
    let rules: usize = report.targets.iter().map(|target| target.rules.len()).sum();
    // One more for the stale departure, one for the lost rule, and one for the target of which nothing could be judged.
    assert_eq!(cases.len(), rules + 3);
    assert!(cases.iter().all(|case| case.path == ["testsuites", "testsuite"]));
}

#[test]
fn what_fails_the_run_fails_a_test_case_and_nothing_else_does() {
    let text = to_junit(&by_hand::report()).unwrap();
    let elements = elements(&text);
    let of = |name: &str| -> Vec<&Element> { elements.iter().filter(|e| e.name == name).collect() };
    let cases = |name: &str| of(name).iter().map(|e| e.case.clone()).collect::<Vec<_>>();
    assert_eq!(
        cases("failure"),
        [
            "list.total.counts-keys",
            "update.status.stored-as-sent",
            "stale: list.p.default-1",
            "lost: get.own-keys-only"
        ]
    );
    assert_eq!(cases("error"), ["something could be judged"]);
    assert_eq!(of("testsuites")[0].attributes["failures"], "4");
    let failure = of("failure")[1];
    assert_eq!(failure.path.last().unwrap(), "testcase");
    assert!(failure.text.contains("first     PUT /api/token/ {\"id\":3,\"status\":2,…}"), "{}", failure.text);
    assert!(failure.text.contains("then      GET /api/token/3"), "{}", failure.text);
}

#[test]
fn what_is_known_and_what_is_open_are_skipped_and_say_which() {
    let text = to_junit(&by_hand::report()).unwrap();
    let skipped: Vec<Element> = elements(&text).into_iter().filter(|e| e.name == "skipped").collect();
    assert_eq!(skipped.len(), 5);
    let message = |case: &str| skipped.iter().find(|e| e.case == case).unwrap().attributes["message"].clone();
    assert!(
        message("get.key.in-clear").starts_with("known departure: what is seen of get.key.in-clear; What it means.")
    );
    let open = message("models.model_limits.enforced");
    assert!(open.starts_with("not verified; shown by: an update, and a read of the same key after it"), "{open}");
}
