//! A recording as a target: read, judged, reported.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use openapi::divergences::{Divergence, Divergences};
use openapi::rules::{Reach, Rule, Rules};
use openapi::{DOCUMENT_FILE, Source};
use serde_json::Value;

use crate::clear_secrets;
use crate::contract::Contract;
use crate::coverage::Exercised;
use crate::curl::quote;
use crate::failure::Failure;
use crate::har::{self, HarInput, ReadOptions};
use crate::judging::{Counts, Judging, Outcome};
use crate::ledger::{self, Judged};
use crate::matrix::{Cell, Matrix};
use crate::observations::Observation;
use crate::operation::Operation;
use crate::redaction::mask_lookalikes;
use crate::report::{
    Confirmation, Coverage, DocumentReport, EarlierExchange, FindingReport, KnownDivergence, MatrixEffect,
    MatrixOutcome, MatrixRow, ObservationReport, Overall, RuleReport, Target, TargetKind, TargetReport, Verdicts,
};
use crate::trace::Trace;
use crate::verdict::{Earlier, Evidence, Finding, Verdict};

/// Rules about our own client, which say nothing of a server: they are reported, and not counted among its verdicts.
const OF_OUR_CLIENT: &str = "client.";

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
    pub files: Vec<PathBuf>,
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
        let inputs: Vec<HarInput> = self.files.iter().map(|file| HarInput::named_file(shown(file), file)).collect();
        let trace = har::read(&inputs, options).map_err(Failure::usage)?;
        for file in self.files.iter().filter(|file| self.kept || is_kept(file)) {
            clear_secrets::refuse(file, &shown(file))?;
        }
        let outcome = Judging::new(Arc::clone(&yardstick.contract)).trace(&trace);
        let mut report = self.report(&trace, &outcome, yardstick);
        report.duration_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        Ok(report)
    }

    fn report(&self, trace: &Trace, outcome: &Outcome, yardstick: &Yardstick) -> TargetReport {
        let counts = &outcome.counts;
        let target = self.target(trace);
        let rules: Vec<RuleReport> = yardstick
            .selected
            .iter()
            .filter_map(|id| yardstick.rules.get(id))
            .filter(|rule| rule.reach != Reach::Document)
            .map(|rule| self.rule(rule, outcome.evidences.of(&rule.id), yardstick))
            .collect();
        let verdicts = count(&rules);
        let judged = Judged {
            kind: target.kind,
            deployment: self.deployment.as_deref(),
            complete: self.kept && counts.exchanges > 0,
            rules: &rules,
        };
        let said = ledger::says(&yardstick.divergences, &judged, &today());
        let verdict = match (!said.new.is_empty(), verdicts.confirmed + verdicts.contradicted) {
            (true, _) => Overall::Broken,
            (false, 0) => Overall::NotVerified,
            (false, _) => Overall::Held,
        };
        TargetReport {
            verdict,
            target,
            document: yardstick.document.clone(),
            seed: None,
            requests: counts.exchanges,
            duration_ms: 0,
            verdicts,
            new_divergences: said.new,
            stale_divergences: said.stale,
            lost_evidence: said.lost,
            coverage: coverage(&outcome.exercised, &rules),
            rules,
            observations: outcome.observations.iter().map(observation_report).collect(),
            matrix: matrix(&outcome.matrix),
            left_behind: Vec::new(),
            notes: notes(trace, counts, self.kept),
        }
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

    fn rule(&self, rule: &Rule, evidence: Option<&Evidence>, yardstick: &Yardstick) -> RuleReport {
        let verdict = evidence.map_or(Verdict::NotVerified, Evidence::verdict);
        let known = self
            .deployment
            .as_deref()
            .and_then(|deployment| yardstick.divergences.of(deployment).enumerate().find(|(_, e)| e.rule == rule.id));
        let known_divergence = known.filter(|_| verdict == Verdict::Contradicted).map(|(place, entry)| {
            let Divergence { since, seen, reason, .. } = entry.clone();
            KnownDivergence { place, since, seen, reason }
        });
        let findings = evidence.map(|evidence| evidence.findings.as_slice()).unwrap_or_default();
        RuleReport {
            id: rule.id.clone(),
            operation: rule.operation.clone(),
            strength: rule.strength,
            statement: rule.statement.clone(),
            source: rule.source.clone(),
            pointer: rule.pointer.clone(),
            verdict: verdict.name(),
            shown_by: rule.shown_by.clone(),
            known_divergence,
            exchanges: evidence.map_or_else(Confirmation::default, |evidence| Confirmation {
                confirming: evidence.confirming,
                first: evidence.confirmed_by.iter().map(ToString::to_string).collect(),
            }),
            contradictions: evidence.map_or(0, |evidence| evidence.contradicting),
            findings: findings.iter().map(|finding| finding_report(finding, &rule.id)).collect(),
        }
    }
}

