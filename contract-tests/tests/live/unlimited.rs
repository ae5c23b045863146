//! A server of one's own: no budget, and what a lenient server could read as about another key is sent, too.

use sandbox::Sandbox;
use serde_json::Value;

use crate::observed::Observed;
use crate::process::{ledgers, live, said};

/// What is sent without a name of the run's is the run's own nevertheless: it is neither hidden before it is judged, nor
/// left.
#[test]
fn an_unlimited_run_contradicts_nothing_and_leaves_nothing() {
    let server = Observed::start(Sandbox::builder());
    let state = tempfile::tempdir().unwrap();
    let words = ["--allow-writes", "--unlimited", "--disposable-account", "--probe-models", "--cases", "120"];
    let run = said(live(&server, 2, state.path(), &[&words[..], &["--time-limit", "60", "--json", "-"]].concat()));
    assert_eq!(run.code, 0, "{run:?}");
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    let target = report.pointer("/targets/0").unwrap_or(&report);
    assert_eq!(target.pointer("/verdicts/contradicted").unwrap(), 0);
    assert!(target.pointer("/verdicts/confirmed").unwrap().as_u64().unwrap() > 110, "{}", target["verdicts"]);
    assert_eq!(server.others(), [""; 0]);
    assert_eq!(crate::observed::records(&server.sandbox, 0), server.foreign);
    assert!(ledgers(state.path()).is_empty());
}
