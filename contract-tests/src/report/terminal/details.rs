//! What `--details` adds: observations, the matrix, coverage.

use std::fmt::Write as _;

use super::columns::columns;
use super::label;
use crate::report::derived::{GIVEN, grid, status};
use crate::report::model::{MatrixOutcome, TargetReport, plural};
use crate::report::shown::shown;
use crate::report::standing::operation_title;

/// The sections of one target that have something to say.
pub(super) fn details(target: &TargetReport) -> String {
    let mut text = String::new();
    observations(&mut text, target);
    for operation in ["create", "update"] {
        matrix(&mut text, target, operation);
    }
    coverage(&mut text, target);
    text
}

fn observations(text: &mut String, target: &TargetReport) {
    if target.observations.is_empty() {
        return;
    }
    let _ = writeln!(text, "{}: observed where the pages are silent", label(target));
    for seen in &target.observations {
        let _ = writeln!(text, "  {}{}", shown(&seen.text), evidence(seen.count, &seen.exchanges));
    }
    text.push('\n');
}

/// How often, and where first: nothing for an observation without exchanges of its own.
fn evidence(count: usize, exchanges: &[String]) -> String {
    match exchanges.first() {
        None => String::new(),
        Some(first) => format!("   {}, first {}", plural(count, "exchange"), shown(first)),
    }
}

fn matrix(text: &mut String, target: &TargetReport, operation: &str) {
    let rows = grid(target, operation);
    if rows.is_empty() {
        return;
    }
    let title = operation_title(operation);
    let _ = writeln!(text, "{}: what {title} does with a field that is …", label(target));
    let head = ["field"].into_iter().chain(GIVEN.map(|given| given.words())).map(str::to_owned).collect();
    let mut table: Vec<Vec<String>> = vec![head];
    table.extend(rows.iter().map(|row| {
        let cells = row.cells.iter().map(|outcomes| cell(outcomes));
        [row.field.to_owned()].into_iter().chain(cells).collect()
    }));
    for line in columns(&table, usize::MAX).lines() {
        let _ = writeln!(text, "  {line}");
    }
    text.push('\n');
}

fn cell(outcomes: &[MatrixOutcome]) -> String {
    let one = |outcome: &MatrixOutcome| {
        let left = outcome.left.as_deref().map(|left| format!(" to {}", shown(left))).unwrap_or_default();
        format!("{}{left} ×{}", outcome.effect.word(), outcome.count)
    };
    if outcomes.is_empty() { "–".to_owned() } else { outcomes.iter().map(one).collect::<Vec<_>>().join(", ") }
}

fn coverage(text: &mut String, target: &TargetReport) {
    let coverage = &target.coverage;
    if coverage.is_empty() {
        return;
    }
    let _ = writeln!(text, "{}: {}", label(target), coverage.headline());
    for operation in &coverage.operations {
        let statuses: Vec<String> = operation.statuses.iter().map(|(s, n)| format!("{} ×{n}", status(*s))).collect();
        let exchanges = plural(operation.exchanges, "exchange");
        let counts = [exchanges].into_iter().chain(statuses).collect::<Vec<_>>().join(", ");
        let _ = writeln!(text, "  {}: {counts}", operation_title(operation.operation));
    }
    let never: Vec<String> = coverage.never_reached().map(|keyword| shown(&keyword.pointer)).collect();
    for (what, which) in [("rules never exercised", &coverage.rules_never), ("document keywords never reached", &never)]
    {
        if !which.is_empty() {
            let _ = writeln!(text, "  {what}: {}", which.iter().map(|w| shown(w)).collect::<Vec<_>>().join(", "));
        }
    }
    text.push('\n');
}
