//! The report as JSON, by `contract-tests/report.schema.json`.

use serde::Serialize;

use super::model::{Overall, Report, TargetReport};

#[derive(Serialize)]
struct Many<'a> {
    verdict: Overall,
    targets: &'a [TargetReport],
}

/// The report of one target as it is; of several, an object with the overall `verdict` and `targets`.
///
/// # Errors
///
/// Never for a report of ours; the type is serde's.
pub fn to_json(report: &Report) -> Result<String, serde_json::Error> {
    let mut text = match report.targets.as_slice() {
        [target] => serde_json::to_string_pretty(target)?,
        targets => serde_json::to_string_pretty(&Many { verdict: report.verdict(), targets })?,
    };
    text.push('\n');
    Ok(text)
}
