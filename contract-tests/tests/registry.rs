//! The registry, the judges, the document and the numbered facts hold together.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, helpers included")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use contract_tests::contract::Contract;
use contract_tests::judges::judges;
use openapi::Source;
use openapi::rules::{Rule, Rules};

fn rules() -> Rules {
    Rules::maintained().unwrap()
}

/// What the judges say they decide: rule id to judge.
fn decided() -> BTreeMap<&'static str, &'static str> {
    let contract = Arc::new(Contract::new(&Source::maintained().unwrap()).unwrap());
    let mut decided = BTreeMap::new();
    for judge in judges(&contract) {
        for rule in judge.rules() {
            let before = decided.insert(rule, judge.name());
            assert_eq!(before, None, "two judges decide {rule}");
        }
    }
    decided
}

#[test]
fn every_rule_names_the_judge_that_decides_it() {
    let decided = decided();
    for rule in rules().iter().filter(|rule| rule.judge != "lint") {
        let judge = decided.get(rule.id.as_str()).copied().unwrap_or("nobody");
        assert_eq!(rule.judge, judge, "openapi/rules.toml, {}", rule.id);
    }
}

#[test]
fn every_judge_decides_rules_that_exist() {
    let rules = rules();
    for (rule, judge) in decided() {
        assert!(rules.get(rule).is_some(), "{judge} decides {rule}, which openapi/rules.toml does not have");
    }
}

#[test]
fn every_pointer_names_a_place_in_the_document() {
    let document = Source::maintained().unwrap();
    for rule in rules().iter() {
        assert!(document.value.pointer(&rule.pointer).is_some(), "{}: nothing at {}", rule.id, rule.pointer);
    }
}

#[test]
fn every_id_begins_with_its_operation() {
    for Rule { id, operation, .. } in rules().iter() {
        let subject = id.split('.').next().unwrap();
        assert!(subject == operation || subject == "client" || subject == "document", "{id}: {operation}");
    }
}

/// `facts.txt` numbers the documented sentences: `12 must`, `29 silent`.
#[test]
fn every_fact_that_can_be_held_against_a_server_has_a_rule() {
    let (mut testable, mut silent) = (BTreeSet::new(), BTreeSet::new());
    for line in include_str!("facts.txt").lines().filter(|line| !line.starts_with('#')) {
        let (number, strength) = line.split_once(' ').unwrap();
        let number: u16 = number.parse().unwrap();
        assert!(["must", "implied", "may", "silent"].contains(&strength), "{line}");
        if strength == "silent" {
            silent.insert(number)
        } else {
            testable.insert(number)
        };
    }
    let covered: BTreeSet<u16> = rules().iter().flat_map(|rule| rule.facts.clone()).collect();
    let missing: Vec<_> = testable.difference(&covered).collect();
    assert!(missing.is_empty(), "no rule stands for the facts {missing:?}");
    let beyond: Vec<_> = covered.difference(&testable).collect();
    assert!(beyond.is_empty(), "rules stand for facts that are silent or do not exist: {beyond:?}");
    assert_eq!(testable.len() + silent.len(), 53);
}
