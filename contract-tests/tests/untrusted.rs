//! Texts of servers and senders reach every format as what they are: text. Each of these would be more in one of them.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, helpers included")]

#[path = "checks/mod.rs"]
mod checks;

use std::path::Path;
use std::process::Command;

use checks::{html, lines, markdown, xml};
use serde_json::{Value, json};

const LIFECYCLE: &str = include_str!("../recordings/new-api-2026-07/lifecycle.har");

/// What stands around every text, to find it again.
fn marked(text: &str) -> String {
    format!("hostile{text}text")
}

const HOSTILE: [&str; 21] = [
    "\u{1b}[2J\u{1b}]0;title\u{7}\u{9b}31m",
    "\0",
    "\u{202e}dias\u{2066}\u{200b}\u{feff}\u{e0041}",
    "\u{ffff}\u{fffe}\u{7f}\u{85}\u{2028}",
    "<script>alert(1)</script>",
    "</style></details></table><img src=x onerror=alert(1)>",
    "\" onmouseover=\"alert(1)\" x='",
    "&lt;b&gt; &amp;#60; &#x3c;",
    "]]>",
    "<!-- --><?xml version=\"1.0\"?><!DOCTYPE x>",
    "a|b\\|c\\\\|d",
    "` `` ```\n```\n",
    "\r\n::error::forged\n::set-output name=x::y",
    "##[error]forged ##vso[task.complete] ##teamcity[x]",
    "\n# heading\n\n- item\n\n| a | b |\n| --- | --- |\n",
    "[x](javascript:alert(1)) ![x](https://e.example/x.png) <https://e.example>",
    "@everyone #1 GH-1 https://e.example www.e.example a@e.example :x: $x$ ~~x~~ **x** _x_",
    "'$(touch pwned)`touch pwned`\"; touch pwned #",
    "\n' ; touch pwned ; '",
    "{{7*7}} ${7*7} %s %n \\u{202e}",
    "\\",
];

/// The lifecycle of a key in which a text stands wherever a server or a sender may put one, and is reported.
fn recording(text: &str) -> Value {
    let mut recording: Value = serde_json::from_str(LIFECYCLE).unwrap();
    recording["log"]["_contract"]["server"] = text.into();
    let entries = &mut recording["log"]["entries"];
    // Accepted though the allow list is none, and answered with another name.
    edit(&mut entries[4]["request"]["postData"]["text"], |sent| {
        sent["allow_ips"] = text.into();
    });
    edit(&mut entries[4]["response"]["content"]["text"], |answer| {
        answer["data"]["name"] = format!("another {text}").into();
        answer["data"][text] = json!({text: text});
    });
    // Refused though it is legal, where the text is a short one.
    edit(&mut entries[6]["request"]["postData"]["text"], |sent| sent["name"] = text.into());
    entries[6]["response"]["content"]["text"] = json!({"success": false, "message": text}).to_string().into();
    entries[5]["response"]["headers"] = json!([{"name": "Content-Type", "value": text}]);
    recording
}

fn edit(body: &mut Value, edit: impl FnOnce(&mut Value)) {
    let mut value: Value = serde_json::from_str(body.as_str().unwrap()).unwrap();
    edit(&mut value);
    *body = value.to_string().into();
}

/// A ledger that knows one of the departures, in words that hold the text too.
fn ledger(text: &str, deployment: &str) -> String {
    // A basic string of TOML is written as JSON's are, but for DEL.
    let quoted = |text: &str| Value::from(text).to_string().replace('\u{7f}', "\\u007f");
    format!(
        "[[divergence]]\nrule = \"update.allow_ips.other-text-refused\"\ndeployment = {}\nseen = {}\nevidence = [{}]\n\
         since = \"2026-11-23\"\nreason = {}\n",
        quoted(deployment),
        quoted(text),
        quoted(text),
        quoted(text)
    )
}

struct Reports {
    terminal: String,
    json: String,
    junit: String,
    markdown: String,
    html: String,
}

/// Judges a recording in a folder and reads what was written.
fn verify(folder: &Path, recording: &str, arguments: &[&str]) -> Reports {
    // What `again` names as the file.
    let file = "it's $(touch pwned) <b>`x`|.har";
    std::fs::write(folder.join(file), recording).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_contract-tests"))
        .args(["verify", "--recording", file, "--details"])
        .args(["--json", "r.json", "--junit", "r.xml", "--markdown", "r.md", "--html", "r.html"])
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    Reports {
        terminal: String::from_utf8(output.stdout).unwrap(),
        json: read("r.json"),
        junit: read("r.xml"),
        markdown: read("r.md"),
        html: read("r.html"),
    }
}

