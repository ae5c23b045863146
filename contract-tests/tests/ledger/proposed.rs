//! `--propose-divergences FILE`: what is seen, as a ledger for a person to complete.

use openapi::divergences::{Divergence, Divergences};
use openapi::rules::Rules;
use serde_json::json;

use super::clone::Clone;
use super::run::{lifecycle, maintained, recording, verify};

const OLDER: &str = "new-api-2025-04";
const NEWER: &str = "new-api-2026-07";

/// A clone with a recording of somebody else's server, `traffic.har`.
fn traffic() -> Clone {
    let clone = Clone::empty();
    std::fs::copy(recording(NEWER, "names"), clone.path("traffic.har")).unwrap();
    clone
}

const TRAFFIC: [&str; 4] = ["--recording", "traffic.har", "--deployment", "production"];

fn proposing<'a>(what: &[&'a str], file: &'a str) -> Vec<&'a str> {
    [what, &["--propose-divergences", file]].concat()
}

fn with<'a>(what: &[&'a str], ledger: &'a str) -> Vec<&'a str> {
    [what, &["--divergences", ledger]].concat()
}

fn entries(text: &str) -> Vec<Divergence> {
    Divergences::draft("mine.toml", text, &Rules::maintained().unwrap()).unwrap().entries().to_vec()
}

/// What a person does with a proposal.
fn filled_in(text: &str) -> String {
    text.replace("reason = \"\"", "reason = \"Keep names short.\"")
}

#[test]
fn a_proposal_applies_once_a_person_completed_it() {
    let clone = traffic();
    let run = clone.verify(&proposing(&TRAFFIC, "mine.toml")).ends(1);
    let proposed = clone.read("mine.toml");
    let count = entries(&proposed).len();
    assert!(count >= 2, "{proposed}");
    let run = run.prints(&format!("mine.toml: {count} departures written, {count} without a reason"));
    let next = "cargo xtask verify --recording traffic.har --deployment production --divergences mine.toml";
    run.prints(&format!("say there what each means, then: {next}\n"));
    // As it is, it is refused, and every place that a person has to fill in is named.
    let run = clone.verify(&with(&TRAFFIC, "mine.toml")).ends(2);
    let lines: Vec<usize> =
        (1..).zip(proposed.lines()).filter(|(_, line)| *line == "reason = \"\"").map(|(number, _)| number).collect();
    assert_eq!(lines.len(), count, "{proposed}");
    for line in lines {
        assert!(run.stderr.contains(&format!("mine.toml:{line}: `reason` of `")), "{line}: {}", run.stderr);
    }
    run.complains("fill it in: what it means for whoever depends on that deployment");
    clone.write("mine.toml", &filled_in(&proposed));
    clone.verify(&with(&TRAFFIC, "mine.toml")).ends(0).prints(&format!("held, {count} known departures"));
}

#[test]
fn a_proposed_entry_says_what_is_seen_where_and_since_when() {
    let clone = traffic();
    clone.verify(&proposing(&TRAFFIC, "mine.toml")).ends(1);
    let entries = entries(&clone.read("mine.toml"));
    let entry = entries.iter().find(|entry| entry.rule == "update.name.up-to-50-characters").unwrap();
    let known = "a name of 17 characters (51 bytes) must be accepted; it was refused";
    assert!(entry.seen.starts_with(known) && entry.seen.contains(" / a name of "), "{}", entry.seen);
    let evidence = ["traffic.har#/log/entries/24", "traffic.har#/log/entries/26", "traffic.har#/log/entries/32"];
    assert_eq!(entry.evidence, evidence);
    let Divergence { deployment, since, expires, reason, .. } = entry;
    assert_eq!(
        (deployment.as_str(), since.as_str(), expires, reason.as_str()),
        ("production", "2026-11-23", &None, "")
    );
    // Only recordings that we keep are expected to decide rules.
    assert!(!clone.read("mine.toml").contains("[decided]\n"));
}

