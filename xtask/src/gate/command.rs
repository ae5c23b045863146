//! From arguments to reports and an exit code.

use std::time::Instant;

use openapi::Exit;

use super::arguments::Arguments;
use super::context::Context;
use super::outcome::Done;
use super::progress::Progress;
use super::stages::STAGES;
use super::verdict::Gate;
use super::{json, junit, markdown, score, terminal};
use crate::failure::Failure;
use crate::report_file::{self, ReportFile};
use crate::workspace;

/// Runs every stage and reports.
///
/// # Errors
///
/// When there is no workspace, or a report cannot be written.
pub(crate) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let root = workspace::root()?;
    if arguments.renew_score {
        return score::renew(&root);
    }
    let paths = [&arguments.json, &arguments.junit, &arguments.markdown].map(|path| path.as_deref());
    report_file::check(&paths)?;
    let mut context = Context::new(&root);
    context.live_report.clone_from(&arguments.live_report);
    if let Some(age) = arguments.max_age {
        context.max_age = age;
    }
    let gate = judge(&context, &arguments.require);
    let [json, junit, markdown] = paths;
    let files = [
        ReportFile::new(json, || Ok(format!("{:#}\n", json::to_json(&gate)))),
        ReportFile::new(junit, || junit::to_junit(&gate).map_err(Failure::could_not_run)),
        ReportFile::new(markdown, || Ok(markdown::to_markdown(&gate))),
    ];
    report_file::write_all(files, &terminal::to_terminal(&gate))?;
    Ok(gate.exit())
}

/// Runs every stage, whatever becomes of the others.
pub(crate) fn judge(context: &Context, required: &[String]) -> Gate {
    let progress = Progress::begin(STAGES.len());
    let began = Instant::now();
    let mut stages = Vec::new();
    for (index, stage) in STAGES.iter().enumerate() {
        progress.starts(index + 1, stage);
        let started = Instant::now();
        let outcome = (stage.run)(context);
        let done = Done { name: stage.name, outcome, took: started.elapsed() };
        progress.ended(index + 1, &done);
        stages.push(done);
    }
    progress.over();
    Gate { stages, required: required.to_vec(), took: began.elapsed() }
}
