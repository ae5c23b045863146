//! The report as JUnit XML: a test case per change. What fails, fails; what is accepted, or only warns, is skipped.

use openapi::compat::{Change, Severity};
use openapi::escape;
use quick_junit::{NonSuccessKind, Property, Report as Junit, TestCase, TestCaseStatus, TestSuite};

use super::report::{Report, stale_sentence};
use super::shown;

/// The report as XML.
///
/// # Errors
///
/// Never for a report of ours; the type is the library's.
pub(super) fn to_junit(report: &Report<'_>) -> Result<String, quick_junit::SerializeError> {
    let mut suite = TestSuite::new(format!("{} → {}", escape(&report.old.name), escape(&report.new.name)));
    for (name, source) in [("old sha256", report.old), ("new sha256", report.new)] {
        suite.add_property(Property::new(name, source.sha256()));
    }
    for change in &report.comparison.changes {
        let name = format!("{} {} {}", change.rule.id, shown::direction(change), escape(&change.subject));
        suite.add_test_case(case(name.trim(), &shown::operations(change), status(report, change)));
    }
    for entry in report.stale() {
        let text = escape(&stale_sentence(&report.acceptance.file, entry));
        suite.add_test_case(case(
            &format!("stale: {}", entry.rule),
            "accepted changes",
            failure("stale", &text, &text),
        ));
    }
    if report.comparison.changes.is_empty() {
        suite.add_test_case(case("no change", "the whole document", TestCaseStatus::success()));
    }
    suite.set_system_out(report.headline());
    let mut junit = Junit::new("cargo xtask compat");
    junit.add_test_suite(suite);
    junit.to_string()
}

fn case(name: &str, class: &str, status: TestCaseStatus) -> TestCase {
    let mut case = TestCase::new(name, status);
    case.set_classname(class);
    case
}

fn failure(kind: &str, message: &str, description: &str) -> TestCaseStatus {
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
    status.set_type(kind).set_message(message).set_description(description);
    status
}

fn status(report: &Report<'_>, change: &Change) -> TestCaseStatus {
    let accepted = report.acceptance.of(change);
    let mut lines: Vec<String> = shown::became(change).into_iter().collect();
    lines.extend(shown::examples(change));
    lines.push(format!("old  {}", shown::place(report.old, &change.old)));
    lines.push(format!("new  {}", shown::place(report.new, &change.new)));
    if report.fails(change) {
        return failure(change.severity.word(), change.rule.meaning, &lines.join("\n"));
    }
    if change.severity == Severity::Compatible {
        return TestCaseStatus::success();
    }
    let mut status = TestCaseStatus::skipped();
    let why = match accepted {
        Some(entry) => format!("accepted: {}; {}", escape(&entry.reason), change.rule.meaning),
        None => change.rule.meaning.to_owned(),
    };
    status.set_type(change.severity.word()).set_message(why).set_description(lines.join("\n"));
    status
}
