//! The case of a run that shows a finding, and how to see it again, are in every format.

use contract_tests::report::{CaseReport, Detail, to_html, to_json, to_junit, to_markdown, to_terminal};

use crate::by_hand;
use crate::checks::{html, xml};

const AGAIN: &str = "cargo xtask verify --target sandbox --rule update.status --seed 0x5eed --case 412";

#[test]
fn every_format_shows_the_case_of_a_finding_and_how_to_see_it_again() {
    let mut report = by_hand::report();
    let target = &mut report.targets[1];
    target.rules.retain(|rule| !rule.findings.is_empty());
    let known = target.rules.iter().position(|rule| rule.known_divergence.is_some()).unwrap();
    let new = target.rules.iter().position(|rule| rule.known_divergence.is_none()).unwrap();
    for (index, number) in [(known, 411), (new, 412)] {
        let finding = &mut target.rules[index].findings[0];
        finding.again = AGAIN.replace("412", &number.to_string());
        finding.case = Some(CaseReport {
            seed: 0x5eed,
            number,
            driver: "names".to_owned(),
            recurrence: "shrunk",
            steps: vec!["update key 1: {status 2}".to_owned()],
            curls: vec!["curl -X PUT of-the-case".to_owned()],
        });
    }
    let page = html::parse(&to_html(&report)).elements.into_iter().map(|element| element.text).collect::<String>();
    let junit = xml::elements(&to_junit(&report).unwrap()).into_iter().map(|element| element.text).collect::<String>();
    let texts = [
        ("terminal", to_terminal(&report, Detail::Rules)),
        ("Markdown", to_markdown(&report)),
        ("JUnit", junit),
        ("HTML", page),
    ];
    for (format, text) in texts {
        for number in ["411", "412"] {
            let words = [format!("{number} of driver names, seed 0x5eed (shrunk"), AGAIN.replace("412", number)];
            for word in words {
                assert!(text.contains(&word), "{format} does not say {word}");
            }
        }
        for word in ["update key 1: {status 2}", "curl -X PUT of-the-case"] {
            assert!(text.contains(word), "{format} does not say {word}");
        }
    }
    let json: serde_json::Value = serde_json::from_str(&to_json(&report).unwrap()).unwrap();
    let finding = json.pointer(&format!("/targets/1/rules/{new}/findings/0")).unwrap();
    assert_eq!((&finding["case"]["number"], &finding["again"]), (&412.into(), &AGAIN.into()));
}
