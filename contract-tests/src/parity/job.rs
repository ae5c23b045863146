//! The job that `cargo xtask gate` runs: how alike the sandboxes answer, as JSON.

use openapi::Exit;
use sandbox::Profile;
use serde_json::json;

use super::{ParityReport, Recorded, replay};
use crate::failure::Failure;
use crate::{output, recordings};

/// How many differences are printed; further ones are counted.
const SHOWN: usize = 5;

/// Replays the recordings of every deployment that a profile follows, and prints how many exchanges are answered alike.
/// Ends with 1 when some are not.
///
/// # Errors
///
/// When a recording cannot be read, or a sandbox not be started.
pub fn print() -> Result<Exit, Failure> {
    let deployments = recordings::ours()?;
    let followed = Profile::ALL.into_iter().filter(|profile| profile.name != Profile::DOCUMENTED.name);
    let mut reports = Vec::new();
    for profile in followed {
        reports.push(ParityReport::of(&replay(&Recorded::named(&deployments, profile.name)?, profile)?));
    }
    let told: Vec<_> = reports.iter().map(told).collect();
    output::to_stdout(&format!("{:#}\n", json!({ "profiles": told })))?;
    Ok(if reports.iter().all(ParityReport::is_whole) { Exit::Held } else { Exit::Broken })
}

fn told(report: &ParityReport) -> serde_json::Value {
    let differences: Vec<String> = report.differences.iter().take(SHOWN).map(ToString::to_string).collect();
    json!({
        "profile": report.profile,
        "exchanges": report.total,
        "alike": report.matched,
        "differences": report.differences.len(),
        "first": differences,
    })
}
