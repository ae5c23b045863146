//! Findings as people read them.

use std::fmt::Write as _;

use super::{Finding, Severity};
use crate::escape;

/// The findings as text, safe to print, with a last line that counts them. `name` is the file as the user named it.
#[must_use]
pub fn report(name: &str, findings: &[Finding]) -> String {
    let mut text = String::new();
    let name = escape(name);
    for Finding { check, severity, pointer, line, message, remedy } in findings {
        let word = match severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let line = line.map_or_else(String::new, |line| format!(":{line}"));
        let (pointer, message, remedy) = (escape(pointer), escape(message), escape(remedy));
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{word}[{check}] {name}{line}  #{pointer}\n  {message}\n  fix: {remedy}\n");
    }
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    let _ = writeln!(text, "{name}: {}, {}", counted(errors, "error"), counted(findings.len() - errors, "warning"));
    text
}

fn counted(count: usize, what: &str) -> String {
    match count {
        0 => format!("no {what}s"),
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    }
}
