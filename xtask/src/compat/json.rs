//! The report as JSON, as `xtask/compat.schema.json` describes it.

use openapi::Source;
use openapi::compat::{Accepted, Change, Place, Severity};
use serde_json::{Map, Value, json};

use super::recorded::{Deployment, Recorded};
use super::report::Report;

/// The report as JSON. Values of the documents are as they are: escape them for the place they are shown.
pub(super) fn to_json(report: &Report<'_>) -> Value {
    let changes: Vec<Value> = report.comparison.changes.iter().map(|change| self::change(report, change)).collect();
    let stale: Vec<Value> = report.stale().into_iter().map(entry).collect();
    let count = |severity| report.comparison.count(severity);
    json!({
        "verdict": if report.held() { "held" } else { "broken" },
        "fail_on": report.fail_on.word(),
        "old": document(report.old),
        "new": document(report.new),
        "counts": {
            "breaking": count(Severity::Breaking),
            "warning": count(Severity::Warning),
            "compatible": count(Severity::Compatible),
        },
        "changes": changes,
        "stale_acceptances": stale,
        "recordings": report.recorded.map(recordings),
    })
}

fn document(source: &Source) -> Value {
    let version = source.get("/info/version").and_then(Value::as_str);
    json!({ "name": source.name, "version": version, "sha256": source.sha256() })
}

fn change(report: &Report<'_>, change: &Change) -> Value {
    let mut told = Map::new();
    let mut put = |key: &str, value: Value| {
        told.insert(key.to_owned(), value);
    };
    put("rule", change.rule.id.into());
    put("meaning", change.rule.meaning.into());
    put("severity", change.severity.word().into());
    put("direction", change.way.map(|way| way.word()).into());
    put("operations", change.operations.clone().into());
    put("subject", change.subject.clone().into());
    put("breaks", change.breaks().map(|who| who.words()).into());
    put("old", place(&change.old, change.old_value.as_ref()));
    put("new", place(&change.new, change.new_value.as_ref()));
    // null is a value: what is not there is left out.
    for (key, value) in [("no_longer_legal", &change.no_longer_legal), ("newly_legal", &change.newly_legal)] {
        if let Some(value) = value {
            put(key, value.clone());
        }
    }
    put("accepted", report.acceptance.of(change).map_or(Value::Null, entry));
    put("fails", report.fails(change).into());
    told.into()
}

fn place(place: &Place, value: Option<&Value>) -> Value {
    let mut told = json!({ "pointer": place.pointer, "line": place.line });
    if let (Some(value), Value::Object(members)) = (value, &mut told) {
        members.insert("value".to_owned(), value.clone());
    }
    told
}

fn entry(entry: &Accepted) -> Value {
    json!({
        "line": entry.line,
        "rule": entry.rule,
        "direction": entry.way.map(|way| way.word()),
        "operation": entry.operation,
        "pointer": entry.pointer,
        "reason": entry.reason,
    })
}

fn recordings(recorded: &Recorded) -> Value {
    let (why, deployments) = match recorded {
        Recorded::NotJudged(why) => (Some(why), Vec::new()),
        Recorded::Judged(deployments) => (None, deployments.iter().map(deployment).collect()),
    };
    json!({ "conclusion": recorded.word(), "not_judged": why, "deployments": deployments })
}

fn deployment(deployment: &Deployment) -> Value {
    let Deployment { name, recorded_on, leaning, exchanges, fitting: [old, new], places } = deployment;
    json!({
        "deployment": name,
        "recorded_on": recorded_on,
        "leaning": leaning,
        "exchanges": exchanges,
        "fitting_old": old,
        "fitting_new": new,
        "places": places.iter().map(|place| place.told.clone()).collect::<Vec<_>>(),
    })
}
