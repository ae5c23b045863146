//! An earlier report, read back.

use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

use crate::door::door;
use crate::failure::Failure;
use crate::redaction::mask_lookalikes;
use crate::report::{Target, TargetKind};
use crate::verdict::Verdict;

/// A report that `verify --json` wrote earlier, as far as it is compared. Members we do not know are ignored.
#[derive(Debug)]
pub struct Earlier {
    /// The file, as messages show it.
    pub(super) name: String,
    pub(super) targets: Vec<EarlierTarget>,
}

#[derive(Debug, Deserialize)]
pub(super) struct EarlierTarget {
    pub(super) target: Place,
    pub(super) document: Document,
    pub(super) rules: Vec<EarlierRule>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Place {
    pub(super) kind: String,
    pub(super) deployment: Option<String>,
    pub(super) recorded_on: Option<String>,
    base_url: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Document {
    pub(super) version: String,
    pub(super) sha256: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct EarlierRule {
    pub(super) id: String,
    pub(super) verdict: Verdict,
}

impl Earlier {
    /// Reads a report.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, or is no report of `verify --json`.
    pub fn read(path: &Path) -> Result<Self, Failure> {
        let name = mask_lookalikes(&path.to_string_lossy()).into_owned();
        let remedy = format!("name a report that `{} verify --json FILE` wrote: --since FILE", door());
        let text =
            std::fs::read(path).map_err(|error| Failure::usage(format!("cannot read {name}: {error}\n  {remedy}")))?;
        let no_report = |detail: String| {
            let detail = mask_lookalikes(&detail);
            Failure::usage(format!("{name} is no report of `{} verify`: {detail}\n  {remedy}", door()))
        };
        let mut value: Value =
            serde_json::from_slice(&text).map_err(|error| no_report(format!("it is not JSON: {error}")))?;
        let targets = match value.get_mut("targets").map(Value::take) {
            Some(targets) => parse::<Vec<EarlierTarget>>(targets, "targets"),
            None => parse::<EarlierTarget>(value, "").map(|target| vec![target]),
        };
        Ok(Self { name: name.clone(), targets: targets.map_err(no_report)? })
    }
}

impl Place {
    /// Whether it is the same target, recorded or judged on whichever day. Live servers that nobody named are told apart by
    /// their base URL: what another server did wrong before is no excuse.
    pub(super) fn is(&self, target: &Target) -> bool {
        let is_named = target.kind != TargetKind::Live || target.deployment.is_some();
        self.kind == target.kind.name()
            && self.deployment == target.deployment
            && (is_named || self.base_url == target.base_url)
    }

    /// What stands beside every verdict: `recorded, new-api-2026-07, 2026-11-23`.
    pub(super) fn label(&self) -> String {
        let deployment = self.deployment.as_deref().unwrap_or("unnamed deployment");
        format!("{}, {deployment}, {}", self.kind, self.recorded_on.as_deref().unwrap_or("undated"))
    }
}

fn parse<T: serde::de::DeserializeOwned>(value: Value, place: &str) -> Result<T, String> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let path = match (place, error.path().to_string()) {
            (place, path) if path == "." => place.to_owned(),
            ("", path) => path,
            (place, path) if path.starts_with('[') => format!("{place}{path}"),
            (place, path) => format!("{place}.{path}"),
        };
        let inner = error.inner();
        if path.is_empty() { inner.to_string() } else { format!("{path}: {inner}") }
    })
}
