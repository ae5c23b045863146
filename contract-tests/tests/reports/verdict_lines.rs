//! A verdict is never shown without where it comes from.

use contract_tests::har::ReadOptions;
use contract_tests::recorded_target::{Recording, Yardstick};
use contract_tests::recordings;
use contract_tests::report::{Detail, Report, to_html, to_json, to_junit, to_markdown, to_terminal};
use openapi::divergences::Divergences;
use serde_json::Value;

use crate::by_hand;
use crate::checks::{html, lines, markdown, xml};

/// The reports on our recordings, with the ledger and without.
fn recorded() -> [Report; 2] {
    let folder = recordings::folder(std::path::Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    let deployments = recordings::deployments(&folder).unwrap();
    let strict = Yardstick::maintained().unwrap();
    let maintained = Yardstick::maintained().unwrap();
    let lenient = Yardstick { divergences: Divergences::maintained(&maintained.rules).unwrap(), ..maintained };
    [strict, lenient].map(|yardstick| {
        let judge = |deployment: &recordings::Deployment| {
            let (name, files) = (Some(deployment.name.clone()), deployment.files.clone());
            Recording { deployment: name, files, kept: true }.judge(&yardstick, &ReadOptions::default()).unwrap()
        };
        Report { targets: deployments.iter().map(judge).collect() }
    })
}

#[test]
fn every_verdict_line_names_target_deployment_and_date() {
    let [strict, lenient] = recorded();
    for report in [by_hand::report(), strict, lenient] {
        let labels: Vec<String> = report.targets.iter().map(|target| target.target.label()).collect();
        for detail in [Detail::News, Detail::Rules, Detail::Everything] {
            // The table has target, deployment and date in columns of their own.
            let text = to_terminal(&report, detail);
            let (table, others): (Vec<&str>, Vec<&str>) = text.lines().partition(|line| line.contains("  recorded  "));
            assert_eq!(table.len(), report.targets.len());
            for (row, target) in table.iter().zip(&report.targets) {
                let of = &target.target;
                let named = [of.deployment.as_deref().unwrap(), of.recorded_on.as_deref().unwrap()];
                assert!(named.iter().all(|name| row.contains(name)), "{row}");
            }
            lines::assert_labelled("terminal", &others.join("\n"), &labels, |line| line.starts_with("deployment  "));
        }
        let text = to_markdown(&report);
        let heads = markdown::heads(&text);
        lines::assert_labelled("Markdown", &text, &labels, |line| heads.contains(&line));
        html::parse(&to_html(&report)).assert_labelled(&labels);
        junit(&to_junit(&report).unwrap(), &labels);
        json(&to_json(&report).unwrap());
    }
}

fn junit(text: &str, labels: &[String]) {
    lines::assert_labelled("JUnit", text, labels, |_| false);
    for element in xml::elements(text) {
        let names_it = |attribute: &str| labels.iter().any(|label| element.attributes[attribute].contains(label));
        match element.name.as_str() {
            "testcase" => assert!(names_it("classname"), "{element:?}"),
            "failure" | "error" | "skipped" => assert!(names_it("message"), "{element:?}"),
            _ => {}
        }
    }
}

fn json(text: &str) {
    let report: Value = serde_json::from_str(text).unwrap();
    for target in report["targets"].as_array().unwrap() {
        assert!(target["verdict"].is_string() && target["rules"].is_array());
        for member in ["kind", "deployment", "recorded_on"] {
            assert!(target["target"][member].is_string(), "{member}: {}", target["target"]);
        }
    }
}
