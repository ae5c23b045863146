//! The same seed gives the same steps, whatever else is asked of a run.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use contract_tests::drivers::PlannedCase;
use contract_tests::explorer::Options;
use contract_tests::steps::Case;
use sandbox::Profile;

use crate::explored;

/// The cases that a run carried out, by number.
fn cases(options: Options) -> BTreeMap<u64, (&'static str, Case)> {
    let cases = Arc::new(Mutex::new(BTreeMap::new()));
    let taken = Arc::clone(&cases);
    let shown = move |planned: &PlannedCase| {
        taken.lock().unwrap().insert(planned.number, (planned.driver, planned.case.clone()));
    };
    explored(&Profile::DOCUMENTED, &Options { shown: Some(Arc::new(shown)), shrinks: false, ..options });
    cases.lock().unwrap().clone()
}

#[test]
fn connections_rules_and_budgets_change_no_step() {
    let budget = || Options { seed: 77, cases: Some(24), ..Options::default_budget() };
    let one = cases(Options { connections: 1, ..budget() });
    assert_eq!(one.len(), 24);
    let many = cases(Options { connections: 8, ..budget() });
    assert_eq!(one, many);
    let wanted = Some(["update.name.max-50-characters".to_owned()].into());
    assert_eq!(one, cases(Options { wanted, ..budget() }));
    let fewer = cases(Options { cases: Some(5), requests: 1_000, ..budget() });
    assert!(fewer.len() == 5 && fewer.iter().all(|(number, case)| one.get(number) == Some(case)));
}

#[test]
fn one_case_alone_is_the_case_of_the_run() {
    let number =
        contract_tests::drivers::Plan::maintained(&openapi::Source::maintained().unwrap()).unwrap().tables() + 3;
    let alone = cases(Options { seed: 77, case: Some(number), ..Options::default_budget() });
    let again = cases(Options { seed: 77, case: Some(number), connections: 8, ..Options::default_budget() });
    let other = cases(Options { seed: 78, case: Some(number), ..Options::default_budget() });
    assert_eq!(alone, again);
    assert!(alone.len() == 1 && alone != other);
}
