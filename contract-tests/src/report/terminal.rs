//! The report for people: a table of targets, then every contradiction with the exchange that proves it.

use std::fmt::Write as _;

use openapi::escape;

use super::ledger::ledger_lines;
use super::model::{Report, RuleReport, Target, TargetReport, plural};

/// The table of targets and verdicts.
pub fn table(report: &Report) -> String {
    let header = ["deployment", "target", "recorded on", "exchanges", "confirmed", "contradicted", "not verified"];
    let rows: Vec<[String; 7]> = report.targets.iter().map(row).collect();
    let mut widths = header.map(str::len);
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut text = line(&header.map(str::to_owned), &widths);
    for row in &rows {
        text.push_str(&line(row, &widths));
    }
    text
}

/// A line on each target that says what to make of it, with what a reader should know.
pub fn headlines(report: &Report) -> String {
    let mut text = String::new();
    for target in &report.targets {
        let _ = writeln!(text, "{}: {}", escape(&target.target.label()), target.headline());
        text.push_str(&ledger_lines(target));
        for note in &target.notes {
            let _ = writeln!(text, "  note: {}", escape(note));
        }
    }
    text
}

fn row(report: &TargetReport) -> [String; 7] {
    let Target { deployment, recorded_on, .. } = &report.target;
    let verdicts = report.verdicts;
    let known = if verdicts.known > 0 { format!(" ({} known)", verdicts.known) } else { String::new() };
    [
        escape(deployment.as_deref().unwrap_or("unnamed")),
        "recorded".to_owned(),
        escape(recorded_on.as_deref().unwrap_or("undated")),
        report.requests.to_string(),
        verdicts.confirmed.to_string(),
        format!("{}{known}", verdicts.contradicted),
        verdicts.not_verified.to_string(),
    ]
}

fn line(cells: &[String; 7], widths: &[usize; 7]) -> String {
    let mut line = String::new();
    for (i, (cell, width)) in cells.iter().zip(widths).enumerate() {
        let padding = " ".repeat(width.saturating_sub(cell.chars().count()));
        // Words to the left, numbers to the right.
        let cell = if i < 3 { format!("{cell}{padding}") } else { format!("{padding}{cell}") };
        line.push_str(&cell);
        line.push_str("  ");
    }
    format!("{}\n", line.trim_end())
}

/// One contradicted rule, as the design shows it.
pub fn block(rule: &RuleReport, target: &TargetReport) -> String {
    let mut text = String::new();
    let known = rule.known_divergence.as_ref();
    let mark = if known.is_some() { "≠" } else { "✗" };
    let title = format!("{mark} {}   {}   {}", rule.id, title(&rule.operation), escape(&target.target.label()));
    let _ = writeln!(text, "{title}");
    if let Some(known) = known {
        field(&mut text, "known", &format!("since {}: {}", known.since, known.reason));
    }
    for (i, finding) in rule.findings.iter().enumerate() {
        if i == 0 {
            let _ = writeln!(text, "  {}; {}", escape(&finding.expected), escape(&finding.seen));
            field(&mut text, "document", &format!("openapi/cometapi-keys.yaml#{}", rule.pointer));
            field(&mut text, "said by", &format!("{} ({}): {}", rule.source, rule.strength.name(), rule.statement));
            field(&mut text, "sent", &finding.request);
            field(&mut text, "received", &finding.response);
            field(&mut text, "proof", &finding.exchange);
            field(&mut text, "again", &finding.again);
            field(&mut text, "curl", &finding.curl);
        } else {
            let also = format!("{}; {}   {}", finding.expected, finding.seen, finding.exchange);
            field(&mut text, if i == 1 { "also" } else { "" }, &also);
        }
    }
    if rule.contradictions > rule.findings.len() {
        let more = plural(rule.contradictions - rule.findings.len(), "more exchange");
        field(&mut text, "", &format!("and {more} of the same kinds"));
    }
    text
}

fn field(text: &mut String, name: &str, value: &str) {
    let _ = writeln!(text, "  {name:<9} {}", escape(value));
}

fn title(operation: &str) -> &'static str {
    use crate::operation::Operation;
    let all = Operation::DOCUMENTED.into_iter().chain([Operation::Models]);
    all.into_iter().find(|o| o.name() == operation).map_or("every operation", Operation::title)
}