#[test]
fn a_recording_that_does_not_say_its_day_is_dated_by_the_exchange() {
    let clone = Clone::empty();
    let mut recording = lifecycle(NEWER);
    recording["log"]["_contract"]["recorded_on"] = json!("last \"Monday\"");
    for entry in recording["log"]["entries"].as_array_mut().unwrap() {
        entry["startedDateTime"] = json!("2027-02-03T23:00:00+01:00");
    }
    clone.write("traffic.har", &recording.to_string());
    clone.verify(&proposing(&TRAFFIC, "mine.toml")).ends(1);
    let written = clone.read("mine.toml");
    assert!(entries(&written).iter().all(|entry| entry.since == "2027-02-03"), "{written}");
    clone.write("mine.toml", &filled_in(&written));
    clone.verify(&with(&TRAFFIC, "mine.toml")).ends(0);
}

/// A finding quotes what the server sent, and the file name is the user's.
#[test]
fn any_text_from_a_server_leaves_a_ledger_that_can_be_read() {
    let hostile = "\"\"\"'''\\ \u{1b}[2J\u{202e}\u{0}\r\n[[divergence]]\nrule = \"#";
    let clone = Clone::empty();
    let mut recording = lifecycle(NEWER);
    for entry in recording["log"]["entries"].as_array_mut().unwrap() {
        let text = entry["response"]["content"]["text"].as_str().unwrap_or_default();
        let Ok(mut answer) = serde_json::from_str::<serde_json::Value>(text) else { continue };
        for member in ["name", "group", "model_limits", "status"] {
            if answer["data"].get(member).is_some() {
                answer["data"][member] = json!(hostile);
            }
        }
        entry["response"]["content"]["text"] = json!(answer.to_string());
    }
    let file = "a \"b\" 'c'\u{202e}.har";
    clone.write(file, &recording.to_string());
    let traffic = ["--recording", file, "--deployment", "it's \"production\""];
    let run = clone.verify(&proposing(&traffic, "mine.toml")).ends(1);
    assert!(!run.stdout.contains(['\u{1b}', '\u{202e}', '\r']), "{:?}", run.stdout);
    let written = clone.read("mine.toml");
    assert!(!written.contains(['\u{1b}', '\u{202e}', '\r', '\0']), "{written:?}");
    let quoted = entries(&written).into_iter().filter(|entry| entry.seen.contains("[[divergence]]"));
    assert!(quoted.count() >= 2, "the findings do not quote the server: {written}");
    clone.write("mine.toml", &filled_in(&written));
    clone.verify(&with(&traffic, "mine.toml")).ends(0);
}

#[test]
fn a_proposal_needs_the_name_of_the_deployment() {
    let clone = traffic();
    let run = clone.verify(&["--recording", "traffic.har", "--propose-divergences", "mine.toml"]).ends(2);
    assert_eq!(run.stdout, "");
    let command = run.stderr.split("cargo xtask verify ").nth(1).unwrap().trim();
    assert!(!clone.path("mine.toml").exists());
    // The command it gives is one that works.
    let command = command.replace("NAME", "production");
    clone.verify(&command.split(' ').collect::<Vec<_>>()).ends(1);
    assert!(clone.path("mine.toml").exists());
}

#[test]
fn standard_output_holds_one_thing() {
    let clone = traffic();
    let run = clone.verify(&proposing(&TRAFFIC, "-")).ends(1);
    let count = entries(&run.stdout).len();
    assert!(count >= 2, "{}", run.stdout);
    run.complains(&format!("-: {count} departures written, {count} without a reason"));
    let both = proposing(&[&TRAFFIC[..], &["--json", "-"]].concat(), "-");
    let run = clone.verify(&both).ends(2).complains("standard output cannot hold both");
    assert_eq!(run.stdout, "");
}

#[test]
fn what_is_no_ledger_is_not_overwritten() {
    let clone = traffic();
    for text in ["{\"log\": {}}", "some notes", "a = 1\n", "[[divergence]]\nrule = 5\n"] {
        clone.write("mine.toml", text);
        let run = clone.verify(&proposing(&TRAFFIC, "mine.toml")).ends(2);
        assert_eq!(clone.read("mine.toml"), text);
        run.complains("it would be lost, so nothing was judged; name another file: --propose-divergences FILE");
    }
    let run = clone.verify(&proposing(&TRAFFIC, "no/such/folder/mine.toml")).ends(2);
    run.complains("cannot write no/such/folder/mine.toml");
}

