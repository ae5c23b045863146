//! The gate as people read it on a terminal.

use std::fmt::Write as _;

use openapi::escape;

use super::outcome::State;
use super::verdict::Gate;

/// The gate as text, safe to print.
pub(crate) fn to_terminal(gate: &Gate) -> String {
    let width = gate.stages.iter().map(|done| done.name.len()).max().unwrap_or_default();
    let mut text = String::new();
    for done in &gate.stages {
        let mark = match done.outcome.state {
            State::Passed => "✓",
            State::Failed(_) => "✗",
            State::Skipped if gate.is_required(done) => "✗",
            State::Skipped => "-",
        };
        let (name, word, took) = (done.name, done.outcome.state.word(), done.took.as_secs_f64());
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{mark} {name:width$}  {word:7}  {took:>5.1} s  {}", escape(&done.outcome.says));
        let is_detailed = done.outcome.state != State::Passed;
        for line in done.outcome.details.iter().filter(|_| is_detailed) {
            let _ = writeln!(text, "  {:width$}  {}", "", escape(line));
        }
        if let Some(next) = done.outcome.next.as_ref() {
            let _ = writeln!(text, "  {:width$}  next: {}", "", escape(next));
        }
    }
    let _ = writeln!(text, "\n{}, in {:.1} s", gate.headline(), gate.took.as_secs_f64());
    text
}
