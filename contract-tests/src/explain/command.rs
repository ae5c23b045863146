//! The command: the table of all rules, or all there is to say of some.

use std::sync::Arc;

use openapi::Exit;
use openapi::divergences::Divergences;
use openapi::rules::Rule;

use super::exchanges::Excerpts;
use super::{rule, table};
use crate::arguments::RulesAsked;
use crate::failure::Failure;
use crate::har::ReadOptions;
use crate::output;
use crate::recorded_target::{Recording, Yardstick};
use crate::recordings::{self, Deployment};
use crate::report::TargetReport;
use crate::verify::judge;

/// Prints the rules asked for, with the verdict on every deployment of which we keep recordings.
///
/// # Errors
///
/// When there is no such rule, or the recordings cannot be judged.
pub fn rules(asked: &RulesAsked) -> Result<Exit, Failure> {
    let maintained = Yardstick::maintained()?;
    let divergences = Divergences::maintained(&maintained.rules).map_err(Failure::usage)?;
    let ids: Vec<String> = maintained.rules.select(&asked.rules)?.into_iter().map(str::to_owned).collect();
    let yardstick = Yardstick { selected: ids.clone(), divergences, ..maintained };
    let deployments = recordings::ours()?;
    let targets = judged(&deployments, &yardstick)?;
    let selected: Vec<&Rule> = ids.iter().filter_map(|id| yardstick.rules.get(id)).collect();
    let text = match (asked.rules.is_empty(), selected.as_slice()) {
        (true, all) => table::of(all, &targets),
        // One rule is looked into: what its exchanges say is shown too.
        (false, [one]) => {
            let shown = rule::exchanges(one, &targets);
            let excerpts = Excerpts::read(&shown, &deployments, &Arc::clone(&yardstick.contract))?;
            rule::explained(one, &targets, &excerpts)
        }
        (false, several) => {
            let none = Excerpts::default();
            several.iter().map(|rule| rule::explained(rule, &targets, &none)).collect::<Vec<_>>().join("\n")
        }
    };
    output::to_stdout(&text)?;
    Ok(Exit::Held)
}

fn judged(deployments: &[Deployment], yardstick: &Yardstick) -> Result<Vec<TargetReport>, Failure> {
    let recording = |deployment: &Deployment| Recording {
        deployment: Some(deployment.name.clone()),
        files: deployment.files.clone(),
        kept: true,
    };
    let recordings: Vec<Recording> = deployments.iter().map(recording).collect();
    judge(&recordings, yardstick, &ReadOptions::default())
}
