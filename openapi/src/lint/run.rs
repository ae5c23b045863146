//! All checks, in turn.

use serde_json::Value;

use super::walk::Walked;
use super::{Finding, Severity, examples, generator, operations, references, schemas, security, values};
use crate::Source;

/// Everything that is wrong with a document, by line. Never fails, whatever the value is: what is no OpenAPI 3.0 document
/// at all gives one finding that says so.
#[must_use]
pub fn lint(source: &Source) -> Vec<Finding> {
    if let Some(finding) = version(source) {
        return vec![finding];
    }
    let walked = Walked::new(source);
    let mut findings = values::check(&walked);
    for check in
        [schemas::check, references::check, operations::check, security::check, examples::check, generator::check]
    {
        findings.extend(check(&walked));
    }
    findings.extend(walked.findings);
    findings.sort_by(|a, b| (a.line, &a.pointer, a.check).cmp(&(b.line, &b.pointer, b.check)));
    findings
}

/// What makes it impossible to say what a document means: other versions, references that lead nowhere, values of the
/// wrong type. That an operation has no id, or an example does not fit, is for [`lint`] to say.
pub(crate) fn unreadable(source: &Source) -> Vec<Finding> {
    if let Some(finding) = version(source) {
        return vec![finding];
    }
    let walked = Walked::new(source);
    let mut findings = references::check(&walked);
    let prose = |finding: &Finding| walked.place(&finding.pointer).is_some_and(|place| place.object.is_prose());
    findings.extend(walked.findings.iter().filter(|finding| !prose(finding)).cloned());
    findings.retain(|finding| {
        let checks = ["wrong-type", "unknown-value", "missing-field", "other-version"];
        finding.severity == Severity::Error
            && (checks.contains(&finding.check) || finding.check.starts_with("reference-"))
    });
    findings.sort_by(|a, b| (a.line, &a.pointer, a.check).cmp(&(b.line, &b.pointer, b.check)));
    findings
}

/// Says why this is no document of OpenAPI 3.0, where that makes every other finding pointless.
fn version(source: &Source) -> Option<Finding> {
    let refuse = |pointer: &str, message: String, remedy: &str| {
        Some(Finding::error(source, "version", pointer, message, remedy))
    };
    let remedy = "convert the document to OpenAPI 3.0, or name another file";
    let Value::Object(members) = &source.value else {
        return refuse(
            "",
            "this is no OpenAPI document: it must be a mapping with `openapi`, `info` and `paths`".to_owned(),
            remedy,
        );
    };
    if let Some(version) = members.get("swagger") {
        let version = version.as_str().map_or_else(|| version.to_string(), str::to_owned);
        return refuse("/swagger", format!("this is a document of Swagger {version}"), remedy);
    }
    match members.get("openapi") {
        Some(Value::String(version)) => {
            let is_3_0 = version
                .strip_prefix("3.0.")
                .is_some_and(|patch| !patch.is_empty() && patch.starts_with(|first: char| first.is_ascii_digit()));
            if is_3_0 { None } else { refuse("/openapi", format!("this is a document of OpenAPI {version}"), remedy) }
        }
        Some(_) => refuse("/openapi", "the version must be text".to_owned(), "write `openapi: 3.0.3`"),
        None => refuse(
            "",
            "this is no OpenAPI document: it has no `openapi`".to_owned(),
            "add `openapi: 3.0.3`, or name another file",
        ),
    }
}
