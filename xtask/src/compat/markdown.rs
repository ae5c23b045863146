//! The report as Markdown, for a pull request or the summary of a job.

use std::fmt::Write as _;

use openapi::compat::{Accepted, Change, Severity};
use openapi::{code_span, escape, table_row};

use super::recorded::Recorded;
use super::report::{Report, stale_sentence};
use super::shown;

/// The report as Markdown. What comes from the documents is in code spans, in which nothing is markup.
pub(super) fn to_markdown(report: &Report<'_>) -> String {
    let mut text = format!("# {}\n\n", report.headline().replace('\n', "; "));
    // Writing to a String cannot fail.
    let _ = writeln!(text, "{} → {}", code_span(&escape(&report.old.name)), code_span(&escape(&report.new.name)));
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
    if let Some(recorded) = report.recorded {
        text += &recordings(recorded);
    }
    let stale = report.stale();
    if !stale.is_empty() {
        text += "\n## stale\n\n";
    }
    for entry in stale {
        let _ = writeln!(text, "- {}", code_span(&escape(&stale_sentence(&report.acceptance.file, entry))));
    }
    text
}

fn row(report: &Report<'_>, change: &Change, accepted: Option<&Accepted>) -> String {
    let way = change.way.map_or_else(String::new, |way| format!("<br>{}", way.word()));
    let rule = format!("{}{way}", code_span(change.rule.id));
    let mut places = vec![code_span(&shown::operations(change))];
    if !change.subject.is_empty() {
        places.push(code_span(&escape(&change.subject)));
    }
    places.push(format!("old {}", code_span(&shown::place(report.old, &change.old))));
    places.push(format!("new {}", code_span(&shown::place(report.new, &change.new))));
    let mut what = vec![change.rule.meaning.replace('`', "")];
    what.extend(shown::became(change).map(|text| code_span(&text)));
    what.extend(accepted.map(|entry| format!("accepted: {}", code_span(&escape(&entry.reason)))));
    let examples: Vec<String> = shown::examples(change).iter().map(|text| code_span(text)).collect();
    let cells = [rule, places.join("<br>"), what.join("<br>"), examples.join("<br>")];
    table_row(&cells)
}

fn recordings(recorded: &Recorded) -> String {
    let mut text = format!("\n## recordings\n\n{}\n\n", recorded.conclusion());
    match recorded {
        Recorded::NotJudged(why) => text += &format!("{}\n", code_span(&escape(why))),
        Recorded::Judged(deployments) => {
            for deployment in deployments {
                let _ = writeln!(text, "- {}", code_span(&shown::fitting(deployment)));
                for place in &deployment.places {
                    let first: Vec<String> = place.first.iter().map(|exchange| code_span(&escape(exchange))).collect();
                    let _ = writeln!(text, "  - {}<br>{}", code_span(&shown::moved(place)), first.join("<br>"));
                }
            }
        }
    }
    text
}