/// The day it is, in UTC.
fn today() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%d").to_string()
}

/// Whether a file lies among our own recordings, however it was named.
fn is_kept(file: &Path) -> bool {
    file.canonicalize().is_ok_and(|file| file.to_string_lossy().contains(crate::recordings::FOLDER))
}

/// A path as the user would name it: our own recordings relative to the workspace.
pub(crate) fn shown(file: &Path) -> String {
    let shown = file.to_string_lossy().into_owned();
    match shown.rfind(crate::recordings::FOLDER) {
        Some(start) if start > 0 => shown[start..].to_owned(),
        _ => shown,
    }
}

/// The second net under redaction: what still looks like a credential is not shown, in no format.
pub(crate) fn masked(text: &str) -> String {
    mask_lookalikes(text).into_owned()
}

fn finding_report(finding: &Finding, rule: &str) -> FindingReport {
    FindingReport {
        expected: masked(&finding.expected),
        seen: masked(&finding.seen),
        pointer: masked(&finding.pointer),
        exchange: masked(&finding.location.to_string()),
        started: finding.started.to_string(),
        request: masked(&finding.request),
        response: masked(&finding.response),
        curl: masked(&finding.curl),
        again: masked(&format!("cargo xtask verify --recording {} --rule {rule}", quote(&finding.location.file))),
        earlier: finding.earlier.iter().map(earlier).collect(),
    }
}

fn earlier(earlier: &Earlier) -> EarlierExchange {
    EarlierExchange {
        exchange: masked(&earlier.location.to_string()),
        request: masked(&earlier.request),
        response: masked(&earlier.response),
        curl: masked(&earlier.curl),
    }
}

fn count(rules: &[RuleReport]) -> Verdicts {
    let rules: Vec<&RuleReport> = rules.iter().filter(|rule| !rule.id.starts_with(OF_OUR_CLIENT)).collect();
    let with = |verdict: Verdict| rules.iter().filter(|rule| rule.verdict == verdict.name()).count();
    Verdicts {
        confirmed: with(Verdict::Confirmed),
        contradicted: with(Verdict::Contradicted),
        known: rules.iter().filter(|rule| rule.known_divergence.is_some()).count(),
        not_verified: with(Verdict::NotVerified),
    }
}

/// Rules count as in the verdicts: those about our client say nothing of what was exercised of a server.
fn coverage(exercised: &Exercised, rules: &[RuleReport]) -> Coverage {
    let of_servers = || rules.iter().filter(|rule| !rule.id.starts_with(OF_OUR_CLIENT));
    let (never, ever): (Vec<&RuleReport>, Vec<&RuleReport>) =
        of_servers().partition(|rule| rule.verdict == Verdict::NotVerified.name());
    Coverage {
        operations: exercised.operations.clone(),
        keywords: exercised.keywords.clone(),
        rules_exercised: ever.len(),
        rules_never: never.iter().map(|rule| rule.id.clone()).collect(),
    }
}

/// The rows of the matrix: updates before creates, the most frequent outcome first.
fn matrix(matrix: &Matrix) -> Vec<MatrixRow> {
    let rows = |wanted: Operation| matrix.rows.iter().filter(move |((operation, ..), _)| *operation == wanted);
    rows(Operation::Update)
        .chain(rows(Operation::Create))
        .map(|(&(operation, field, given), outcomes)| {
            let mut outcomes: Vec<MatrixOutcome> =
                outcomes.iter().map(|(outcome, cell)| matrix_outcome(outcome, cell)).collect();
            outcomes.sort_by_key(|outcome| std::cmp::Reverse(outcome.count));
            MatrixRow { operation: operation.name(), field: field.name(), given, outcomes }
        })
        .collect()
}

fn matrix_outcome((effect, left): &(MatrixEffect, Option<String>), cell: &Cell) -> MatrixOutcome {
    MatrixOutcome {
        effect: *effect,
        left: left.as_deref().map(masked),
        count: cell.count,
        exchanges: cell.exchanges.iter().map(|location| masked(&location.to_string())).collect(),
    }
}

fn observation_report(observation: &Observation) -> ObservationReport {
    ObservationReport {
        about: observation.about,
        text: masked(&observation.text),
        count: observation.count,
        exchanges: observation.exchanges.iter().map(|location| masked(&location.to_string())).collect(),
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
