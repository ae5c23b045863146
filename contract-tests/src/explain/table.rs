//! All rules, one a line.

use openapi::escape;
use openapi::rules::{Reach, Rule};

use super::rule::{mark, subject};
use crate::door::door;
use crate::report::{Target, TargetReport};

/// The operations in the order of the table.
const OPERATIONS: [&str; 7] = ["any", "list", "get", "create", "update", "delete", "models"];

/// The space between columns.
const GAP: &str = "  ";

/// The table: id, strength, judge, and the verdict on every target, grouped by operation.
pub(super) fn of(rules: &[&Rule], targets: &[TargetReport]) -> String {
    let mut rows = header(targets);
    for operation in OPERATIONS {
        rows.push(Vec::new());
        rows.push(vec![subject(operation)]);
        rows.extend(rules.iter().filter(|rule| rule.operation == operation).map(|rule| row(rule, targets)));
    }
    let mut text = aligned(&rows);
    text.push_str("\n✓ confirmed  ✗ contradicted  ≠ contradicted, a known departure  ? not verified\n");
    text.push_str(&format!("all there is to say of a rule: {} rules ID\n", door()));
    text
}

/// A verdict says little without where it comes from: three lines on every target.
fn header(targets: &[TargetReport]) -> Vec<Vec<String>> {
    type Cell = fn(&Target) -> String;
    let cells: [Cell; 3] = [
        |target| target.kind.name().to_owned(),
        |target| escape(target.deployment.as_deref().unwrap_or("unnamed")),
        |target| escape(target.recorded_on.as_deref().unwrap_or("undated")),
    ];
    let titles = [["", "", ""], ["", "", ""], ["rule", "strength", "judge"]];
    let lines = cells.into_iter().zip(titles).map(|(cell, titles)| {
        let titles = titles.into_iter().map(str::to_owned);
        titles.chain(targets.iter().map(|target| cell(&target.target))).collect()
    });
    lines.collect()
}

fn row(rule: &Rule, targets: &[TargetReport]) -> Vec<String> {
    let verdict = |target: &TargetReport| match target.rules.iter().find(|report| report.id == rule.id) {
        Some(report) => format!("{} {}", mark(report), report.verdict),
        None if rule.reach == Reach::Document => "  by the linter".to_owned(),
        None => String::new(),
    };
    let rule_cells = [rule.id.clone(), rule.strength.name().to_owned(), rule.judge.clone()];
    rule_cells.into_iter().chain(targets.iter().map(verdict)).collect()
}

/// The rows as lines; one of a single cell is a heading, and widens no column.
fn aligned(rows: &[Vec<String>]) -> String {
    let mut widths: Vec<usize> = Vec::new();
    for row in rows.iter().filter(|row| row.len() > 1) {
        widths.resize(widths.len().max(row.len()), 0);
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let line = |row: &Vec<String>| {
        let pad = |(cell, &width): (&String, &usize)| {
            format!("{cell}{}", " ".repeat(width.saturating_sub(cell.chars().count())))
        };
        let cells: Vec<String> = row.iter().zip(&widths).map(pad).collect();
        format!("{}\n", cells.join(GAP).trim_end())
    };
    rows.iter().map(line).collect()
}
