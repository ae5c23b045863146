//! The command as people run it: exit codes, messages, files.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, helpers included")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};

const BINARY: &str = env!("CARGO_BIN_EXE_contract-tests");

/// A small recording, where any will do.
const ONE: &str = "recordings/new-api-2026-07/lifecycle.har";

struct Run {
    code: i32,
    stdout: String,
    stderr: String,
}

fn verify_in(directory: &Path, arguments: &[&str]) -> Run {
    let Output { status, stdout, stderr } =
        Command::new(BINARY).arg("verify").args(arguments).current_dir(directory).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let run = Run { code: status.code().unwrap(), stdout: text(stdout), stderr: text(stderr) };
    assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
    run
}

fn verify(arguments: &[&str]) -> Run {
    verify_in(Path::new(env!("CARGO_MANIFEST_DIR")), arguments)
}

fn recording(topic: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("recordings/new-api-2026-07/{topic}.har"))
}

fn lifecycle() -> Value {
    serde_json::from_slice(&std::fs::read(recording("lifecycle")).unwrap()).unwrap()
}

/// Writes a recording and judges it.
fn judge(text: &str) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("traffic.har");
    std::fs::write(&file, text).unwrap();
    verify_in(folder.path(), &["--recording", "traffic.har"])
}

#[test]
fn the_recordings_of_the_repository_hold_with_known_departures() {
    let run = verify(&[]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.contains("recorded, new-api-2026-07, 2026-11-23: held, 11 known departures"), "{}", run.stdout);
    assert!(run.stdout.contains("recorded, new-api-2025-04, 2026-11-23: held, 16 known departures"), "{}", run.stdout);
}

/// What a stranger reads first: one screen, whatever is known, and what is news in full above it.
#[test]
fn what_is_known_fits_a_screen() {
    let run = verify(&[]);
    let known: Vec<&str> = run.stdout.lines().skip_while(|line| !line.starts_with("deployment  ")).collect();
    assert!(known.len() <= 40, "{} lines: {}", known.len(), run.stdout);
    assert!(known.iter().all(|line| line.chars().count() <= 150), "{}", run.stdout);
    assert!(!run.stdout.contains("≠ list.key.in-clear"), "{}", run.stdout);
    for arguments in [["--details"].as_slice(), &["--rule", "list.key"]] {
        let run = verify(arguments);
        assert!(
            run.stdout.contains("≠ list.key.in-clear   GET /api/token/   recorded, new-api-2026-07"),
            "{}",
            run.stdout
        );
    }
}

#[test]
fn a_rule_asked_for_is_shown_whatever_its_verdict() {
    let run = verify(&["--deployment", "new-api-2026-07", "--rule", "get.answers-asked-key", "--rule", "document"]);
    let title = "✓ get.answers-asked-key   GET /api/token/{id}   recorded, new-api-2026-07, 2026-11-23   confirmed";
    assert!(run.stdout.contains(title), "{}", run.stdout);
}

#[test]
fn without_the_ledger_a_departure_breaks_the_contract() {
    let run = verify(&["--no-divergences", "--deployment", "new-api-2026-07"]);
    assert_eq!(run.code, 1, "{}", run.stdout);
    assert!(run.stdout.contains("broken, 11 rules contradicted"), "{}", run.stdout);
}

#[test]
fn a_departure_that_is_not_seen_is_stale() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = folder.path().join("ledger.toml");
    let entry = "[[divergence]]\nrule = \"list.p.default-1\"\ndeployment = \"new-api-2026-07\"\nseen = \"s\"\n\
                 evidence = [\"e\"]\nsince = \"2026-11-23\"\nreason = \"r\"\n";
    std::fs::write(&ledger, entry).unwrap();
    let ledger = ledger.to_str().unwrap();
    let arguments = ["--divergences", ledger, "--deployment", "new-api-2026-07", "--rule", "list.p"];
    let run = verify(&arguments);
    assert_eq!(run.code, 4, "{}{}", run.stdout, run.stderr);
    assert!(
        run.stdout.contains("stale: list.p.default-1 of deployment new-api-2026-07 is confirmed"),
        "{}",
        run.stdout
    );
    // Judging fewer rules says nothing of the others.
    let run = verify(&["--divergences", ledger, "--deployment", "new-api-2026-07", "--rule", "delete"]);
    assert_eq!(run.code, 0, "{}", run.stdout);
}

