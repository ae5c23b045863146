//! The CHANGELOG, and the section of a version.

use std::fmt::Write as _;

use openapi::{code_span, escape};
use semver::Version;

use crate::advice::{Advice, Reason};
use crate::compat::{Recorded, shown};
use crate::public_api::ApiChange;

/// The file, below the workspace.
pub(super) const CHANGELOG: &str = "CHANGELOG.md";

const HEAD: &str = "\
# Changelog

What changed in the document and in the client's public API, by version. `cargo xtask release` writes a section from the
differences; edit it before you commit.
";

/// How many items of the client are named for one reason; further ones are counted.
const NAMED: usize = 20;

/// The text of the CHANGELOG with a section on top.
pub(super) fn with(text: Option<&str>, section: &str) -> String {
    let text = text.unwrap_or(HEAD);
    let at = text.find("\n## ").map_or(text.len(), |at| at + 1);
    let (head, rest) = text.split_at(at);
    let gap = if rest.is_empty() { "" } else { "\n" };
    format!("{}\n\n{}\n{gap}{rest}", head.trim_end(), section.trim_end())
}

/// The section of a version. Without an advice it is the first.
pub(super) fn section(
    (version, day): (&Version, &str),
    advice: Option<&Advice>,
    recorded: Option<&Recorded>,
    items: usize,
) -> String {
    let mut text = format!("## {version} - {day}\n\n");
    let Some(advice) = advice else {
        let _ = writeln!(text, "The first release: the document, and a client with {items} public items.");
        return text;
    };
    if advice.reasons.is_empty() {
        let _ = writeln!(text, "Neither the document nor the client's public API differs from {}.", advice.last);
        return text;
    }
    let _ = writeln!(text, "Since {}: {}.\n", advice.last, advice.level.word());
    advice.reasons.iter().for_each(|reason| entry(&mut text, reason));
    if let Some(recorded) = recorded {
        let _ = writeln!(text, "\nBy the recordings: {}.", recorded.conclusion());
    }
    text
}

fn entry(text: &mut String, reason: &Reason) {
    // Writing to a String cannot fail.
    match &reason.document {
        Some(side) => {
            let change = &side.change;
            let became = shown::became(change).map_or_else(String::new, |became| format!("; {}", code_span(&became)));
            let subject = if change.subject.is_empty() {
                String::new()
            } else {
                format!(", {}", code_span(&escape(&change.subject)))
            };
            let accepted = side
                .accepted
                .as_ref()
                .map_or_else(String::new, |why| format!(" (accepted: {})", code_span(&escape(why))));
            let (severity, meaning) = (change.severity.word(), change.rule.meaning);
            let operations = code_span(&shown::operations(change));
            let _ = writeln!(text, "- **{severity}**, document: {operations}{subject}: {meaning}{became}{accepted}");
        }
        None => {
            let _ = writeln!(text, "- **{}**, client alone:", reason.level.word());
        }
    }
    for item in reason.client.iter().take(NAMED) {
        let _ = writeln!(text, "  - client: {}", api(item));
    }
    if reason.client.len() > NAMED {
        let _ = writeln!(text, "  - and {} more", reason.client.len() - NAMED);
    }
}

fn api(item: &ApiChange) -> String {
    let span = |line: &Option<String>| code_span(&escape(line.as_deref().unwrap_or_default()));
    match (&item.old, &item.new) {
        (Some(_), Some(_)) => format!("{} became {}", span(&item.old), span(&item.new)),
        (Some(_), None) => format!("{} {}", span(&item.old), item.what),
        _ => format!("{} {}", span(&item.new), item.what),
    }
}

#[cfg(test)]
mod tests {
    use super::with;

    #[test]
    fn the_newest_section_is_on_top() {
        let first = with(None, "## 0.1.0 - 2026-01-01\n\nThe first.\n");
        assert!(
            first.starts_with("# Changelog\n\n") && first.ends_with("\n\n## 0.1.0 - 2026-01-01\n\nThe first.\n"),
            "{first}"
        );
        let second = with(Some(&first), "## 0.2.0 - 2026-02-01\n\nMore.\n");
        assert!(
            second.ends_with("commit.\n\n## 0.2.0 - 2026-02-01\n\nMore.\n\n## 0.1.0 - 2026-01-01\n\nThe first.\n"),
            "{second}"
        );
    }
}
