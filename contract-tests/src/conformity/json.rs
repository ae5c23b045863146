//! The job that `cargo xtask compat` runs: two documents in, JSON out.

use std::path::Path;

use openapi::{Exit, Source};
use serde_json::{Value, json};

use super::comparison::{Comparison, Moved};
use super::described::Described;
use crate::arguments::Conformity;
use crate::failure::Failure;
use crate::har::{self, HarInput, ReadOptions};
use crate::output;
use crate::recorded_target::Yardstick;
use crate::recordings::{self, Deployment, RecordingFile};

/// Holds the recordings of this repository against two documents and prints, as JSON, what each deployment says of them.
///
/// # Errors
///
/// When a document or a recording cannot be read.
pub fn conformity(arguments: &Conformity) -> Result<Exit, Failure> {
    let load = |path: &Path| Source::load(path).map_err(Failure::usage);
    let (old, new) = (load(&arguments.old)?, load(&arguments.new)?);
    let described = [&Described::new(&old), &Described::new(&new)];
    let contract = Yardstick::maintained()?.contract;
    let mut deployments = Vec::new();
    for Deployment { name, files } in recordings::ours()? {
        let inputs: Vec<HarInput> = files.iter().map(RecordingFile::input).collect();
        let trace = har::read(&inputs, &ReadOptions::default()).map_err(Failure::usage)?;
        let comparison = Comparison::of(&trace, described, &contract).map_err(Failure::usage)?;
        deployments.push(deployment(&name, trace.provenance.recorded_on.as_deref(), &comparison));
    }
    output::to_stdout(&format!("{:#}\n", json!({ "deployments": deployments })))?;
    Ok(Exit::Held)
}

fn deployment(name: &str, recorded_on: Option<&str>, comparison: &Comparison) -> Value {
    let Comparison { operations, fitting: [old, new], better, worse, both, moved } = comparison;
    json!({
        "deployment": name,
        "recorded_on": recorded_on,
        "leaning": comparison.leaning().word(),
        "exchanges": operations.values().sum::<usize>(),
        "operations": operations,
        "fitting_old": old,
        "fitting_new": new,
        "better": better,
        "worse": worse,
        "both": both,
        "places": moved.iter().map(place).collect::<Vec<_>>(),
    })
}

fn place(moved: &Moved) -> Value {
    json!({
        "operation": moved.operation,
        "part": moved.unfit.part,
        "pointer": moved.unfit.pointer,
        "expected": moved.unfit.expected,
        "fits": if moved.fits_now { "new" } else { "old" },
        "exchanges": moved.count,
        "first": moved.first.iter().map(ToString::to_string).collect::<Vec<_>>(),
    })
}
