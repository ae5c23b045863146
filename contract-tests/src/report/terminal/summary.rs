//! The end of the output: how every target stands, and what to beware of on it.

use std::fmt::Write as _;

use super::columns::{columns, wrapped};
use super::label;
use crate::report::beware::{Caution, cautions, subject};
use crate::report::ledger::ledger_lines;
use crate::report::model::{Report, Target, TargetReport};
use crate::report::shown::shown;
use crate::report::standing::Standing;

/// The width that lines are broken for, in characters.
const WIDTH: usize = 118;

/// The widest column of subjects; a longer one pushes its own words to the right.
const SUBJECTS: usize = 26;

/// The table of targets and verdicts.
pub(super) fn table(report: &Report) -> String {
    let header = ["deployment", "target", "recorded on", "exchanges", "confirmed", "contradicted", "not verified"];
    let mut rows: Vec<Vec<String>> = vec![header.map(str::to_owned).to_vec()];
    rows.extend(report.targets.iter().map(row));
    columns(&rows, 3)
}

fn row(report: &TargetReport) -> Vec<String> {
    let Target { kind, deployment, recorded_on, .. } = &report.target;
    let verdicts = report.verdicts;
    let known = if verdicts.known > 0 { format!(" ({} known)", verdicts.known) } else { String::new() };
    vec![
        shown(deployment.as_deref().unwrap_or("unnamed")),
        kind.name().to_owned(),
        shown(recorded_on.as_deref().unwrap_or("undated")),
        report.requests.to_string(),
        verdicts.confirmed.to_string(),
        format!("{}{known}", verdicts.contradicted),
        verdicts.not_verified.to_string(),
    ]
}

/// A line on each target that says what to make of it, then what to beware of, the worst first, and what a reader should
/// know of the recording.
pub(super) fn summary(report: &Report) -> String {
    let mut text = String::new();
    let targets: Vec<(&TargetReport, Vec<Caution<'_>>)> = report.targets.iter().map(|t| (t, cautions(t))).collect();
    let all = targets.iter().flat_map(|(_, cautions)| cautions);
    let widths = all.map(|caution| caution.subjects().chars().count()).filter(|&width| width <= SUBJECTS);
    let width = widths.max().unwrap_or_default();
    for (target, cautions) in &targets {
        let beware = if cautions.is_empty() { "" } else { "; beware:" };
        let _ = writeln!(text, "\n{}: {}{beware}", label(target), target.headline());
        let news = cautions.iter().take_while(|caution| !caution.is_known()).count();
        for (i, caution) in cautions.iter().enumerate() {
            if i == news && news > 0 {
                let _ = writeln!(text, "{} known before, {}:", Standing::Known.mark(), label(target));
            }
            text.push_str(&line(caution, target, width));
        }
        text.push_str(&ledger_lines(target));
        for note in &target.notes {
            let _ = writeln!(text, "  note: {}", shown(note));
        }
    }
    if let Some(caution) = targets.iter().flat_map(|(_, cautions)| cautions).next() {
        let subject = caution.rules.first().map(|rule| shown(subject(&rule.id))).unwrap_or_default();
        let _ =
            writeln!(text, "\nproof and advice: --rule {subject}, or --details for all; to read at ease: --html FILE");
    }
    text
}

/// A caution in a line or two. What is news is a verdict, and says where it comes from; what is known was counted by the
/// line above it, which does.
fn line(caution: &Caution<'_>, target: &TargetReport, width: usize) -> String {
    let news = !caution.is_known();
    let mark = if news { Standing::Contradicted.mark() } else { " " };
    let words = shown(&caution.words);
    let words = if news { format!("{words}   {}", label(target)) } else { words };
    let subjects = shown(&caution.subjects());
    let start = format!("{mark} {subjects:<width$}  ");
    let indent = " ".repeat(width + 4);
    let lines = if news { vec![words] } else { wrapped(&words, WIDTH.saturating_sub(start.chars().count())) };
    format!("{start}{}\n", lines.join(&format!("\n{indent}")))
}
