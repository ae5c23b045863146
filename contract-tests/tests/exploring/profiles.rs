//! The sandbox's profiles, explored.

use std::collections::BTreeSet;
use std::time::Duration;

use contract_tests::drivers::Plan;
use contract_tests::explorer::{Explored, Options};
use openapi::divergences::{DIVERGENCES_FILE, Divergences, MAINTAINED};
use openapi::rules::{Reach, Rules};
use sandbox::Profile;

use crate::{drawn, explored};

fn budget() -> Options {
    let plan = Plan::maintained(&openapi::Source::maintained().unwrap()).unwrap();
    let cases = Some(plan.tables() + drawn());
    // However busy the machine is: what is left out for want of time would change the verdicts.
    Options { cases, time_limit: Duration::from_secs(600), shrinks: false, ..Options::default_budget() }
}

/// What a run contradicts beyond the ledger of the deployment, and what of the ledger it does not see.
fn against_the_ledger(explored: &Explored, deployment: &str) -> (Vec<String>, Vec<String>) {
    let ledger = Divergences::parse(DIVERGENCES_FILE, MAINTAINED, &Rules::maintained().unwrap()).unwrap();
    let known: BTreeSet<String> = ledger.of(deployment).map(|entry| entry.rule.clone()).collect();
    let seen: BTreeSet<String> = explored.contradicted().into_iter().map(str::to_owned).collect();
    (seen.difference(&known).cloned().collect(), known.difference(&seen).cloned().collect())
}

#[test]
fn everything_that_is_documented_is_confirmed_and_nothing_contradicted() {
    let explored = explored(&Profile::DOCUMENTED, &budget());
    let first: Vec<String> =
        explored.found.iter().map(|f| format!("{}: {:?}\n{}", f.rule, f.finding, f.case)).collect();
    assert_eq!(explored.contradicted(), [""; 0], "{}", first.join("\n"));
    let confirmed = explored.confirmed();
    let rules = Rules::maintained().unwrap();
    let shown = rules.iter().filter(|rule| rule.reach != Reach::Document);
    let missing: Vec<&str> = shown.map(|rule| rule.id.as_str()).filter(|id| !confirmed.contains(id)).collect();
    assert_eq!(missing, [""; 0]);
}

/// The recordings send no create with another type, a list of addresses or a group that do not fit.
const UNRECORDED_CREATES: [&str; 4] = [
    "create.allow_ips.other-text-refused",
    "create.body.object-required",
    "create.body.wrong-type-refused",
    "create.group.unavailable-refused",
];

#[test]
fn the_server_of_2026_departs_as_recorded_and_in_creates_that_were_not_recorded() {
    let explored = explored(&Profile::NEW_API_2026_07, &budget());
    let (new, unseen) = against_the_ledger(&explored, "new-api-2026-07");
    assert_eq!(new, UNRECORDED_CREATES);
    // It shows no key in clear, so that no model request can be sent: the recording asked for one in an undocumented way.
    assert_eq!(unseen, ["models.status.takes-effect"]);
}

#[test]
fn the_server_of_2025_departs_as_recorded_in_creates_and_where_it_has_more_than_a_page_of_keys() {
    let explored = explored(&Profile::NEW_API_2025_04, &budget());
    let (new, unseen) = against_the_ledger(&explored, "new-api-2025-04");
    // Its page 1 is the second: with more than ten keys it shows the eleventh, not the newest.
    let mut expected = UNRECORDED_CREATES.to_vec();
    expected.extend(["create.newest-in-list", "list.own-keys-present"]);
    expected.sort_unstable();
    assert_eq!(new, expected);
    assert_eq!(unseen, [""; 0]);
}
