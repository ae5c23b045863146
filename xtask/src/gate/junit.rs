//! The gate as JUnit XML: a test case per stage.

use openapi::escape;
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::outcome::{Done, State};
use super::verdict::Gate;

/// The gate as XML.
///
/// # Errors
///
/// Never for a report of ours; the type is the library's.
pub(super) fn to_junit(gate: &Gate) -> Result<String, quick_junit::SerializeError> {
    let mut suite = TestSuite::new("gate");
    for done in &gate.stages {
        let mut case = TestCase::new(done.name, status(gate, done));
        case.set_classname("gate").set_time(done.took);
        suite.add_test_case(case);
    }
    suite.set_time(gate.took).set_system_out(gate.headline());
    let mut junit = Report::new("cargo xtask gate");
    junit.add_test_suite(suite);
    junit.to_string()
}

fn status(gate: &Gate, done: &Done) -> TestCaseStatus {
    let outcome = &done.outcome;
    let mut status = match outcome.state {
        State::Passed => return TestCaseStatus::success(),
        State::Skipped if !gate.is_required(done) => TestCaseStatus::skipped(),
        State::Skipped | State::Failed(_) => TestCaseStatus::non_success(NonSuccessKind::Failure),
    };
    let mut lines: Vec<String> = outcome.details.iter().map(|line| escape(line)).collect();
    lines.extend(outcome.next.as_ref().map(|next| format!("next: {}", escape(next))));
    status.set_type(outcome.state.word()).set_message(escape(&outcome.says)).set_description(lines.join("\n"));
    status
}
