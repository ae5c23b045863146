//! A recording as a target: read, judged, reported.

use std::sync::Arc;
use std::time::Instant;

use openapi::divergences::Divergences;
use openapi::rules::Rules;
use openapi::{DOCUMENT_FILE, Source};
use serde_json::Value;

use crate::clear_secrets;
use crate::contract::Contract;
use crate::curl::quote;
use crate::door::door;
use crate::failure::Failure;
use crate::har::{self, HarInput, ReadOptions};
use crate::judging::{Counts, Judging, Outcome};
use crate::recordings::RecordingFile;
use crate::report::{DocumentReport, Target, TargetKind, TargetReport};
use crate::target_report::{JudgedTarget, masked};
use crate::trace::Trace;

/// What a target is judged by.
pub struct Yardstick {
    /// The document, prepared.
    pub contract: Arc<Contract>,
    /// The document, as the report names it.
    pub document: DocumentReport,
    /// All rules.
    pub rules: Rules,
    /// The ids of the rules to report, in the order of the registry.
    pub selected: Vec<String>,
    /// The known departures.
    pub divergences: Divergences,
}

impl Yardstick {
    /// The maintained document and rules, all of them reported, with no departure taken as known.
    ///
    /// # Errors
    ///
    /// When the document or the rules could not be read or judged by when this was built.
    pub fn maintained() -> Result<Self, Failure> {
        let rules = Rules::maintained().map_err(Failure::usage)?;
        let document = Source::maintained().map_err(Failure::usage)?;
        let version = document.value.pointer("/info/version").and_then(Value::as_str).unwrap_or("unstated");
        let described = DocumentReport { version: version.to_owned(), sha256: document.sha256() };
        let contract = Contract::new(&document).map_err(|error| {
            Failure::usage(format!("{DOCUMENT_FILE}: {error}\n  run `cargo xtask lint`: it says where, and what to do"))
        })?;
        let selected = rules.iter().map(|rule| rule.id.clone()).collect();
        let divergences = Divergences::default();
        Ok(Self { contract: Arc::new(contract), document: described, rules, selected, divergences })
    }
}

/// A recording to judge.
pub struct Recording {
    /// The deployment's name, if it has one: its known departures apply.
    pub deployment: Option<String>,
    /// The HAR files.
    pub files: Vec<RecordingFile>,
    /// Whether we keep these files, so that a secret in them is a failure and a lost verdict is stale.
    pub kept: bool,
}

impl Recording {
    /// Reads, judges and reports it.
    ///
    /// # Errors
    ///
    /// When a file cannot be read, or a file that we keep holds a secret.
    pub fn judge(&self, yardstick: &Yardstick, options: &ReadOptions) -> Result<TargetReport, Failure> {
        let started = Instant::now();
        let inputs: Vec<HarInput> = self.files.iter().map(RecordingFile::input).collect();
        let trace = har::read(&inputs, options).map_err(Failure::usage)?;
        for file in self.files.iter().filter(|file| self.kept || file.is_ours()) {
            clear_secrets::refuse(file)?;
        }
        let outcome = Judging::new(Arc::clone(&yardstick.contract)).trace(&trace);
        let mut report = self.report(&trace, &outcome, yardstick);
        report.duration_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        Ok(report)
    }

    fn report(&self, trace: &Trace, outcome: &Outcome, yardstick: &Yardstick) -> TargetReport {
        let judged = JudgedTarget {
            target: self.target(trace),
            deployment: self.deployment.as_deref(),
            is_complete: self.kept && outcome.counts.exchanges > 0,
            would_show: &|_| false,
            notes: notes(trace, &outcome.counts, self.kept),
        };
        judged.report(outcome, yardstick, &|finding, rule| {
            format!("{} verify --recording {} --rule {rule}", door(), quote(&finding.location.file))
        })
    }

    fn target(&self, trace: &Trace) -> Target {
        let provenance = &trace.provenance;
        let base_url = (!provenance.origins.is_empty()).then(|| masked(&provenance.origins.join(", ")));
        Target {
            kind: TargetKind::Recorded,
            deployment: self.deployment.as_deref().map(masked),
            base_url,
            server: provenance.server.as_deref().map(masked),
            recorded_on: provenance.recorded_on.as_deref().map(masked),
            files: provenance.files.iter().map(|file| masked(file)).collect(),
        }
    }
}

fn notes(trace: &Trace, counts: &Counts, kept: bool) -> Vec<String> {
    let mut notes: Vec<String> = trace.notes.iter().map(|note| masked(note)).collect();
    if counts.exchanges == 0 {
        notes.push(
            "nothing to judge: record requests to /api/token/, and name their server if several are in the file: --base-url URL"
                .to_owned(),
        );
    }
    if trace.provenance.origins.len() > 1 && !kept {
        notes.push(format!(
            "requests to {} are judged as one; tell them apart with --base-url URL",
            masked(&trace.provenance.origins.join(", "))
        ));
    }
    if counts.undocumented > 0 {
        notes.push(format!(
            "{} to the API's paths that the pages do not describe, not judged",
            crate::report::plural(counts.undocumented, "request")
        ));
    }
    if trace.skipped > 0 {
        let skipped = crate::report::plural(trace.skipped, "request");
        notes.push(format!("{skipped} skipped: not of this API, or not of the server named"));
    }
    notes
}
