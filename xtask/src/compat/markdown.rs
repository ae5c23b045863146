//! The report as Markdown, for a pull request or the summary of a job.

use std::fmt::Write as _;

use openapi::compat::{Accepted, Change, Severity};
use openapi::escape;

use super::report::{Report, stale_sentence};
use super::shown;

/// The report as Markdown. What comes from the documents is in code spans, in which nothing is markup.
pub(super) fn to_markdown(report: &Report<'_>) -> String {
    let mut text = format!("# {}\n\n", report.headline());
    // Writing to a String cannot fail.
    let _ = writeln!(text, "{} → {}", code(&escape(&report.old.name)), code(&escape(&report.new.name)));
    for severity in [Severity::Breaking, Severity::Warning, Severity::Compatible] {
        let rows: Vec<String> = report.of(severity).map(|(change, accepted)| row(report, change, accepted)).collect();
        if !rows.is_empty() {
            let _ = write!(
                text,
                "\n## {} ({})\n\n| rule | where | what | shown by |\n| --- | --- | --- | --- |\n{}",
                severity.word(),
                rows.len(),
                rows.concat()
            );
        }
    }
    let stale = report.stale();
    if !stale.is_empty() {
        text += "\n## stale\n\n";
    }
    for entry in stale {
        let _ = writeln!(text, "- {}", code(&escape(&stale_sentence(&report.acceptance.file, entry))));
    }
    text
}

fn row(report: &Report<'_>, change: &Change, accepted: Option<&Accepted>) -> String {
    let way = change.way.map_or_else(String::new, |way| format!("<br>{}", way.word()));
    let rule = format!("{}{way}", code(change.rule.id));
    let mut places = vec![code(&shown::operations(change))];
    if !change.subject.is_empty() {
        places.push(code(&escape(&change.subject)));
    }
    places.push(format!("old {}", code(&shown::place(report.old, &change.old))));
    places.push(format!("new {}", code(&shown::place(report.new, &change.new))));
    let mut what = vec![change.rule.meaning.replace('`', "")];
    what.extend(shown::became(change).map(|text| code(&text)));
    what.extend(accepted.map(|entry| format!("accepted: {}", code(&escape(&entry.reason)))));
    let examples: Vec<String> = shown::examples(change).iter().map(|text| code(text)).collect();
    let cells = [rule, places.join("<br>"), what.join("<br>"), examples.join("<br>")];
    // A bar would end the cell, even in a code span.
    let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
    format!("| {} |\n", cells.join(" | "))
}

/// A code span, which only as many backticks as it begins with can end.
fn code(text: &str) -> String {
    if text.is_empty() {
        return "(empty)".to_owned();
    }
    let longest = text.split(|character| character != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    // One space at each end is taken away again.
    let space = if text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}
