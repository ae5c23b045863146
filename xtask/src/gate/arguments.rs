//! What the command takes.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use super::stages::STAGES;

/// Runs every stage, stops at none, and gives one verdict. Offline; exits with the gravest of the stages' codes.
#[derive(Args, Debug, Default)]
pub(crate) struct Arguments {
    /// Take it for a failure, with exit code 4, if this stage is skipped; may be repeated
    #[arg(long, value_name = "STAGE", value_parser = stage)]
    pub(crate) require: Vec<String>,
    /// The JSON report of `cargo xtask verify --target live`, run elsewhere with the same document and tool version
    #[arg(long, value_name = "FILE")]
    pub(crate) live_report: Option<PathBuf>,
    /// How old the live report may be: 90m, 24h, 7d
    #[arg(long, value_name = "AGE", default_value = "24h", value_parser = age)]
    pub(crate) max_age: Option<Duration>,
    /// Try every fault, for minutes, and write contract-tests/score.json: after a change of the suite or the sandbox
    #[arg(long, conflicts_with_all = ["require", "live_report", "json", "junit", "markdown"])]
    pub(crate) renew_score: bool,
    /// Write the report as JSON (`xtask/gate.schema.json`); `-` is standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) json: Option<PathBuf>,
    /// Write the report as JUnit XML; `-` is standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) junit: Option<PathBuf>,
    /// Write the report as Markdown; `-` is standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) markdown: Option<PathBuf>,
}

fn stage(text: &str) -> Result<String, String> {
    let names: Vec<&str> = STAGES.iter().map(|stage| stage.name).collect();
    if names.contains(&text) { Ok(text.to_owned()) } else { Err(format!("there are the stages {}", names.join(", "))) }
}

/// Longer is no limit at all.
const MOST_DAYS: u64 = 365;

fn age(text: &str) -> Result<Duration, String> {
    let seconds = text.char_indices().next_back().and_then(|(at, unit)| {
        let seconds = match unit {
            'm' => 60,
            'h' => 60 * 60,
            'd' => 24 * 60 * 60,
            _ => return None,
        };
        text[..at].parse::<u64>().ok()?.checked_mul(seconds)
    });
    let age = seconds.filter(|seconds| (1..=MOST_DAYS * 24 * 60 * 60).contains(seconds)).map(Duration::from_secs);
    age.ok_or_else(|| format!("give a number of minutes, hours or days, up to {MOST_DAYS}d: 90m, 24h, 7d"))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::age;

    #[test]
    fn ages() {
        assert_eq!(age("90m"), Ok(Duration::from_secs(5_400)));
        assert_eq!(age("24h"), Ok(Duration::from_secs(86_400)));
        assert_eq!(age("7d"), Ok(Duration::from_secs(604_800)));
        for bad in ["", "h", "24", "24 h", "-1h", "0h", "1.5h", "366d", "99999999999999999999d", "é"] {
            assert!(age(bad).is_err(), "{bad}");
        }
    }
}
