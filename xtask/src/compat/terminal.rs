//! The report as people read it on a terminal.

use std::fmt::Write as _;

use openapi::compat::{Accepted, Change, Severity};
use openapi::escape;

use super::recorded::{Deployment, Recorded};
use super::report::{Report, stale_sentence};
use super::shown;

/// The report as text, safe to print.
pub(super) fn to_terminal(report: &Report<'_>) -> String {
    let mut text = format!("{} → {}\n", escape(&report.old.name), escape(&report.new.name));
    for severity in [Severity::Breaking, Severity::Warning, Severity::Compatible] {
        let changes: Vec<_> = report.of(severity).collect();
        if !changes.is_empty() {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "\n{} ({})", severity.word(), changes.len());
        }
        for (change, accepted) in changes {
            block(&mut text, report, change, accepted);
        }
    }
    for entry in report.stale() {
        let _ = writeln!(text, "\nstale\n  {}", escape(&stale_sentence(&report.acceptance.file, entry)));
    }
    if let Some(recorded) = report.recorded {
        recordings(&mut text, recorded);
    }
    let _ = writeln!(text, "\n{}", report.headline());
    text
}

fn block(text: &mut String, report: &Report<'_>, change: &Change, accepted: Option<&Accepted>) {
    let mark = match (change.severity, accepted) {
        (_, Some(_)) => "~",
        (Severity::Breaking, None) => "✗",
        (Severity::Warning, None) => "!",
        (Severity::Compatible, None) => "+",
    };
    let way = change.way.map_or_else(String::new, |way| format!("  {}", way.word()));
    let _ = writeln!(text, "{mark} {}{way}  {}", change.rule.id, shown::operations(change));
    let subject = if change.subject.is_empty() { String::new() } else { format!("{}: ", escape(&change.subject)) };
    let _ = writeln!(text, "  {subject}{}", change.rule.meaning);
    let mut lines: Vec<String> = shown::became(change).into_iter().collect();
    lines.extend(shown::examples(change));
    if change.severity != Severity::Compatible {
        lines.extend(change.breaks().map(|who| format!("breaks  {}", who.words())));
    }
    lines.push(format!("old  {}", shown::place(report.old, &change.old)));
    lines.push(format!("new  {}", shown::place(report.new, &change.new)));
    lines.extend(accepted.map(|entry| format!("accepted  {}", escape(&entry.reason))));
    for line in lines {
        let _ = writeln!(text, "  {line}");
    }
}

fn recordings(text: &mut String, recorded: &Recorded) {
    *text += "\nrecordings\n";
    match recorded {
        Recorded::NotJudged(why) => {
            let _ = writeln!(text, "  not judged: {}", openapi::escape_lines(why).replace('\n', "\n  "));
        }
        Recorded::Judged(deployments) => deployments.iter().for_each(|deployment| of_deployment(text, deployment)),
    }
}

fn of_deployment(text: &mut String, deployment: &Deployment) {
    let _ = writeln!(text, "  {}", shown::fitting(deployment));
    for place in &deployment.places {
        let mark = if place.fits_now { "+" } else { "-" };
        let _ = writeln!(text, "  {mark} {}", shown::moved(place));
        for exchange in &place.first {
            let _ = writeln!(text, "      {}", escape(exchange));
        }
    }
}