/// The reports on a recording with the text everywhere, and on a deployment that is called so.
fn reports_on(text: &str) -> (tempfile::TempDir, Reports, String) {
    let folder = tempfile::tempdir().unwrap();
    // No argument holds a NUL, and none may be longer than this.
    let deployment: String = text.chars().filter(|c| *c != '\0').take(100_000).collect();
    std::fs::write(folder.path().join("ledger.toml"), ledger(text, &deployment)).unwrap();
    let arguments = ["--divergences", "ledger.toml", "--deployment", &deployment];
    let reports = verify(folder.path(), &recording(text).to_string(), &arguments);
    (folder, reports, deployment)
}

/// No format is anything but text, and each shows `visible`.
fn assert_sound(reports: &Reports, visible: &str) {
    let Reports { terminal, json, junit, markdown, html } = reports;
    for (what, text) in
        [("terminal", terminal), ("JSON", json), ("JUnit", junit), ("Markdown", markdown), ("HTML", html)]
    {
        lines::assert_inert(what, text);
    }
    assert!(terminal.contains(visible), "{visible}: {terminal}");
    let elements = xml::elements(junit);
    assert!(elements.iter().any(|element| element.text.contains(visible)), "{visible}: {junit}");
    assert!(elements.iter().any(|element| element.attributes.values().any(|value| value.contains(visible))), "{junit}");
    let shown = markdown::assert_sound(markdown);
    assert!(shown.contains(visible), "{visible}: {shown}");
    let page = html::parse(html);
    assert!(page.texts_of("title")[0].contains(visible) && page.texts_of("main")[0].contains(visible), "{visible}");
}

#[test]
fn every_text_stays_text_in_every_format() {
    for hostile in HOSTILE {
        let text = marked(hostile);
        let (_folder, reports, deployment) = reports_on(&text);
        assert_sound(&reports, &openapi::escape(&deployment));
        let json: Value = serde_json::from_str(&reports.json).unwrap();
        assert_eq!(json["target"]["deployment"], deployment.as_str(), "JSON keeps what a value is");
        let places = ["the allow_ips entry", "it answered", "Content-Type application/json"];
        for place in places {
            let said = |finding: &Value| format!("{}; {}", finding["expected"], finding["seen"]);
            let findings =
                json["rules"].as_array().unwrap().iter().flat_map(|rule| rule["findings"].as_array().unwrap());
            assert!(
                findings.map(said).any(|said| said.contains(place) && said.contains("hostile")),
                "{place}: {text:?}"
            );
        }
    }
}

/// The lines that a report gives to be pasted are run by a real shell, as they stand at the terminal.
#[test]
fn no_line_for_a_shell_runs_anything_else() {
    for hostile in HOSTILE {
        let (folder, reports, _) = reports_on(&marked(hostile));
        let lines: Vec<&str> = reports
            .terminal
            .lines()
            .filter_map(|line| line.strip_prefix("  curl      ").or_else(|| line.strip_prefix("  again     ")))
            .collect();
        assert!(lines.len() >= 6, "{lines:?}");
        for line in lines {
            let script = format!("curl() {{ :; }}; cargo() {{ test -f \"$4\"; }}; {line}");
            let output = Command::new("sh").args(["-c", &script]).current_dir(folder.path()).output().unwrap();
            assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
            assert!(!folder.path().join("pwned").exists(), "{line}");
        }
    }
}

#[test]
fn a_mebibyte_is_cut_and_no_format_explodes() {
    let text = marked(&"long text <|`\u{202e}> ".repeat(1 << 16));
    assert!(text.len() > 1 << 20);
    let (_folder, reports, deployment) = reports_on(&text);
    let note = format!("(cut: {} characters)", text.chars().count());
    let Reports { terminal, json, junit, markdown, html } = &reports;
    for (what, report) in [("terminal", terminal), ("JUnit", junit), ("Markdown", markdown), ("HTML", html)] {
        assert!(report.contains(&note), "{what} does not say {note}");
        assert!(report.len() < 4 << 20, "{what}: {} bytes", report.len());
    }
    assert!(json.len() < 16 << 20, "{} bytes", json.len());
    let beginning: String = deployment.chars().take(900).collect();
    assert_sound(&reports, &openapi::escape(&beginning));
}

/// A JSON text may hold half of a pair, which no Rust text can: in a body, where only its sender is wrong, and in the
/// recording itself.
#[test]
fn a_lone_surrogate_stops_no_format() {
    let recording = recording(&marked("SURROGATE")).to_string();
    let in_body = recording.replace("SURROGATE", r"\\ud800");
    let in_recording = recording.replace("SURROGATE", r"\ud800");
    for recording in [in_body, in_recording] {
        assert!(recording.contains("ud800"));
        let folder = tempfile::tempdir().unwrap();
        let reports = verify(folder.path(), &recording, &["--deployment", "surrogates"]);
        assert_sound(&reports, "surrogates");
        serde_json::from_str::<Value>(&reports.json).unwrap();
    }
}
