//! The gate as JSON, as `xtask/gate.schema.json` describes it.

use openapi::Exit;
use serde_json::{Value, json};

use super::outcome::{Done, State};
use super::verdict::Gate;

/// The gate as JSON. Text is as it is: escape it for the place it is shown.
pub(super) fn to_json(gate: &Gate) -> Value {
    let exit = gate.exit();
    json!({
        "verdict": if exit == Exit::Held { "passed" } else { "failed" },
        "exit_code": exit.code(),
        "duration_ms": milliseconds(gate.took),
        "stages": gate.stages.iter().map(|done| stage(gate, done)).collect::<Vec<_>>(),
    })
}

fn stage(gate: &Gate, done: &Done) -> Value {
    let exit = match done.outcome.state {
        State::Failed(exit) => exit.code(),
        State::Skipped if gate.is_required(done) => Exit::NotVerified.code(),
        State::Skipped | State::Passed => Exit::Held.code(),
    };
    json!({
        "stage": done.name,
        "state": done.outcome.state.word(),
        "required": gate.is_required(done),
        "exit_code": exit,
        "says": done.outcome.says,
        "details": done.outcome.details,
        "next": done.outcome.next,
        "duration_ms": milliseconds(done.took),
    })
}

fn milliseconds(took: std::time::Duration) -> u64 {
    u64::try_from(took.as_millis()).unwrap_or(u64::MAX)
}
