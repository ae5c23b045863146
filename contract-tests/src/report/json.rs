//! The report as JSON, by `contract-tests/report.schema.json`.

use std::fmt::Write as _;

use openapi::is_deceptive;
use serde::Serialize;

use super::model::{Overall, Report, TargetKind, TargetReport};

#[derive(Serialize)]
struct Many<'a> {
    verdict: Overall,
    targets: Vec<Told<'a>>,
}

/// A report with what it was made by and when: whoever is handed it asks how old it is.
#[derive(Serialize)]
struct Told<'a> {
    #[serde(flatten)]
    target: &'a TargetReport,
    tool: Tool,
    /// None for recordings, which do not change: the same ones give the same report.
    written_at: Option<String>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

impl<'a> Told<'a> {
    fn of(target: &'a TargetReport) -> Self {
        let now = || jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        let written_at = (target.target.kind != TargetKind::Recorded).then(now);
        Self { target, tool: Tool { name: "contract-tests", version: env!("CARGO_PKG_VERSION") }, written_at }
    }
}

/// The report of one target as it is; of several, an object with the overall `verdict` and `targets`. Values are what they
/// are; characters that a terminal or a build server would obey are written as JSON escapes, which read the same.
///
/// # Errors
///
/// Never for a report of ours; the type is serde's.
pub fn to_json(report: &Report) -> Result<String, serde_json::Error> {
    let mut text = match report.targets.as_slice() {
        [target] => serde_json::to_string_pretty(&Told::of(target))?,
        targets => {
            let targets = targets.iter().map(Told::of).collect();
            serde_json::to_string_pretty(&Many { verdict: report.verdict(), targets })?
        }
    };
    text.push('\n');
    Ok(inert(&text))
}

/// The same JSON. Only strings hold such characters, but for line feeds, which serde_json escapes in strings.
fn inert(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    let mut previous = None;
    for character in json.chars() {
        if character != '\n' && (is_deceptive(character) || (character == '#' && previous == Some('#'))) {
            for unit in character.encode_utf16(&mut [0; 2]) {
                // Writing to a String cannot fail.
                let _ = write!(text, "\\u{unit:04x}");
            }
        } else {
            text.push(character);
        }
        previous = Some(character);
    }
    text
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::inert;

    #[test]
    fn what_a_terminal_obeys_is_escaped_and_reads_the_same() {
        let value = json!({"\u{202e}\n": "\u{1b}[2J \u{9b} \u{e0041} ###[error] \\##[x] 名"});
        let text = inert(&serde_json::to_string_pretty(&value).unwrap());
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
        assert!(!text.contains("##") && text.contains("\\udb40\\udc41") && text.contains('名'), "{text}");
        assert!(!text.chars().any(|c| c != '\n' && openapi::is_deceptive(c)), "{text}");
    }
}
