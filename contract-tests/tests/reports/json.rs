//! What the JSON report says of itself: whoever is handed it, as the gate is, asks what made it and when.

use contract_tests::report::{Overall, Report, TargetKind, to_json};
use serde_json::Value;

use crate::by_hand::target;

fn report(kind: TargetKind) -> Value {
    let mut target = target("gateway", Overall::Held, Vec::new());
    target.target.kind = kind;
    serde_json::from_str(&to_json(&Report { targets: vec![target] }).unwrap()).unwrap()
}

#[test]
fn a_run_says_when_it_was_over_and_a_recording_gives_the_same_report_whenever() {
    let before = jiff::Timestamp::now();
    let run = report(TargetKind::Sandbox);
    let written: jiff::Timestamp = run["written_at"].as_str().unwrap().parse().unwrap();
    assert!((before.as_second()..=jiff::Timestamp::now().as_second()).contains(&written.as_second()), "{run:#}");
    assert_eq!(run["tool"]["version"], env!("CARGO_PKG_VERSION"));
    let recorded = report(TargetKind::Recorded);
    assert_eq!(recorded["written_at"], Value::Null);
    assert!(recorded.as_object().unwrap().contains_key("written_at"));
}
