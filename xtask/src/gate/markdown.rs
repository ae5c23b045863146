//! The gate as Markdown, for the summary of a job.

use openapi::{code_span, escape, table_row};

use super::outcome::{Done, State};
use super::verdict::Gate;

/// The gate as Markdown. What comes from elsewhere is in code spans, in which nothing is markup.
pub(super) fn to_markdown(gate: &Gate) -> String {
    let rows: String = gate.stages.iter().map(|done| row(gate, done)).collect();
    let header = "| stage |  | seconds | what | next |\n| --- | --- | --- | --- | --- |\n";
    format!("# {}\n\n{header}{rows}", gate.headline())
}

fn row(gate: &Gate, done: &Done) -> String {
    let outcome = &done.outcome;
    let state = match outcome.state {
        State::Skipped if gate.is_required(done) => "**skipped, but required**".to_owned(),
        State::Failed(_) => "**failed**".to_owned(),
        state => state.word().to_owned(),
    };
    let details = outcome.details.iter().filter(|_| outcome.state != State::Passed);
    let lines: Vec<String> = [&outcome.says].into_iter().chain(details).map(|line| code_span(&escape(line))).collect();
    let next = outcome.next.as_ref().map_or_else(String::new, |next| code_span(&escape(next)));
    let took = format!("{:.1}", done.took.as_secs_f64());
    table_row(&[code_span(done.name), state, took, lines.join("<br>"), next])
}
