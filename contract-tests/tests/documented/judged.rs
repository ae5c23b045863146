//! The exchanges of the cases, judged: the sandbox and the judges share no code, and agree.

use std::collections::BTreeMap;
use std::sync::Arc;

use contract_tests::contract::Contract;
use contract_tests::har::{self, HarInput, ReadOptions};
use contract_tests::judging::Judging;
use openapi::Source;
use openapi::rules::Rules;
use sandbox::Profile;

use crate::case::cases;
use crate::run::play;

/// What the judges say of one case: how many findings for and against each rule, and the findings.
struct Judged {
    confirming: BTreeMap<String, usize>,
    against: Vec<String>,
}

fn judge(contract: &Arc<Contract>, profile: &Profile) -> Judged {
    let mut judged = Judged { confirming: BTreeMap::new(), against: Vec::new() };
    for case in cases() {
        let har = play(profile, &case).har;
        let trace = har::read(&[HarInput::bytes("case.har", har)], &ReadOptions::default());
        let trace = trace.unwrap_or_else(|error| panic!("{}: {error}", case.name));
        let evidences = Judging::new(Arc::clone(contract)).trace(&trace).evidences;
        for rule in evidences.rules() {
            let Some(evidence) = evidences.of(rule) else { continue };
            *judged.confirming.entry(rule.to_owned()).or_default() += evidence.confirming;
            for finding in &evidence.findings {
                let (expected, seen) = (&finding.expected, &finding.seen);
                judged.against.push(format!("{rule} in {:?}: {expected}; {seen}", case.name));
            }
        }
    }
    judged
}

#[test]
fn the_judges_find_nothing_against_the_documented_profile() {
    let contract = Arc::new(Contract::new(&Source::maintained().unwrap()).unwrap());
    let judged = judge(&contract, &Profile::DOCUMENTED);
    assert!(judged.against.is_empty(), "{:#?}", judged.against);
    let rules = Rules::maintained().unwrap();
    let line = |id: &str| match judged.confirming.get(id) {
        Some(0) | None => format!("not verified {id}"),
        Some(_) => format!("confirmed    {id}"),
    };
    let lines: Vec<String> = rules.iter().map(|rule| line(&rule.id)).collect();
    insta::assert_snapshot!("documented-cases-judged", lines.join("\n"));
}

#[test]
fn the_judges_see_the_departures_of_a_recorded_profile_in_the_same_cases() {
    let contract = Arc::new(Contract::new(&Source::maintained().unwrap()).unwrap());
    let against = judge(&contract, &Profile::NEW_API_2026_07).against;
    for rule in ["list.key.in-clear", "update.status.answered-as-sent", "update.group.unavailable-refused"] {
        let accuses = |finding: &String| finding.starts_with(&format!("{rule} in"));
        assert!(against.iter().any(accuses), "{rule}: {against:#?}");
    }
}
