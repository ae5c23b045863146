//! Reports made by hand, with everything a report can have.

use std::collections::BTreeMap;

use contract_tests::report::{
    Confirmation, Coverage, DocumentReport, EarlierExchange, FindingReport, Given, KeywordCoverage, KnownDivergence,
    MatrixEffect, MatrixOutcome, MatrixRow, ObservationReport, OperationCoverage, Overall, Report, RuleReport, Target,
    TargetKind, TargetReport, Verdicts,
};
use openapi::rules::Strength;

/// Three targets: one held but for known departures, one broken, one of which nothing could be judged.
pub(crate) fn report() -> Report {
    let held = target(
        "gateway-a",
        Overall::Held,
        vec![confirmed(), known("update.allow_ips.other-text-refused", 1), not_verified()],
    );
    let mut broken = target(
        "gateway-b",
        Overall::Broken,
        vec![
            news("list.total.counts-keys", "list"),
            known("get.key.in-clear", 1),
            known("update.status.others-refused", 0),
            stateful(),
            confirmed(),
        ],
    );
    broken.stale_divergences =
        vec!["list.p.default-1 of deployment gateway-b is confirmed and no longer contradicted".to_owned()];
    broken.lost_evidence = vec!["get.own-keys-only is not verified, which it was before".to_owned()];
    broken.notes = vec!["3 requests skipped: not of this API, or not of the server named".to_owned()];
    let open = target("gateway-c", Overall::NotVerified, vec![not_verified()]);
    Report { targets: vec![held, broken, open] }
}

pub(crate) fn target(deployment: &str, verdict: Overall, rules: Vec<RuleReport>) -> TargetReport {
    let count = |verdict: &str| rules.iter().filter(|rule| rule.verdict == verdict).count();
    let verdicts = Verdicts {
        confirmed: count("confirmed"),
        contradicted: count("contradicted"),
        known: rules.iter().filter(|rule| rule.known_divergence.is_some()).count(),
        not_verified: count("not verified"),
    };
    TargetReport {
        verdict,
        target: Target {
            kind: TargetKind::Recorded,
            deployment: Some(deployment.to_owned()),
            base_url: Some("http://127.0.0.1:3000".to_owned()),
            server: Some("gateway 1.0".to_owned()),
            recorded_on: Some("2026-11-23".to_owned()),
            files: vec!["names.har".to_owned(), "status.har".to_owned()],
        },
        document: DocumentReport { version: "1.0.0".to_owned(), sha256: "0".repeat(64) },
        seed: None,
        requests: 40,
        duration_ms: 1500,
        verdicts,
        rules,
        observations: vec![ObservationReport {
            about: "refusal-statuses",
            text: "refusals come with status 200 (40 times), 400 (7 times)".to_owned(),
            count: 47,
            exchanges: vec!["names.har#/log/entries/4".to_owned()],
        }],
        matrix: matrix(),
        coverage: coverage(),
        new_divergences: Vec::new(),
        stale_divergences: Vec::new(),
        lost_evidence: Vec::new(),
        left_behind: Vec::new(),
        notes: Vec::new(),
    }
}

fn rule(id: &str, operation: &str, verdict: &'static str) -> RuleReport {
    RuleReport {
        id: id.to_owned(),
        operation: operation.to_owned(),
        strength: Strength::Must,
        statement: format!("What the pages say of {id}."),
        source: "update-api-key".to_owned(),
        pointer: "/components/schemas/UpdateApiKey".to_owned(),
        verdict,
        shown_by: "an update, and a read of the same key after it".to_owned(),
        known_divergence: None,
        exchanges: Confirmation::default(),
        contradictions: 0,
        findings: Vec::new(),
    }
}

pub(crate) fn confirmed() -> RuleReport {
    let first = vec!["names.har#/log/entries/2".to_owned()];
    RuleReport {
        exchanges: Confirmation { confirming: 43, first },
        ..rule("get.answers-asked-key", "get", "confirmed")
    }
}

pub(crate) fn not_verified() -> RuleReport {
    rule("models.model_limits.enforced", "models", "not verified")
}

pub(crate) fn news(id: &str, operation: &str) -> RuleReport {
    RuleReport {
        contradictions: 7,
        findings: vec![finding("total 3", "total 4", 8), finding("total 5", "total 6", 9)],
        ..rule(id, operation, "contradicted")
    }
}

