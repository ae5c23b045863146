//! The command: what is wrong with a document.

use std::path::Path;

use openapi::{Exit, Finding, Severity, Source};

use crate::failure::Failure;
use crate::{trial, workspace};

/// Lints a document, the maintained one when none is named, and prints what was found. Warnings alone are no failure.
///
/// # Errors
///
/// When the document cannot be read, or the findings not be printed.
pub(crate) fn run(document: Option<&Path>) -> Result<Exit, Failure> {
    let source = match document {
        Some(path) => Source::load(path).map_err(Failure::usage)?,
        None => {
            let mut source = Source::load(&workspace::root()?.join(workspace::DOCUMENT)).map_err(Failure::usage)?;
            workspace::DOCUMENT.clone_into(&mut source.name);
            source
        }
    };
    let findings = findings(&source);
    crate::print(&openapi::report(&source.name, &findings))?;
    Ok(if is_broken(&findings) { Exit::Usage } else { Exit::Held })
}

/// Whether a document with these findings cannot be used.
pub(crate) fn is_broken(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.severity == Severity::Error)
}

/// What the checks found and, if that is nothing but warnings, what the generator says in a trial: of what the checks
/// found it would only speak again, and worse.
pub(crate) fn findings(source: &Source) -> Vec<Finding> {
    let mut findings = openapi::lint(source);
    if !is_broken(&findings) {
        findings.extend(trial::refusals(source));
    }
    findings
}

#[cfg(test)]
mod tests {
    use openapi::Source;
    use serde_json::{Value, json};

    use super::findings;

    const GOOD: &str = include_str!("../../openapi/tests/documents/library.yaml");

    #[track_caller]
    fn refused(from: &str, to: &str, pointers: &[&str]) {
        assert_eq!(GOOD.matches(from).count(), 1, "{from}");
        let found = findings(&Source::parse("a.yaml", GOOD.replace(from, to)).unwrap());
        assert!(
            found.iter().all(|finding| finding.check == "generator-refuses" && finding.line.is_some()),
            "{found:#?}"
        );
        assert_eq!(found.iter().map(|finding| &*finding.pointer).collect::<Vec<_>>(), pointers, "{found:#?}");
    }

    #[test]
    fn the_good_document_is_taken() {
        assert_eq!(findings(&Source::parse("a.yaml", GOOD).unwrap()), []);
    }

    #[test]
    fn a_refusal_is_located_in_the_schema_or_operation_that_causes_it() {
        let problem = "/components/schemas/Problem";
        refused("x-ray: {type: number}", "x-ray: {not: {type: object, properties: {a: {}}}}", &[problem]);
        refused("x-ray: {type: number}", "x-ray: {type: string, pattern: '(?<=a)b(?'}", &[problem]);
        refused(
            "schema: {type: array, items: {type: string}}",
            "schema: {not: {type: object, properties: {a: {}}}}",
            &["/paths/~1books/get"],
        );
    }

    #[test]
    fn no_edit_makes_the_trial_panic() {
        let good = Source::parse("a.yaml", GOOD).unwrap().value;
        let schemas: Vec<String> = pointers(&good["components"]["schemas"], "/components/schemas");
        for (index, pointer) in schemas.iter().enumerate() {
            let replacements = [json!(null), json!(1), json!("x"), json!([]), json!({}), json!({"not": {"not": {}}})];
            let mut edited = good.clone();
            *edited.pointer_mut(pointer).unwrap() = replacements[index % replacements.len()].clone();
            let _ = findings(&Source::parse("a.json", edited.to_string()).unwrap());
        }
    }

    fn pointers(value: &Value, at: &str) -> Vec<String> {
        let inner: Vec<(String, &Value)> = match value {
            Value::Object(members) => members.iter().map(|(key, value)| (openapi::child(at, key), value)).collect(),
            Value::Array(items) => items.iter().enumerate().map(|(i, value)| (format!("{at}/{i}"), value)).collect(),
            _ => Vec::new(),
        };
        inner.into_iter().flat_map(|(at, value)| [vec![at.clone()], pointers(value, &at)].concat()).collect()
    }
}
