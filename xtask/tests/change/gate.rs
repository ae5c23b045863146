//! The gate.

use serde_json::Value;

use crate::copy::{Copy, DOCUMENT, SCORE, stage};

const RECORDING: &str = "contract-tests/recordings/new-api-2026-07/lifecycle.har";

/// The state of every stage, with its exit code.
fn states(report: &Value) -> Vec<(String, String, i64)> {
    let stages = report["stages"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    stages.map(|it| (text(&it["stage"]), text(&it["state"]), it["exit_code"].as_i64().unwrap())).collect()
}

#[test]
fn a_skip_is_a_failure_where_it_is_required() {
    let copy = Copy::new();
    std::fs::remove_file(copy.path(SCORE)).unwrap();
    let report = copy.gate(&[]);
    let schema: Value = serde_json::from_str(include_str!("../../gate.schema.json")).unwrap();
    let errors: Vec<String> =
        jsonschema::validator_for(&schema).unwrap().iter_errors(&report).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}");
    for (name, state, code) in states(&report) {
        let skipped = ["score", "live"].contains(&&*name);
        assert_eq!((state.as_str(), code), (if skipped { "skipped" } else { "passed" }, 0), "{name} {report:#}");
    }
    assert_eq!(report["verdict"], "passed");
    assert_eq!(stage(&report, "score")["next"], "cargo xtask gate --renew-score");

    let report = copy.gate(&["--require", "score", "--require", "lint"]);
    assert_eq!((&report["exit_code"], &report["verdict"]), (&4.into(), &"failed".into()));
    assert_eq!(copy.run(&["gate", "--require", "scores"]).code, Some(2));
}

#[test]
fn every_failure_is_told_with_its_next_command_and_none_hides_another() {
    let copy = Copy::new();
    copy.edit("client/src/generated.rs", "pub mod types", "pub mod  types");
    copy.edit("openapi/released/0.1.0.yaml", "info:", "# edited\ninfo:");
    copy.edit(RECORDING, "\"status\": 200", "\"status\": 202");
    copy.edit(SCORE, "\"content\": \"", "\"content\": \"0");
    let folder = tempfile::tempdir().unwrap();
    let [junit, markdown] = ["r.xml", "r.md"].map(|name| folder.path().join(name).display().to_string());
    let report = copy.gate(&["--junit", &junit, "--markdown", &markdown]);
    let failed: Vec<(String, i64)> = states(&report)
        .into_iter()
        .filter(|(_, state, _)| state == "failed")
        .map(|(name, _, code)| (name, code))
        .collect();
    let expected = [("generated", 3), ("released", 1), ("recordings", 1), ("parity", 1), ("score", 4)];
    assert_eq!(failed, expected.map(|(name, code)| (name.to_owned(), code)), "{report:#}");
    assert_eq!(report["exit_code"], 1);
    for done in report["stages"].as_array().unwrap() {
        assert_eq!(done["next"].is_string(), done["state"] != "passed", "{done:#}");
    }

    let xml = std::fs::read_to_string(&junit).unwrap();
    let mut reader = quick_xml::Reader::from_str(&xml);
    let (mut cases, mut failures) = (0, 0);
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Start(element) | quick_xml::events::Event::Empty(element) => {
                cases += usize::from(element.name().as_ref() == b"testcase");
                failures += usize::from(element.name().as_ref() == b"failure");
            }
            quick_xml::events::Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!((cases, failures), (report["stages"].as_array().unwrap().len(), failed.len()), "{xml}");
    let markdown = std::fs::read_to_string(&markdown).unwrap();
    for (name, _) in &failed {
        assert!(markdown.contains(&format!("| `{name}` | **failed** |")), "{markdown}");
    }
}

#[test]
fn without_a_suite_and_a_client_the_other_stages_are_told() {
    let copy = Copy::new();
    let run = copy.run_without_cargo(&["gate", "--json", "-"]);
    let report: Value = serde_json::from_str(&run.out).unwrap();
    let states = states(&report);
    // The committed score may be of an earlier suite while somebody works on it: it is judged by its hash alone.
    let told = states.iter().filter(|(name, ..)| name != "score");
    let of =
        |wanted: &str| told.clone().filter(|(_, state, _)| state == wanted).map(|(name, ..)| name.as_str()).collect();
    let [failed, passed, skipped]: [Vec<&str>; 3] = ["failed", "passed", "skipped"].map(of);
    assert_eq!(failed, ["semver", "suite"], "{report:#}");
    assert_eq!(passed, ["lint", "generated", "released", "compat"], "{report:#}");
    assert_eq!(skipped, ["recordings", "divergences", "parity", "live"], "{report:#}");
    assert_eq!(run.code, Some(7));
}

#[test]
fn a_breaking_change_passes_once_the_version_says_so_or_it_is_accepted() {
    let copy = Copy::new();
    std::fs::remove_file(copy.path(SCORE)).unwrap();
    copy.edit(DOCUMENT, "      maxLength: 50\n", "      maxLength: 40\n");
    assert_eq!(copy.run(&["generate"]).code, Some(0));
    let report = copy.gate(&[]);
    assert_eq!((&report["exit_code"], &stage(&report, "compat")["exit_code"]), (&1.into(), &1.into()), "{report:#}");
    let details = stage(&report, "compat")["details"].to_string();
    assert!(details.contains("max-length-narrowed PUT /api/token/"), "{details}");

    let accepted = "[[accepted]]\nrule = \"max-length-narrowed\"\ndirection = \"request\"\n\
        pointer = \"/components/schemas/KeyName/maxLength\"\nreason = \"Nobody has longer names.\"\n";
    std::fs::write(copy.path("openapi/accepted-changes.toml"), accepted).unwrap();
    assert_eq!(stage(&copy.gate(&[]), "compat")["state"], "passed");
    std::fs::write(copy.path("openapi/accepted-changes.toml"), accepted.replace("narrowed", "widened")).unwrap();
    assert_eq!(stage(&copy.gate(&[]), "compat")["says"], "accepted changes that are not there");
    std::fs::write(copy.path("openapi/accepted-changes.toml"), "accepted = 5").unwrap();
    assert_eq!(stage(&copy.gate(&[]), "compat")["exit_code"], 2);
    std::fs::remove_file(copy.path("openapi/accepted-changes.toml")).unwrap();

    copy.edit("Cargo.toml", "version = \"0.1.0\"", "version = \"0.1.1\"");
    copy.edit("Cargo.toml", "version = \"0.1.0\"", "version = \"0.1.1\"");
    let report = copy.gate(&[]);
    assert_eq!(stage(&report, "compat")["state"], "failed");
    assert_eq!(stage(&report, "semver")["state"], "failed");
    let says = stage(&report, "semver")["says"].as_str().unwrap();
    assert!(says.contains("after 0.1.0 at least 0.2.0; 0.1.1 is too low"), "{says}");
    let manifest =
        copy.read("Cargo.toml").replace("\"0.1.1\"", "\"0.2.0\"").replace("version = \"0.1.0\"", "version = \"0.2.0\"");
    std::fs::write(copy.path("Cargo.toml"), manifest).unwrap();
    let report = copy.gate(&[]);
    assert_eq!((&report["exit_code"], &stage(&report, "semver")["state"]), (&0.into(), &"passed".into()), "{report:#}");
}
