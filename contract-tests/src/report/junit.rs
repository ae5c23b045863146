//! The report as JUnit XML: a test suite per target, a test case per rule.
//!
//! A contradiction that is news fails. A known one, and a rule that is not verified, are *skipped*, as pytest has it for
//! expected failures: a pass would be counted as green and its text shown by no tool, a failure would break the build that
//! the ledger lets pass. The message tells the two apart. What fails a run without failing a rule is a test case of its
//! own: a stale departure, a rule that lost its evidence, and a target of which
//! nothing could be judged.

use std::time::Duration;

use quick_junit::{NonSuccessKind, Property, Report as Junit, SerializeError, TestCase, TestCaseStatus, TestSuite};

use super::beware::cautions;
use super::model::{Overall, Report, RuleReport, TargetReport};
use super::shown::shown;
use super::standing::Standing;
use super::terminal::block;
use crate::door::door;

/// The report as XML.
///
/// # Errors
///
/// Never for a report of ours; the type is the library's.
pub fn to_junit(report: &Report) -> Result<String, SerializeError> {
    let mut junit = Junit::new(format!("{} verify", door()));
    junit.add_test_suites(report.targets.iter().map(suite));
    junit.to_string()
}

fn suite(target: &TargetReport) -> TestSuite {
    let label = shown(&target.target.label());
    let mut suite = TestSuite::new(&label);
    suite.set_time(Duration::from_millis(target.duration_ms));
    let texts = [
        ("document", Some(&target.document.version)),
        ("document sha256", Some(&target.document.sha256)),
        ("server", target.target.server.as_ref()),
        ("base url", target.target.base_url.as_ref()),
    ];
    for (name, value) in texts.into_iter().filter_map(|(name, value)| Some((name, value?))) {
        suite.add_property(Property::new(name, shown(value)));
    }
    suite.add_test_cases(target.rules.iter().map(|rule| case(&shown(&rule.id), &label, status(rule, target, &label))));
    for (kind, sentences) in [("stale", &target.stale_divergences), ("lost", &target.lost_evidence)] {
        for sentence in sentences {
            let text = format!("{kind}: {} ({label})", shown(sentence));
            let rule = sentence.split(' ').next().unwrap_or_default();
            suite.add_test_case(case(&format!("{kind}: {}", shown(rule)), &label, failure(kind, &text, &text)));
        }
    }
    if target.verdict == Overall::NotVerified {
        let text = format!("{label}: {}", target.headline());
        let mut status = failure("not verified", &text, &text);
        if let TestCaseStatus::NonSuccess { kind, .. } = &mut status {
            *kind = NonSuccessKind::Error;
        }
        suite.add_test_case(case("something could be judged", &label, status));
    }
    suite.set_system_out(said(target, &label));
    suite
}

fn case(name: &str, label: &str, status: TestCaseStatus) -> TestCase {
    let mut case = TestCase::new(name, status);
    case.set_classname(label);
    case
}

fn failure(kind: &str, message: &str, description: &str) -> TestCaseStatus {
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
    status.set_type(kind).set_message(message).set_description(description);
    status
}

fn status(rule: &RuleReport, target: &TargetReport, label: &str) -> TestCaseStatus {
    let standing = rule.standing();
    let message = match (standing, &rule.known_divergence, rule.findings.first()) {
        (Standing::Confirmed, ..) => return TestCaseStatus::success(),
        (Standing::NotVerified, ..) => format!("not verified; shown by: {} ({label})", shown(&rule.shown_by)),
        (_, Some(known), _) => format!("known departure: {}; {} ({label})", shown(&known.seen), shown(&known.reason)),
        (_, None, Some(finding)) => format!("{}; {} ({label})", shown(&finding.expected), shown(&finding.seen)),
        (_, None, None) => format!("contradicted ({label})"),
    };
    if standing == Standing::Contradicted {
        return failure("contradicted", &message, &block(rule, target));
    }
    let mut status = TestCaseStatus::skipped();
    status.set_type(standing.words()).set_message(message);
    if standing == Standing::Known {
        status.set_description(block(rule, target));
    }
    status
}

/// What to beware of, what is observed and what to know of the recording, where tools show a suite's output.
fn said(target: &TargetReport, label: &str) -> String {
    let mut lines = vec![format!("{label}: {}", target.headline())];
    lines.extend(cautions(target).iter().map(|c| format!("  {}: {}", shown(&c.subjects()), shown(&c.words))));
    lines.extend(target.observations.iter().map(|seen| format!("  observed: {}", shown(&seen.text))));
    lines.extend(target.notes.iter().map(|note| format!("  note: {}", shown(note))));
    lines.join("\n")
}
