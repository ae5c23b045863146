//! The report of a run: verdict per rule and target, with where it came from.

use openapi::rules::Strength;
use serde::Serialize;

/// The report of a run over one or more targets.
#[derive(Clone, Debug)]
pub struct Report {
    /// One report a target, in the order they were judged.
    pub targets: Vec<TargetReport>,
}

/// The verdict on a target, or on a whole run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Overall {
    /// Nothing is contradicted beyond the known departures.
    Held,
    /// A rule is contradicted that is no known departure.
    Broken,
    /// Nothing could be judged, or a run broke off before it came to what it was for.
    NotVerified,
}

/// The report of one target.
#[derive(Clone, Debug, Serialize)]
pub struct TargetReport {
    /// The verdict.
    pub verdict: Overall,
    /// What was judged.
    pub target: Target,
    /// The document it was judged by.
    pub document: DocumentReport,
    /// The seed of the drivers; none for recordings.
    pub seed: Option<u64>,
    /// How many exchanges were judged.
    pub requests: usize,
    /// How long judging took, in milliseconds.
    pub duration_ms: u64,
    /// How many rules have which verdict.
    pub verdicts: Verdicts,
    /// The verdict of every rule, in the order of the registry.
    pub rules: Vec<RuleReport>,
    /// What the target does where the pages are silent.
    pub observations: Vec<ObservationReport>,
    /// What giving and leaving out every editable field did to the stored record.
    pub matrix: Vec<MatrixRow>,
    /// What of the document and the rules was exercised.
    pub coverage: Coverage,
    /// The contradicted rules that are no known departures: their ids.
    pub new_divergences: Vec<String>,
    /// Known departures that are no longer observed where they could have been, or no longer accepted: a sentence each.
    pub stale_divergences: Vec<String>,
    /// Rules that the deployment's recordings are known to decide, and that are not verified: a sentence each.
    pub lost_evidence: Vec<String>,
    /// Keys that a run left on a server; none for recordings.
    pub left_behind: Vec<String>,
    /// What a reader should know of the recording: what was skipped, ignored or redacted.
    pub notes: Vec<String>,
}

/// Where a trace comes from.
#[derive(Clone, Debug, Serialize)]
pub struct Target {
    /// Recorded, sandbox or live.
    pub kind: TargetKind,
    /// The deployment's name, where it has one.
    pub deployment: Option<String>,
    /// The base URL of the requests.
    pub base_url: Option<String>,
    /// The server's name and version, as the recording states them.
    pub server: Option<String>,
    /// The day it was recorded, or run.
    pub recorded_on: Option<String>,
    /// The files that were read.
    pub files: Vec<String>,
}

/// The kind of a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum TargetKind {
    /// A recording.
    Recorded,
    /// The sandbox, with the deployment's name for its profile.
    Sandbox,
    /// A server that somebody uses.
    Live,
}

impl TargetKind {
    /// The word that reports use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Recorded => "recorded",
            Self::Sandbox => "sandbox",
            Self::Live => "live",
        }
    }
}

impl Target {
    /// What stands beside every verdict: `recorded, new-api-2026-07, 2026-11-23`.
    pub fn label(&self) -> String {
        let deployment = self.deployment.as_deref().unwrap_or("unnamed deployment");
        format!("{}, {deployment}, {}", self.kind.name(), self.recorded_on.as_deref().unwrap_or("undated"))
    }
}

/// The document that a target was judged by.
#[derive(Clone, Debug, Serialize)]
pub struct DocumentReport {
    /// `info.version`.
    pub version: String,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

/// How many rules have which verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Verdicts {
    /// Rules that exchanges bear out and none speaks against.
    pub confirmed: usize,
    /// Rules that an exchange speaks against.
    pub contradicted: usize,
    /// Of these, the known departures.
    pub known: usize,
    /// Rules that no exchange bears on, or that no judge decides yet.
    pub not_verified: usize,
}

/// The verdict of one rule on one target.
#[derive(Clone, Debug, Serialize)]
pub struct RuleReport {
    /// The rule's id.
    pub id: String,
    /// The operation it speaks of.
    pub operation: String,
    /// How strongly it is documented.
    pub strength: Strength,
    /// The sentence.
    pub statement: String,
    /// The page that says it.
    pub source: String,
    /// Where the document says it.
    pub pointer: String,
    /// `confirmed`, `contradicted` or `not verified`.
    pub verdict: &'static str,
    /// What exchanges would show whether it holds.
    pub shown_by: String,
    /// The known departure, if it is one.
    pub known_divergence: Option<KnownDivergence>,
    /// How many exchanges bear on it, and the first that confirm it.
    pub exchanges: Confirmation,
    /// How many findings speak against it; `findings` has the first of each kind.
    pub contradictions: usize,
    /// What speaks against it.
    pub findings: Vec<FindingReport>,
}

/// What a target does where the pages are silent. Never a failure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ObservationReport {
    /// Its stable name: `refusal-statuses`.
    pub about: &'static str,
    /// What is seen, as a sentence.
    pub text: String,
    /// How many exchanges show it.
    pub count: usize,
    /// The first of them.
    pub exchanges: Vec<String>,
}

