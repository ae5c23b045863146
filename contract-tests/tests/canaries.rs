//! A canary token and a canary key, planted in every string of a recording, appear in no output.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, helpers included")]

use contract_tests::har::ReadOptions;
use contract_tests::recorded_target::{Recording, Yardstick};
use contract_tests::report::{Detail, Report, to_html, to_json, to_junit, to_markdown, to_terminal};
use serde_json::Value;

const TOKEN: &str = "canaryT0ken5f3a9c1b7d2e8406";
const KEY: &str = "sk-canaryK3yQ7w9E2r5T8y1U4i6O0p3A5s7D9f2G4h6J8k";

/// Parts of the canaries that no output may hold either: a cut secret is a secret.
const PARTS: [&str; 2] = ["canaryT0ken5f", "canaryK3yQ7w9"];

/// Everything that a run shows of a recording: as one that we keep, or as a user's own.
fn shown(recording: &str, yardstick: &Yardstick, kinds: &[bool]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("traffic.har");
    std::fs::write(&file, recording).unwrap();
    let mut text = String::new();
    for &kept in kinds {
        let recording = Recording { deployment: None, files: vec![file.as_path().into()], kept };
        match recording.judge(yardstick, &ReadOptions::default()) {
            Ok(target) => {
                let report = Report { targets: vec![target] };
                text.push_str(&to_terminal(&report, Detail::Everything));
                text.push_str(&to_json(&report).unwrap());
                text.push_str(&to_junit(&report).unwrap());
                text.push_str(&to_markdown(&report));
                text.push_str(&to_html(&report));
            }
            Err(failure) => text.push_str(&failure.to_string()),
        }
    }
    text
}

/// A recording with every access token and key in clear, and something wrong with every answer, so that much is shown.
fn recording() -> Value {
    let path = format!("{}/recordings/new-api-2026-07/lifecycle.har", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    let text = text.replace("REDACTED-access-token-alice-0000", TOKEN).replace("K001**********0001", KEY);
    serde_json::from_str(&text.replace(r#"\"status\":1"#, r#"\"status\":7"#).replace(r#"\"group\":\"\","#, "")).unwrap()
}

/// The pointers of all strings in a value.
fn strings(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::String(_) => found.push(at.to_owned()),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(i, item)| strings(item, &format!("{at}/{i}"), found))
        }
        Value::Object(members) => {
            members.iter().for_each(|(name, member)| strings(member, &openapi::child(at, name), found));
        }
        _ => {}
    }
}

/// A string that itself is a JSON document: a body.
fn body(value: &Value) -> Option<Value> {
    serde_json::from_str(value.as_str()?).ok().filter(|value: &Value| value.is_object())
}

/// The recording with a canary in one place after the other: whole strings, and the strings within bodies.
fn planted(recording: &Value, canary: &str, mut each: impl FnMut(&str, String)) {
    let mut places = Vec::new();
    strings(recording, "", &mut places);
    for place in places {
        let whole = recording.pointer(&place).unwrap();
        if let Some(body) = body(whole) {
            let mut inner = Vec::new();
            strings(&body, "", &mut inner);
            for pointer in inner {
                let mut body = body.clone();
                *body.pointer_mut(&pointer).unwrap() = canary.into();
                let mut recording = recording.clone();
                *recording.pointer_mut(&place).unwrap() = body.to_string().into();
                each(&format!("{place} {pointer}"), recording.to_string());
            }
        }
        let mut recording = recording.clone();
        *recording.pointer_mut(&place).unwrap() = canary.into();
        each(&place, recording.to_string());
    }
}

fn assert_clean(place: &str, text: &str) {
    for part in PARTS {
        if let Some(at) = text.find(part) {
            let line = text[..at].rfind('\n').map_or(0, |start| start + 1);
            panic!("planted at {place}, shown: {}", text[line..].lines().next().unwrap_or_default());
        }
    }
}

#[test]
fn secrets_in_their_own_places_are_not_shown() {
    let text = shown(&recording().to_string(), &Yardstick::maintained().unwrap(), &[false, true]);
    assert!(text.contains("✗ any.record.status-enum"), "nothing to look at: {text}");
    assert_clean("its own place", &text);
}

fn assert_no_place_shows(canary: &str) {
    let yardstick = Yardstick::maintained().unwrap();
    let mut recording = recording();
    // Five entries of different kinds have each place, and keep this fast.
    recording["log"]["entries"].as_array_mut().unwrap().truncate(5);
    let mut count = 0;
    planted(&recording, canary, |place, recording| {
        count += 1;
        assert_clean(place, &shown(&recording, &yardstick, &[false]));
    });
    assert!(count > 200, "{count} places");
}

#[test]
fn no_place_of_a_recording_shows_a_token() {
    assert_no_place_shows(TOKEN);
}

#[test]
fn no_place_of_a_recording_shows_a_key() {
    assert_no_place_shows(KEY);
}