#[test]
fn strict_fails_while_a_rule_is_not_verified() {
    assert_eq!(verify(&["--strict", "--deployment", "new-api-2026-07"]).code, 4);
    assert_eq!(verify(&["--strict", "--rule", "list.record", "--deployment", "new-api-2026-07"]).code, 0);
}

#[test]
fn an_unknown_rule_names_the_nearest() {
    let run = verify(&["--rule", "update.name.max-50-charcters"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("no rule is called `update.name.max-50-charcters`"), "{}", run.stderr);
    assert!(run.stderr.contains("nearest: update.name.max-50-characters"), "{}", run.stderr);
}

#[test]
fn wrong_usage_says_what_to_give_instead() {
    let cases: [(&[&str], &str); 6] = [
        (&["--recording", "no-such.har"], "no-such.har: cannot be read"),
        (&["--deployment", "no-such"], "no recordings of deployment `no-such`"),
        (&["--base-url", "api.cometapi.com"], "give scheme and host"),
        (&["--divergences", "no-such.toml"], "cannot read no-such.toml"),
        (&["--no-such-flag"], "--no-such-flag"),
        (&["--recording", ONE, "--json", "no/such/folder/report.json"], "cannot write no/such/folder/report.json"),
    ];
    for (arguments, message) in cases {
        let run = verify(arguments);
        assert_eq!(run.code, 2, "{arguments:?} {}", run.stderr);
        assert!(run.stderr.contains(message), "{arguments:?} {}", run.stderr);
    }
}

/// What a message quotes may come from anywhere.
#[test]
fn no_message_acts_on_a_terminal() {
    for arguments in
        [["--recording", "\u{1b}[2J\u{202e}.har"], ["--deployment", "\u{1b}[2J\u{202e}"], ["--rule", "\u{1b}]0;x\u{7}"]]
    {
        let run = verify(&arguments);
        assert_eq!(run.code, 2, "{}", run.stderr);
        assert!(!run.stderr.contains(['\u{1b}', '\u{202e}', '\u{7}']), "{:?}", run.stderr);
    }
}

#[test]
fn what_is_no_recording_is_refused_with_its_name() {
    let whole = lifecycle().to_string();
    let cut = &whole[..whole.len() / 2];
    let deep = "[".repeat(100_000);
    let cases = [("not JSON", "traffic.har"), ("", "traffic.har"), (cut, "traffic.har"), (&deep, "traffic.har")];
    for (text, message) in cases {
        let run = judge(text);
        assert_eq!(run.code, 2, "{}", run.stderr);
        assert!(run.stderr.starts_with("error: ") && run.stderr.contains(message), "{}", run.stderr);
        assert_eq!(run.stdout, "");
    }
    for text in ["{}", "[]", "null", r#"{"log": {}}"#, r#"{"log": {"entries": 5}}"#] {
        let run = judge(text);
        assert_eq!(run.code, 2, "{text}: {}", run.stdout);
        assert!(run.stderr.contains("entries"), "{text}: {}", run.stderr);
    }
}

#[test]
fn a_recording_without_this_api_is_not_verified() {
    let run = judge(r#"{"log": {"version": "1.2", "entries": []}}"#);
    assert_eq!(run.code, 4, "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.contains("not verified: nothing could be judged"), "{}", run.stdout);
    let mut other = lifecycle();
    for entry in other["log"]["entries"].as_array_mut().unwrap() {
        entry["request"]["url"] = json!("https://example.com/");
    }
    let run = judge(&other.to_string());
    assert_eq!(run.code, 4, "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.contains("13 requests skipped: not of this API"), "{}", run.stdout);
}

/// A server that only fails was not verified, whatever our client makes of it.
#[test]
fn without_evidence_nothing_is_held() {
    let mut failing = lifecycle();
    for entry in failing["log"]["entries"].as_array_mut().unwrap() {
        entry["response"]["status"] = json!(502);
        entry["response"]["content"] = json!({"size": 13, "mimeType": "text/html", "text": "<html></html>"});
    }
    let run = judge(&failing.to_string());
    // It did not answer the same request twice, and that is all that can be said of it.
    assert_eq!(run.code, 1, "{}", run.stdout);
    assert!(run.stdout.contains("broken, 1 rule contradicted"), "{}", run.stdout);
    failing["log"]["entries"].as_array_mut().unwrap().truncate(2);
    let run = judge(&failing.to_string());
    assert_eq!(run.code, 4, "{}", run.stdout);
    assert!(run.stdout.contains("not verified: nothing could be judged"), "{}", run.stdout);
    assert_eq!(verify(&["--rule", "create.body.object-required"]).code, 4);
    let run = verify(&["--rule", "document.examples"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("cargo xtask lint"), "{}", run.stderr);
}

/// Wherever it stands: in a comment, a cookie, a form, a header of a request that is not of this API.
#[test]
fn a_secret_in_any_place_of_a_recording_that_we_keep_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let kept = folder.path().join("contract-tests/recordings/some-server");
    std::fs::create_dir_all(&kept).unwrap();
    let secret = "tokCANARYaccess9f8e7d6c5b4a3f2e1d";
    let places = [
        "/log/entries/0/comment",
        "/log/entries/0/request/headers/4/value",
        "/log/entries/0/request/url",
        "/log/entries/0/response/redirectURL",
        "/log/entries/1/request/postData/text",
        "/log/entries/2/response/content/text",
        "/log/_contract/configuration",
        "/log/creator/comment",
    ];
    for place in places {
        let mut recording = lifecycle();
        *recording.pointer_mut(place).unwrap() = secret.into();
        std::fs::write(kept.join("traffic.har"), recording.to_string()).unwrap();
        let run = verify_in(folder.path(), &[]);
        assert_eq!(run.code, 5, "{place}: {}{}", run.stdout, run.stderr);
        assert!(run.stderr.contains(&format!("some-server/traffic.har#{place}")), "{}", run.stderr);
        assert!(!run.stderr.contains("CANARY"), "{}", run.stderr);
    }
    let mut recording = lifecycle();
    recording["log"]["entries"][0]["request"]["cookies"] =
        json!([{"name": "session", "value": "a-session-of-somebody"}]);
    std::fs::write(kept.join("traffic.har"), recording.to_string()).unwrap();
    assert_eq!(verify_in(folder.path(), &[]).code, 5);
}

/// What the pages leave open, or a gateway in between does, is no departure of the server.
#[test]
fn legal_behaviour_raises_no_alarm() {
    type Edit = fn(&mut Value);
    fn refuse(recording: &mut Value, entry: usize, status: u16, body: &str) {
        let response = &mut recording["log"]["entries"][entry]["response"];
        response["status"] = status.into();
        response["content"]["text"] = body.into();
    }
    let edits: [(&str, Edit); 8] = [
        ("a gateway answers 413 in HTML", |r| refuse(r, 6, 413, "<h1>too large</h1>")),
        ("a gateway answers 402", |r| {
            refuse(r, 1, 402, "{}");
            r["log"]["entries"].as_array_mut().unwrap().truncate(2);
        }),
        ("the account has its maximum of keys", |r| {
            r["log"]["entries"].as_array_mut().unwrap().truncate(2);
            refuse(r, 1, 200, r#"{"success":false,"message":"maximum number of tokens reached"}"#);
        }),
        ("a refusal without message", |r| refuse(r, 9, 200, r#"{"success":false}"#)),
        ("a form is taken for what it is", |r| {
            let request = &mut r["log"]["entries"][1]["request"];
            request["headers"][7]["value"] = "application/x-www-form-urlencoded".into();
            request["postData"]["text"] = "name=form".into();
        }),
        ("an answer that the file does not hold", |r| {
            r["log"]["entries"][3]["response"]["content"] = json!({"size": -1, "mimeType": ""});
            r["log"]["entries"][3]["response"]["bodySize"] = json!(-1);
        }),
        ("a request body that the file does not hold", |r| {
            let request = r["log"]["entries"][1]["request"].as_object_mut().unwrap();
            request.remove("postData");
            request["bodySize"] = json!(-1);
            request["headers"].as_array_mut().unwrap().remove(2);
        }),
        ("a browser stripped the tokens", |r| {
            for entry in r["log"]["entries"].as_array_mut().unwrap() {
                let headers = entry["request"]["headers"].as_array_mut().unwrap();
                headers.retain(|header| header["name"] != "Authorization");
            }
        }),
    ];
    let clear = |recording: &Value| recording.to_string().replace("**********", "REDACTEDkey");
    for (what, edit) in edits {
        let mut recording = lifecycle();
        edit(&mut recording);
        let run = judge(&clear(&recording));
        assert_eq!(run.code, 0, "{what}: {}{}", run.stdout, run.stderr);
    }
}

#[test]
fn a_secret_in_a_recording_that_we_keep_is_fatal() {
    let folder = tempfile::tempdir().unwrap();
    let kept = folder.path().join("contract-tests/recordings/some-server");
    std::fs::create_dir_all(&kept).unwrap();
    let secret = "sk-T3stS3cretT3stS3cretT3stS3cret42";
    let clear = lifecycle().to_string().replace("K001**********0001", secret);
    std::fs::write(kept.join("traffic.har"), &clear).unwrap();
    let run = verify_in(folder.path(), &[]);
    assert_eq!(run.code, 5, "{}{}", run.stdout, run.stderr);
    assert!(run.stderr.contains("contract-tests/recordings/some-server"), "{}", run.stderr);
    assert!(!run.stderr.contains(secret) && !run.stdout.contains(secret));
    let run = verify_in(&kept, &["--recording", "traffic.har"]);
    assert_eq!(run.code, 5, "named by itself: {}{}", run.stdout, run.stderr);
    // The same file as a user's own is judged, with a note.
    let run = judge(&clear);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.contains("note: ") && !run.stdout.contains(secret), "{}", run.stdout);
}

#[test]
fn a_report_is_written_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("report.json");
    std::fs::write(&report, "old").unwrap();
    let run = verify(&["--json", report.to_str().unwrap(), "--recording", "no-such.har"]);
    assert_eq!((run.code, std::fs::read_to_string(&report).unwrap().as_str()), (2, "old"));
    let run = verify(&["--recording", ONE, "--json", report.to_str().unwrap()]);
    assert_eq!(run.code, 1);
    assert!(serde_json::from_slice::<Value>(&std::fs::read(&report).unwrap()).is_ok());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "a temporary file was left");
}

#[test]
fn a_full_disk_is_told() {
    if !Path::new("/dev/full").exists() {
        return;
    }
    let run = verify(&["--recording", ONE, "--json", "/dev/full"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("cannot write /dev/full: No space left on device"), "{}", run.stderr);
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let directory = env!("CARGO_MANIFEST_DIR");
    let mut command = Command::new(BINARY);
    let output = command.args(["verify", "--recording", ONE]).current_dir(directory).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(7));
    assert!(String::from_utf8_lossy(&output.stderr).contains("cannot write the report to standard output"));
}

#[test]
fn the_json_report_fits_its_schema() {
    let schema: Value = serde_json::from_str(include_str!("../report.schema.json")).unwrap();
    let validator = jsonschema::options().offline().build(&schema).unwrap();
    let cases: [&[&str]; 3] = [&[], &["--deployment", "new-api-2025-04"], &["--no-divergences", "--rule", "update"]];
    for arguments in cases {
        let run = verify(&[arguments, &["--json", "-"]].concat());
        let report: Value = serde_json::from_str(&run.stdout).unwrap();
        let errors: Vec<String> = validator.iter_errors(&report).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{arguments:?}: {errors:#?}");
        assert_eq!(report.get("targets").is_some(), !arguments.contains(&"--deployment"));
    }
}

#[test]
fn a_rule_gives_one_command_that_shows_it_again() {
    let run = verify(&["--deployment", "new-api-2026-07", "--rule", "update.name.up-to-50-characters"]);
    let again = run.stdout.lines().find_map(|line| line.trim().strip_prefix("again     cargo xtask verify ")).unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let run = verify_in(root, &again.split(' ').collect::<Vec<_>>());
    assert_eq!(run.code, 1, "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.contains("✗ update.name.up-to-50-characters"), "{}", run.stdout);
}