#[test]
fn what_a_person_wrote_survives_the_next_proposal() {
    let clone = traffic();
    clone.verify(&proposing(&TRAFFIC, "mine.toml")).ends(1);
    let count = entries(&clone.read("mine.toml")).len();
    let half = clone.read("mine.toml").replacen("reason = \"\"", "reason = \"Names are counted in bytes.\"", 1);
    clone.write("mine.toml", &half);
    clone
        .verify(&proposing(&TRAFFIC, "mine.toml"))
        .ends(1)
        .prints(&format!("{count} departures written, {} without a reason", count - 1));
    assert_eq!(clone.read("mine.toml"), half);
    // Nor is it lost when another recording does not show the departure.
    std::fs::copy(recording(NEWER, "lifecycle"), clone.path("traffic.har")).unwrap();
    clone.verify(&proposing(&TRAFFIC, "mine.toml")).ends(1);
    assert!(clone.read("mine.toml").contains("Names are counted in bytes."));
}

/// Of the deployment judged: entries that still apply as they are, none that is stale, one for what is new. Of others:
/// everything.
#[test]
fn a_ledger_is_brought_up_to_date() {
    let clone = Clone::empty();
    let stale = "[[divergence]]\nrule = \"get.key.in-clear\"\ndeployment = \"new-api-2025-04\"\nseen = \"s\"\nevidence = [\"e\"]\n\
                 since = \"2026-11-23\"\nreason = \"It was so once.\"\n";
    let ledger = clone.path("ledger.toml");
    let ledger = ledger.to_str().unwrap();
    let unknown = format!("rule = \"list.data.page-object\"\ndeployment = \"{OLDER}\"\n");
    let without = without_entry(&maintained(), &unknown);
    clone.write("ledger.toml", &without.replace("\n[decided]\n", &format!("\n{stale}\n[decided]\n")));
    let arguments = ["--deployment", OLDER, "--divergences", ledger];
    verify(&arguments).ends(1).prints("stale: get.key.in-clear").prints(&format!("remove the entry from {ledger}"));
    let run = verify(&proposing(&arguments, ledger)).ends(1);
    run.prints("departures written, 1 without a reason");
    let (before, after) = (entries(&maintained()), entries(&clone.read("ledger.toml")));
    let new = after.iter().find(|entry| entry.reason.is_empty()).unwrap();
    assert_eq!((new.rule.as_str(), new.deployment.as_str()), ("list.data.page-object", OLDER));
    assert_eq!(new.evidence, ["lifecycle.har#/log/entries/0"]);
    let kept: Vec<&Divergence> = after.iter().filter(|entry| !entry.reason.is_empty()).collect();
    let expected = before.iter().filter(|entry| (&entry.rule, &entry.deployment) != (&new.rule, &new.deployment));
    assert_eq!(kept, expected.collect::<Vec<_>>());
    clone.write("ledger.toml", &filled_in(&clone.read("ledger.toml")));
    verify(&["--divergences", ledger]).ends(0).prints("recorded, new-api-2025-04, 2026-11-23: held, ");
}

/// The ledger without the entry that begins so.
fn without_entry(ledger: &str, beginning: &str) -> String {
    let blocks: Vec<&str> = ledger.split("\n\n").collect();
    let kept: Vec<&str> = blocks.iter().filter(|block| !block.contains(beginning)).copied().collect();
    assert_eq!(kept.len() + 1, blocks.len());
    kept.join("\n\n")
}

#[test]
fn the_evidence_of_a_proposal_is_that_of_the_maintained_ledger() {
    let run = verify(&["--no-divergences", "--propose-divergences", "-"]).ends(1);
    let (proposed, known) = (entries(&run.stdout), entries(&maintained()));
    assert_eq!(proposed.len(), known.len());
    for entry in known {
        let proposed = proposed.iter().find(|p| p.rule == entry.rule && p.deployment == entry.deployment).unwrap();
        assert!(proposed.reason.is_empty() && proposed.since == entry.since, "{proposed:?}");
        let missing: Vec<&String> = entry.evidence.iter().filter(|place| !proposed.evidence.contains(place)).collect();
        assert!(missing.is_empty(), "{}: {missing:?} of {proposed:?}", entry.rule);
    }
}
