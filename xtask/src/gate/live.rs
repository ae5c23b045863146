//! The stage of live servers: a report of a run made elsewhere, held to be of this document, this tool, and lately.

use std::time::Duration;

use jiff::Timestamp;
use openapi::Exit;
use serde_json::Value;

use super::context::Context;
use super::outcome::Outcome;

/// What a report must look like.
const SCHEMA: &str = include_str!("../../../contract-tests/report.schema.json");

const RUN: &str = "cargo xtask verify --target live --base-url URL --allow-writes --ledger FILE --json FILE";
const HAND_IN: &str = "cargo xtask gate --live-report FILE";

/// Judges the report of a live run.
pub(super) fn stage(context: &Context) -> Outcome {
    let Some(file) = &context.live_report else {
        return Outcome::skipped("no report of a live run was handed in", format!("{RUN}, then {HAND_IN}"));
    };
    let name = file.display().to_string();
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) => return Outcome::failed(Exit::Usage, format!("{name} cannot be read: {error}"), HAND_IN),
    };
    let document = match context.document() {
        Ok(document) => document.sha256(),
        Err(error) => return Outcome::stopped(error.exit, &error.text, "cargo xtask lint"),
    };
    let report: Value = match serde_json::from_str(&text) {
        Ok(report) => report,
        Err(error) => return Outcome::failed(Exit::Usage, format!("{name} is no JSON: {error}"), HAND_IN),
    };
    let asked = Asked { document, tool: env!("CARGO_PKG_VERSION"), now: Timestamp::now(), max_age: context.max_age };
    match judge(&report, &asked) {
        Ok(outcome) => outcome,
        Err(why) => Outcome::failed(Exit::Usage, format!("{name}: {why}"), RUN),
    }
}

/// What a report must be of.
struct Asked {
    document: String,
    tool: &'static str,
    now: Timestamp,
    max_age: Duration,
}

/// The verdict of a report; an error is a report that says nothing of what is to be released.
fn judge(report: &Value, asked: &Asked) -> Result<Outcome, String> {
    let alone = [report.clone()];
    let targets = report.get("targets").and_then(Value::as_array).map_or(&alone[..], Vec::as_slice);
    if targets.is_empty() {
        return Err("it is of no target".to_owned());
    }
    let schema = target_schema().map_err(|error| format!("the schema of reports: {error}"))?;
    for target in targets {
        if let Some(error) = schema.iter_errors(target).next() {
            return Err(format!("it is no report of this tool: {} {}", error.instance_path(), error.masked()));
        }
        fits(target, asked)?;
    }
    Ok(verdict(targets))
}

/// The schema of the report of one target: of an alternative that does not fit, nobody learns why.
fn target_schema() -> Result<jsonschema::Validator, Box<dyn std::error::Error>> {
    let mut schema: Value = serde_json::from_str(SCHEMA)?;
    if let Some(schema) = schema.as_object_mut() {
        schema.remove("oneOf");
        schema.insert("allOf".to_owned(), serde_json::json!([{ "$ref": "#/definitions/target_report" }]));
    }
    Ok(jsonschema::options().offline().build(&schema)?)
}

fn fits(target: &Value, asked: &Asked) -> Result<(), String> {
    let text = |pointer: &str| target.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    if text("/target/kind") != "live" {
        return Err(format!("it is of a target of kind {}, not of a live server", text("/target/kind")));
    }
    if text("/document/sha256") != asked.document {
        return Err("it is of another document".to_owned());
    }
    if text("/tool/version") != asked.tool {
        return Err(format!(
            "it was made by version {} of the tool, and this is {}",
            text("/tool/version"),
            asked.tool
        ));
    }
    let written: Timestamp = text("/written_at").parse().map_err(|_| "it does not say when it was made".to_owned())?;
    let age = asked.now.duration_since(written);
    match Duration::try_from(age) {
        Err(_) => Err(format!("it was made at {written}, which is yet to come")),
        Ok(age) if age > asked.max_age => {
            Err(format!("it is {} h old, and may be {} h", age.as_secs() / 3_600, asked.max_age.as_secs() / 3_600))
        }
        Ok(_) => Ok(()),
    }
}

