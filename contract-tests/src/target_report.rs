//! The report of a target, whatever kind it is of: from what was judged, and the ledger.

use openapi::divergences::Divergence;
use openapi::rules::{Reach, Rule};

use crate::coverage::Exercised;
use crate::judging::Outcome;
use crate::ledger::{self, Judged};
use crate::matrix::{Cell, Matrix};
use crate::observations::Observation;
use crate::operation::Operation;
use crate::recorded_target::Yardstick;
use crate::redaction::mask_lookalikes;
use crate::report::{
    Confirmation, Coverage, EarlierExchange, FindingReport, KnownDivergence, MatrixEffect, MatrixOutcome, MatrixRow,
    ObservationReport, Overall, RuleReport, Target, TargetReport, Verdicts,
};
use crate::verdict::{Earlier, Evidence, Finding, Verdict};

/// Rules about our own client, which say nothing of a server: they are reported, and not counted among its verdicts.
const OF_OUR_CLIENT: &str = "client.";

/// A target that was judged.
pub(crate) struct JudgedTarget<'a> {
    /// How reports describe it.
    pub(crate) target: Target,
    /// The deployment's name, if it has one: its known departures apply.
    pub(crate) deployment: Option<&'a str>,
    /// Whether the verdicts rest on all recordings that we keep of the deployment.
    pub(crate) is_complete: bool,
    /// Whether a run came to where a known departure was seen.
    pub(crate) would_show: &'a dyn Fn(&Divergence) -> bool,
    /// What a reader should know.
    pub(crate) notes: Vec<String>,
}

/// The command that shows a finding of a rule again.
pub(crate) type Again<'a> = dyn Fn(&Finding, &str) -> String + 'a;

impl JudgedTarget<'_> {
    /// The report.
    pub(crate) fn report(self, outcome: &Outcome, yardstick: &Yardstick, again: &Again<'_>) -> TargetReport {
        let rules: Vec<RuleReport> = yardstick
            .selected
            .iter()
            .filter_map(|id| yardstick.rules.get(id))
            .filter(|rule| rule.reach != Reach::Document)
            .map(|rule| self.rule(rule, outcome.evidences.of(&rule.id), yardstick, again))
            .collect();
        let verdicts = count(&rules);
        let judged = Judged {
            kind: self.target.kind,
            deployment: self.deployment,
            complete: self.is_complete,
            would_show: self.would_show,
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
            target: self.target,
            document: yardstick.document.clone(),
            seed: None,
            requests: outcome.counts.exchanges,
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
            notes: self.notes,
        }
    }

    fn rule(&self, rule: &Rule, evidence: Option<&Evidence>, yardstick: &Yardstick, again: &Again<'_>) -> RuleReport {
        let verdict = evidence.map_or(Verdict::NotVerified, Evidence::verdict);
        let known = self
            .deployment
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
            findings: findings.iter().map(|finding| finding_report(finding, &again(finding, &rule.id))).collect(),
        }
    }
}

/// The day it is, in UTC.
pub(crate) fn today() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%d").to_string()
}

/// The second net under redaction: what still looks like a credential is not shown, in no format.
pub(crate) fn masked(text: &str) -> String {
    mask_lookalikes(text).into_owned()
}

pub(crate) fn finding_report(finding: &Finding, again: &str) -> FindingReport {
    FindingReport {
        expected: masked(&finding.expected),
        seen: masked(&finding.seen),
        pointer: masked(&finding.pointer),
        exchange: masked(&finding.location.to_string()),
        started: finding.started.to_string(),
        request: masked(&finding.request),
        response: masked(&finding.response),
        curl: masked(&finding.curl),
        again: masked(again),
        case: None,
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
