//! `rules`: what a rule says, and what is known of it.

use std::collections::BTreeSet;

use openapi::rules::{Reach, Rules};
use serde_json::{Value, json};

use super::clone::Clone;
use super::run::{Run, lifecycle, root, suite, verify};

const LABELS: [&str; 2] = ["recorded, new-api-2026-07, 2026-11-23", "recorded, new-api-2025-04, 2026-11-23"];

fn rules(ids: &[&str]) -> Run {
    suite(root(), "rules", ids)
}

/// The verdicts that `verify` gives: rule to the words of the newer and the older deployment.
fn verdicts() -> Vec<(String, [String; 2])> {
    let report: Value = serde_json::from_str(&verify(&["--json", "-"]).stdout).unwrap();
    let rules = |target: usize| report["targets"][target]["rules"].as_array().unwrap().clone();
    let word = |rule: &Value| match (rule["verdict"].as_str().unwrap(), rule["known_divergence"].is_null()) {
        ("confirmed", _) => "✓ confirmed",
        ("contradicted", false) => "≠ contradicted",
        ("contradicted", true) => "✗ contradicted",
        (_, _) => "? not verified",
    };
    let both = rules(0).into_iter().zip(rules(1));
    both.map(|(newer, older)| (newer["id"].as_str().unwrap().to_owned(), [word(&newer).into(), word(&older).into()]))
        .collect()
}

#[test]
fn the_table_has_every_rule_once_with_its_verdicts() {
    let run = rules(&[]).ends(0);
    let registry = Rules::maintained().unwrap();
    let verdicts = verdicts();
    for rule in registry.iter() {
        let rows: Vec<&str> = run.stdout.lines().filter(|line| line.split(' ').next() == Some(&rule.id)).collect();
        let [row] = rows.as_slice() else { panic!("{}: {rows:?}", rule.id) };
        assert!(row.contains(&format!(" {} ", rule.strength.name())) && row.contains(&rule.judge), "{row}");
        match verdicts.iter().find(|(id, _)| *id == rule.id) {
            Some((_, [newer, older])) => {
                let cells = row.split_once(newer.as_str()).unwrap_or_else(|| panic!("{row}: not {newer}"));
                assert_eq!(cells.1.trim(), older, "{row}");
            }
            None => assert!(rule.reach == Reach::Document && row.ends_with("by the linter"), "{row}"),
        }
    }
    // Where the verdicts come from stands above them.
    let head: Vec<&str> = run.stdout.lines().take(3).collect();
    for (line, words) in
        head.iter().zip(["recorded recorded", "new-api-2026-07 new-api-2025-04", "2026-11-23 2026-11-23"])
    {
        let printed = line.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(printed.ends_with(words), "{line}");
    }
}

#[test]
fn a_contradicted_rule_is_explained_with_its_proof() {
    let run = rules(&["update.status.answered-as-sent"]).ends(0);
    let lines = [
        "update.status.answered-as-sent   PUT /api/token/",
        "  An accepted update answers the status that was sent.",
        "  strength  must: the pages state it",
        "  said by   update-api-key, at apidoc.cometapi.com",
        "  facts     5, 10, as contract-tests/tests/facts.txt numbers the sentences",
        "  document  openapi/cometapi-keys.yaml#/components/schemas/UpdateApiKey/properties/status",
        "  judge     answered_as_sent",
        "  ≠ contradicted   recorded, new-api-2026-07, 2026-11-23",
        "  ≠ contradicted   recorded, new-api-2025-04, 2026-11-23",
        "    expected  status 2, as the accepted update sent it",
        "    seen      it answered 1",
        "    sent      PUT /api/token/ {\"id\":3,\"status\":2,…}",
        "    received  200 {\"success\":true,\"message\":\"\",\"data\":{\"status\":1,…}}",
        "    proof     contract-tests/recordings/new-api-2026-07/status.har#/log/entries/2",
    ];
    for line in lines {
        assert!(run.stdout.lines().any(|printed| printed == line), "no line: {line}\n{}", run.stdout);
    }
    run.prints("    known     since 2026-11-23: A key cannot be disabled this way");
}

