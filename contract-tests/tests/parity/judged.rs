//! A replay is judged as the recording is.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use contract_tests::judging::{Judging, Outcome};
use contract_tests::parity::{Recorded, replay};
use contract_tests::recorded_target::Yardstick;
use contract_tests::trace::Trace;
use contract_tests::verdict::Evidence;
use sandbox::{Profile, StatusInUpdates};

use crate::recorded::{PROFILES, recorded};

/// What is known of a rule: its verdict, and every exchange that is kept for or against it.
fn known(evidence: &Evidence) -> String {
    let Evidence { confirming, confirmed_by, contradicting, findings, confirmed_in } = evidence;
    let cases: BTreeSet<_> = confirmed_in.iter().collect();
    let findings = findings.iter().map(|found| (&found.location, &found.pointer, &found.expected, &found.seen));
    let findings: Vec<_> = findings.collect();
    let verdict = evidence.verdict().name();
    format!("{verdict}, {confirming} for: {confirmed_by:?} in {cases:?}, {contradicting} against: {findings:?}")
}

fn by_rule(outcome: &Outcome) -> BTreeMap<&'static str, String> {
    let rules = outcome.evidences.rules();
    rules.filter_map(|rule| Some((rule, known(outcome.evidences.of(rule)?)))).collect()
}

fn judged(trace: &Trace) -> Outcome {
    Judging::new(Arc::clone(&Yardstick::maintained().unwrap().contract)).trace(trace)
}

fn replayed(recorded: &Recorded, profile: &Profile) -> Outcome {
    judged(&replay(recorded, profile).unwrap().trace(recorded))
}

#[test]
fn a_replay_gives_the_verdicts_of_its_recording() {
    for profile in PROFILES {
        let recorded = recorded(profile.name);
        let (expected, seen) = (judged(&recorded.trace), replayed(&recorded, profile));
        let rules = by_rule(&expected);
        assert!(rules.len() > 90, "{} rules only", rules.len());
        assert_eq!(by_rule(&seen), rules, "{}", profile.name);
        assert_eq!(seen.counts, expected.counts);
        let texts = |outcome: &Outcome| format!("{:#?}", outcome.observations);
        assert_eq!(texts(&seen), texts(&expected));
    }
}

/// The verdicts can differ: a profile that stores what the recorded server ignored is judged otherwise, on that.
#[test]
fn another_server_gets_other_verdicts() {
    let recorded = recorded("new-api-2026-07");
    let other = Profile { status_in_updates: StatusInUpdates::Stored, ..Profile::NEW_API_2026_07 };
    let (expected, seen) = (judged(&recorded.trace), replayed(&recorded, &other));
    let verdict = |outcome: &Outcome, rule: &str| outcome.evidences.of(rule).map(Evidence::verdict);
    let differ = seen.evidences.rules().filter(|rule| verdict(&seen, rule) != verdict(&expected, rule));
    let differ: BTreeSet<&str> = differ.collect();
    println!("{differ:?}");
    assert!(differ.contains("update.status.stored-as-sent"), "{differ:?}");
    assert!(differ.iter().all(|rule| rule.contains("status")), "{differ:?}");
}
