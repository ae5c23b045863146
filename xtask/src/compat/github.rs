//! The report as annotations that GitHub shows beside the lines of the new document.

use openapi::compat::{Change, Severity};
use openapi::escape;

use super::report::{Report, stale_sentence};
use super::shown;

/// One workflow command a line.
pub(super) fn to_github(report: &Report<'_>) -> String {
    let mut text: String = report.comparison.changes.iter().map(|change| annotation(report, change)).collect();
    for entry in report.stale() {
        let (file, line) = (property(&report.acceptance.file), entry.line);
        let sentence = data(&stale_sentence(&report.acceptance.file, entry));
        text += &format!("::error file={file},line={line},title=stale acceptance::{sentence}\n");
    }
    text
}

fn annotation(report: &Report<'_>, change: &Change) -> String {
    let level = match (change.severity, report.acceptance.of(change)) {
        (_, Some(_)) | (Severity::Compatible, None) => "notice",
        (Severity::Breaking, None) => "error",
        (Severity::Warning, None) => {
            if report.fails(change) {
                "error"
            } else {
                "warning"
            }
        }
    };
    let line = change.new.line.map_or_else(String::new, |line| format!(",line={line}"));
    let mut parts = vec![shown::operations(change)];
    parts.push(if change.subject.is_empty() {
        change.rule.meaning.to_owned()
    } else {
        format!("{}: {}", escape(&change.subject), change.rule.meaning)
    });
    parts.extend(shown::became(change));
    parts.extend(shown::examples(change));
    format!(
        "::{level} file={}{line},title={} ({})::{}\n",
        property(&report.new.name),
        change.rule.id,
        change.severity.word(),
        data(&parts.join("; "))
    )
}

/// The text of a command: GitHub decodes these three.
fn data(text: &str) -> String {
    escape(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property of a command, which a colon or comma would end.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