/// What one way of giving one editable field did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MatrixRow {
    /// `create` or `update`.
    pub operation: &'static str,
    /// The field.
    pub field: &'static str,
    /// How the request gave it.
    pub given: Given,
    /// What came of it: the most frequent first, several where it was not always the same.
    pub outcomes: Vec<MatrixOutcome>,
}

/// How a request gives a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Given {
    /// Not at all.
    Omitted,
    /// As null.
    Null,
    /// As the empty value of its type: an empty string, 0, false.
    Empty,
    /// As any other value.
    Value,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MatrixOutcome {
    /// What it did to the stored record.
    pub effect: MatrixEffect,
    /// The value that was left, as JSON, shortened; none where it is the one sent or kept.
    pub left: Option<String>,
    /// How many exchanges show it.
    pub count: usize,
    /// The first of them.
    pub exchanges: Vec<String>,
}

/// What a field did to the stored record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MatrixEffect {
    /// A later read shows the value sent.
    Stored,
    /// A later read shows the value from before.
    Kept,
    /// A later read shows another value than the one sent or the one from before: a reset, or the default of a create.
    Reset,
    /// The request was refused.
    Refused,
}

/// What of the document and the rules a target's exchanges exercised.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// Every operation, with the statuses it was answered with.
    pub operations: Vec<OperationCoverage>,
    /// Every keyword of the document's request and response schemas.
    pub keywords: Vec<KeywordCoverage>,
    /// How many rules have evidence.
    pub rules_exercised: usize,
    /// The rules that have none.
    pub rules_never: Vec<String>,
}

/// How often an operation was requested, and how it was answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OperationCoverage {
    /// The operation.
    pub operation: &'static str,
    /// How many exchanges.
    pub exchanges: usize,
    /// How many of them with each status; 0 stands for no answer.
    pub statuses: std::collections::BTreeMap<u16, usize>,
}

/// How often a keyword of the document was exercised: an instance reached it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KeywordCoverage {
    /// Where it stands in the document: a JSON pointer.
    pub pointer: String,
    /// How many instances fitted it.
    pub fitting: usize,
    /// How many instances violated it.
    pub violating: usize,
}

/// The exchanges that bear a rule out.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Confirmation {
    /// How many there are.
    pub confirming: usize,
    /// The first of them.
    pub first: Vec<String>,
}

/// A known departure, as the ledger has it.
#[derive(Clone, Debug, Serialize)]
pub struct KnownDivergence {
    /// Its place among the deployment's entries, from 0: they stand in the order of harm, the worst first.
    pub place: usize,
    /// The day it was first seen.
    pub since: String,
    /// What is seen, in plain words.
    pub seen: String,
    /// What it means for whoever depends on the deployment.
    pub reason: String,
}

/// One finding.
#[derive(Clone, Debug, Serialize)]
pub struct FindingReport {
    /// What the rule asks for here.
    pub expected: String,
    /// What is there.
    pub seen: String,
    /// The place in the response body.
    pub pointer: String,
    /// The exchange that shows it.
    pub exchange: String,
    /// When it was started.
    pub started: String,
    /// The request, shortened.
    pub request: String,
    /// The response, shortened.
    pub response: String,
    /// A line for a shell that sends the request again.
    pub curl: String,
    /// The exchanges before it without which it would prove nothing: the update whose value a read does not show.
    pub earlier: Vec<EarlierExchange>,
    /// The command that judges it again.
    pub again: String,
    /// The case of a run that shows it; none for recordings.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case: Option<CaseReport>,
}

/// The case of a run that shows a finding.
#[derive(Clone, Debug, Serialize)]
pub struct CaseReport {
    /// What it was drawn from.
    pub seed: u64,
    /// Its number.
    pub number: u64,
    /// The driver it is of.
    pub driver: String,
    /// `shrunk`, `repeated`, `not reproduced` or `not repeated`.
    pub recurrence: &'static str,
    /// Its steps, as few as were found.
    pub steps: Vec<String>,
    /// A line for a shell for every request of the last repetition.
    pub curls: Vec<String>,
}

/// An exchange that a finding rests on beside the one that shows it.
#[derive(Clone, Debug, Serialize)]
pub struct EarlierExchange {
    /// Where it is: `FILE#/log/entries/N`.
    pub exchange: String,
    /// The request, shortened.
    pub request: String,
    /// The response, shortened.
    pub response: String,
    /// A line for a shell that sends the request again.
    pub curl: String,
}

impl Report {
    /// The verdict of the run: broken if any target is, not verified if nothing was judged at all.
    pub fn verdict(&self) -> Overall {
        let any = |verdict| self.targets.iter().any(|target| target.verdict == verdict);
        if any(Overall::Broken) {
            Overall::Broken
        } else if any(Overall::NotVerified) || self.targets.is_empty() {
            Overall::NotVerified
        } else {
            Overall::Held
        }
    }
}

impl TargetReport {
    /// The contradicted rules.
    pub fn contradicted(&self) -> impl Iterator<Item = &RuleReport> {
        self.rules.iter().filter(|rule| !rule.findings.is_empty())
    }
}

/// `1 rule`, `2 rules`.
pub(crate) fn plural(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