#[test]
fn a_confirmed_rule_is_explained_with_what_its_exchanges_say() {
    let run = rules(&["update.name.max-50-characters"])
        .ends(0)
        .prints("  ✓ confirmed   recorded, new-api-2026-07, 2026-11-23");
    let lines: Vec<&str> = run.stdout.lines().map(str::trim).collect();
    let proof = "proof     contract-tests/recordings/new-api-2026-07/names.har#/log/entries/10";
    let at = lines.iter().position(|line| *line == proof).unwrap();
    assert!(lines[at - 2].starts_with("sent      PUT /api/token/ {\"name\":\"aaaa"), "{}", lines[at - 2]);
    assert_eq!(lines[at - 1], "received  200 {\"success\":false,\"message\":\"Token name is too long\"}");
    // A list of several is for finding one's way: places, and no bodies.
    let several = rules(&["update.name"]).ends(0);
    assert!(several.stdout.contains(proof) && !several.stdout.contains("Token name is too long\"}\n    proof     contract-tests/recordings/new-api-2026-07/names.har#/log/entries/10"), "{}", several.stdout);
}

#[test]
fn a_rule_that_is_not_verified_says_what_would_show_it() {
    let registry = Rules::maintained().unwrap();
    let shown_by = |id: &str| registry.get(id).unwrap().shown_by.clone();
    let verdicts = verdicts();
    let unverified = verdicts.iter().filter(|(_, [newer, _])| newer == "? not verified").map(|(id, _)| id.as_str());
    for id in unverified.take(3) {
        rules(&[id]).ends(0).prints(&format!("    verified  once a recording shows it: {}", shown_by(id)));
    }
}

#[test]
fn every_rule_is_explained_and_every_verdict_says_where_it_comes_from() {
    let prefixes = ["any", "document", "client", "list", "get", "create", "update", "delete", "models"];
    let run = rules(&prefixes).ends(0);
    let registry = Rules::maintained().unwrap();
    let explained: BTreeSet<&str> =
        run.stdout.lines().filter(|line| !line.starts_with(' ')).filter_map(|line| line.split("   ").next()).collect();
    let missing: Vec<&str> =
        registry.iter().map(|rule| rule.id.as_str()).filter(|id| !explained.contains(id)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    let marks = ["  ✓ ", "  ✗ ", "  ≠ ", "  ? "];
    let mut count = 0;
    for line in run.stdout.lines().filter(|line| marks.iter().any(|mark| line.starts_with(mark))) {
        assert!(LABELS.iter().any(|label| line.ends_with(label)), "{line}");
        count += 1;
    }
    assert_eq!(count, 2 * registry.iter().filter(|rule| rule.reach != Reach::Document).count());
    rules(&["document.examples.valid"]).ends(0).prints("`cargo xtask lint` decides it");
}

#[test]
fn an_unknown_rule_names_the_nearest() {
    let run = rules(&["update.name.max-50-charcters"]).ends(2);
    let run = run.complains("no rule is called `update.name.max-50-charcters`");
    run.complains("nearest: update.name.max-50-characters").complains("all of them: cargo xtask rules");
    let run = rules(&["\u{1b}[2J\u{202e}"]).ends(2);
    assert!(!run.stderr.contains(['\u{1b}', '\u{202e}']), "{:?}", run.stderr);
}

#[test]
fn outside_of_a_clone_the_verdicts_are_on_the_recordings_that_it_was_built_with() {
    let (here, elsewhere) = (rules(&[]).ends(0), Clone::empty().rules(&[]).ends(0));
    assert_eq!(elsewhere.stdout, here.stdout);
}

/// The server's words are quoted, and may be anything.
#[test]
fn no_text_of_a_recording_acts_on_a_terminal() {
    let clone = Clone::empty();
    let folder = "contract-tests/recordings/some-server";
    std::fs::create_dir_all(clone.path(folder)).unwrap();
    let mut recording = lifecycle("new-api-2026-07");
    for entry in recording["log"]["entries"].as_array_mut().unwrap() {
        let text = entry["response"]["content"]["text"].as_str().unwrap_or_default();
        let hostile = text.replace("\"message\":\"\"", "\"message\":\"\\u001b[2J\u{202e}\"");
        entry["response"]["content"]["text"] = json!(hostile);
    }
    recording["log"]["_contract"]["recorded_on"] = json!("\u{1b}[2J\u{202e}");
    clone.write(&format!("{folder}/lifecycle.har"), &recording.to_string());
    for ids in [&[][..], &["any.accepted.envelope"], &["list"]] {
        let run = clone.rules(ids).ends(0);
        assert!(!run.stdout.contains(['\u{1b}', '\u{202e}']), "{:?}", run.stdout);
    }
    clone.rules(&["any.accepted.envelope"]).prints("\"message\":\"\\u001b[2J\\u{202e}\"");
}