pub(crate) fn known(id: &str, place: usize) -> RuleReport {
    let known = KnownDivergence {
        place,
        since: "2026-11-23".to_owned(),
        seen: format!("what is seen of {id}"),
        reason: "What it means.".to_owned(),
    };
    RuleReport { known_divergence: Some(known), ..news(id, id.split('.').next().unwrap()) }
}

/// An update, and the read that does not show it.
pub(crate) fn stateful() -> RuleReport {
    let earlier = EarlierExchange {
        exchange: "status.har#/log/entries/2".to_owned(),
        request: r#"PUT /api/token/ {"id":3,"status":2,…}"#.to_owned(),
        response: r#"200 {"success":true,"message":"",…}"#.to_owned(),
        curl: "curl -X PUT first".to_owned(),
    };
    let shows = FindingReport {
        request: "GET /api/token/3".to_owned(),
        curl: "curl -X GET then".to_owned(),
        earlier: vec![earlier],
        ..finding("status 2, as the accepted update sent it", "a later read shows 1", 3)
    };
    RuleReport {
        contradictions: 1,
        findings: vec![shows],
        ..rule("update.status.stored-as-sent", "update", "contradicted")
    }
}

pub(crate) fn finding(expected: &str, seen: &str, entry: usize) -> FindingReport {
    FindingReport {
        expected: expected.to_owned(),
        seen: seen.to_owned(),
        pointer: "/data/status".to_owned(),
        exchange: format!("status.har#/log/entries/{entry}"),
        started: "2026-11-23T10:00:00Z".to_owned(),
        request: r#"PUT /api/token/ {"id":3,"status":2,…}"#.to_owned(),
        response: r#"200 {"success":true,"message":"","data":{"status":1,…}}"#.to_owned(),
        curl: r#"curl -X PUT "$COMETAPI_BASE_URL"/api/token/ --data-raw '{"id":3}'"#.to_owned(),
        earlier: Vec::new(),
        again: "cargo xtask verify --recording status.har --rule update.status".to_owned(),
        case: None,
    }
}

fn matrix() -> Vec<MatrixRow> {
    let outcome = |effect, left: Option<&str>, count| MatrixOutcome {
        effect,
        left: left.map(str::to_owned),
        count,
        exchanges: vec![format!("omitted-fields.har#/log/entries/{count}")],
    };
    let row = |operation, field, given, outcomes| MatrixRow { operation, field, given, outcomes };
    use MatrixEffect::{Kept, Refused, Reset, Stored};
    vec![
        row("update", "name", Given::Omitted, vec![outcome(Reset, Some("\"\""), 2)]),
        row("update", "name", Given::Value, vec![outcome(Stored, None, 31), outcome(Refused, None, 4)]),
        row("update", "status", Given::Omitted, vec![outcome(Kept, None, 3)]),
        row("update", "status", Given::Value, vec![outcome(Kept, None, 6)]),
        row("update", "allow_ips", Given::Null, vec![outcome(Reset, Some("\"\""), 1)]),
        row("update", "allow_ips", Given::Empty, vec![outcome(Stored, None, 9)]),
        row("create", "name", Given::Value, vec![outcome(Stored, None, 12)]),
        row("create", "unlimited_quota", Given::Omitted, vec![outcome(Reset, Some("false"), 5)]),
    ]
}

fn coverage() -> Coverage {
    let keyword =
        |pointer: &str, fitting, violating| KeywordCoverage { pointer: pointer.to_owned(), fitting, violating };
    Coverage {
        operations: vec![
            OperationCoverage {
                operation: "list",
                exchanges: 12,
                statuses: BTreeMap::from([(200, 10), (401, 1), (0, 1)]),
            },
            OperationCoverage { operation: "delete", exchanges: 0, statuses: BTreeMap::new() },
        ],
        keywords: vec![
            keyword("/components/schemas/KeyName/maxLength", 30, 2),
            keyword("/components/schemas/KeyName/type", 32, 0),
            keyword("/components/schemas/AllowIps/nullable", 0, 0),
        ],
        rules_exercised: 4,
        rules_never: vec!["models.model_limits.enforced".to_owned()],
    }
}