fn verdict(targets: &[Value]) -> Outcome {
    let texts = |member: &str| -> Vec<String> {
        let all = targets.iter().filter_map(|target| target.get(member)?.as_array()).flatten();
        all.filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let sum = |pointer: &str| -> u64 { targets.iter().filter_map(|target| target.pointer(pointer)?.as_u64()).sum() };
    let left_behind = texts("left_behind");
    if !left_behind.is_empty() {
        let says = "keys were left behind on the server";
        return Outcome::failed(Exit::LeftBehind, says, "cargo xtask cleanup --ledger FILE").with(left_behind);
    }
    let news = texts("new_divergences");
    if !news.is_empty() || targets.iter().any(|target| target.get("verdict") == Some(&"broken".into())) {
        return Outcome::failed(Exit::Broken, "rules are contradicted that no ledger knows of", RUN).with(news);
    }
    let dead: Vec<String> = [texts("stale_divergences"), texts("lost_evidence")].concat();
    if !dead.is_empty() {
        return Outcome::failed(Exit::NotVerified, "departures are no longer seen, or rules without evidence", RUN)
            .with(dead);
    }
    if targets.iter().any(|target| target.get("verdict") != Some(&"held".into())) {
        return Outcome::failed(Exit::NotVerified, "nothing could be judged", RUN);
    }
    let (exchanges, known) = (sum("/requests"), sum("/verdicts/known"));
    Outcome::passed(format!("{exchanges} exchanges: held, {known} known departures"))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Asked, Duration, judge};
    use crate::gate::outcome::State;
    use openapi::Exit;

    fn asked() -> Asked {
        let now = "2026-11-25T12:00:00Z".parse().unwrap();
        Asked { document: "a".repeat(64), tool: "1.2.3", now, max_age: Duration::from_secs(24 * 3600) }
    }

    /// A report that holds, with one member replaced.
    fn report(pointer: &str, value: Value) -> Value {
        let mut report = json!({
            "verdict": "held",
            "target": {"kind": "live", "deployment": "production", "base_url": "https://example.com", "server": null,
                "recorded_on": "2026-11-25", "files": []},
            "document": {"version": "0.1.0", "sha256": "a".repeat(64)},
            "seed": 1, "requests": 10, "duration_ms": 5,
            "verdicts": {"confirmed": 1, "contradicted": 0, "known": 0, "not_verified": 0},
            "rules": [], "observations": [], "matrix": [],
            "coverage": {"operations": [], "keywords": [], "rules_exercised": 0, "rules_never": []},
            "new_divergences": [], "stale_divergences": [], "lost_evidence": [], "left_behind": [], "notes": [],
            "tool": {"name": "contract-tests", "version": "1.2.3"}, "written_at": "2026-11-25T03:00:00Z"
        });
        if let Some(place) = report.pointer_mut(pointer) {
            *place = value;
        }
        report
    }

    #[test]
    fn a_report_of_this_document_this_tool_and_today_is_judged() {
        let cases = [
            ("/no-such-member", json!(null), State::Passed),
            ("/left_behind", json!(["key 7"]), State::Failed(Exit::LeftBehind)),
            ("/new_divergences", json!(["update.status"]), State::Failed(Exit::Broken)),
            ("/verdict", json!("broken"), State::Failed(Exit::Broken)),
            ("/verdict", json!("not-verified"), State::Failed(Exit::NotVerified)),
            ("/stale_divergences", json!(["x"]), State::Failed(Exit::NotVerified)),
        ];
        for (pointer, value, state) in cases {
            assert_eq!(judge(&report(pointer, value), &asked()).unwrap().state, state, "{pointer}");
        }
        let several =
            json!({"verdict": "held", "targets": [report("", json!(null)).clone(), report("/x", json!(null))]});
        assert!(judge(&several, &asked()).is_err(), "the first of them is null");
        let several = json!({"verdict": "held", "targets": [report("/x", json!(null)), report("/x", json!(null))]});
        assert_eq!(judge(&several, &asked()).unwrap().state, State::Passed);
    }

    #[test]
    fn any_other_report_is_refused() {
        let cases = [
            ("/target/kind", json!("sandbox"), "kind sandbox"),
            ("/document/sha256", json!("b".repeat(64)), "another document"),
            ("/tool/version", json!("1.2.4"), "version 1.2.4"),
            ("/written_at", json!("2026-11-24T11:59:59Z"), "24 h old"),
            ("/written_at", json!("2026-11-25T12:00:01Z"), "yet to come"),
            ("/written_at", json!(null), "does not say when"),
            ("/requests", json!(-1), "no report of this tool: /requests"),
            ("/verdict", json!("fine"), "no report of this tool"),
        ];
        for (pointer, value, why) in cases {
            let error = judge(&report(pointer, value), &asked()).unwrap_err();
            assert!(error.contains(why), "{pointer}: {error}");
        }
        assert!(judge(&json!({"verdict": "held", "targets": []}), &asked()).is_err());
        assert!(judge(&json!([]), &asked()).is_err());
    }
}
