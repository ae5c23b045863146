//! The README is true: its commands run, its output is what they print, its links lead somewhere.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, helpers included")]

use std::path::Path;
use std::process::Command;

const README: &str = include_str!("../../README.md");

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

fn verify(directory: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    suite(directory, "verify", arguments)
}

fn suite(directory: &Path, job: &str, arguments: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_contract-tests"))
        .arg(job)
        .args(arguments)
        .current_dir(directory)
        .output()
        .unwrap();
    (output.status.code(), String::from_utf8(output.stdout).unwrap())
}

/// The fenced blocks of that kind.
fn blocks(kind: &str) -> Vec<&'static str> {
    README.split("```").skip(1).step_by(2).filter_map(|block| block.strip_prefix(kind)).collect()
}

#[test]
fn the_output_shown_is_the_output_printed() {
    let (_, printed) = verify(root(), &[]);
    // What a live run says is held against one by the tests of live runs.
    let of_recordings = blocks("text\n").into_iter().filter(|block| !block.starts_with("preflight"));
    let shown: Vec<&str> = of_recordings.flat_map(str::lines).filter(|line| !line.is_empty()).collect();
    assert!(shown.len() >= 4, "the README shows no output");
    for line in shown {
        assert!(printed.lines().any(|printed| printed == line), "README.md shows, but nothing prints: {line}");
    }
}

/// The words of a line without what differs from run to run: dates, how much was sent, and how long that took.
fn words(line: &str) -> Vec<String> {
    let is_date = |word: &str| word.len() == 10 && word.split('-').map(str::len).eq([4, 2, 2]);
    let is_many = |word: &str| word.len() > 3 && word.bytes().all(|byte| byte.is_ascii_digit());
    let is_note = line.trim_start().starts_with("note:");
    let masked = |word: &str| match word.trim_matches([',', ':']) {
        bare if is_date(bare) || is_many(bare) => word.replace(bare, "…"),
        bare if is_note && bare.parse::<f64>().is_ok() => word.replace(bare, "…"),
        _ => word.to_owned(),
    };
    line.split_whitespace().map(masked).collect()
}

#[test]
fn the_run_shown_is_the_run_printed() {
    let lines = blocks("console\n").into_iter().flat_map(str::lines);
    let command = "$ cargo xtask verify --target sandbox";
    let shown = lines.skip_while(|line| *line != command).skip(1).take_while(|line| !line.starts_with('$'));
    let shown: Vec<Vec<String>> = shown.map(words).filter(|words| !words.is_empty()).collect();
    let (code, printed) = verify(tempfile::tempdir().unwrap().path(), &["--target", "sandbox"]);
    assert_eq!(code, Some(0), "{printed}");
    let printed: Vec<Vec<String>> = printed.lines().map(words).filter(|words| !words.is_empty()).collect();
    // Behind it the README shows other commands.
    assert!(shown.len() >= 4 && shown[..printed.len()] == printed[..], "README.md: {shown:#?}\nprinted: {printed:#?}");
}

#[test]
fn every_verify_command_runs() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["traffic.har", "monday.har", "tuesday.har"] {
        let recording = root().join("contract-tests/recordings/new-api-2026-07/lifecycle.har");
        std::fs::copy(recording, folder.path().join(name)).unwrap();
    }
    let commands: Vec<&str> = blocks("console\n")
        .into_iter()
        .flat_map(str::lines)
        .filter_map(|line| line.strip_prefix("$ cargo xtask verify"))
        .collect();
    assert!(commands.len() >= 3, "{commands:?}");
    for command in commands {
        let arguments: Vec<&str> = command.split_whitespace().collect();
        let directory = if arguments.is_empty() { root() } else { folder.path() };
        let (code, _) = verify(directory, &arguments);
        // What is known, or was so before, is no reason to fail.
        let accepted = arguments.contains(&"--divergences") || arguments.contains(&"--since");
        let expected: &[i32] = if accepted { &[0] } else { &[0, 1, 4] };
        assert!(code.is_some_and(|code| expected.contains(&code)), "cargo xtask verify{command}: exit {code:?}");
        complete_ledgers(folder.path());
    }
}

/// What the README tells a person to do with a proposed ledger.
fn complete_ledgers(folder: &Path) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            let text = std::fs::read_to_string(&path).unwrap();
            std::fs::write(&path, text.replace("reason = \"\"", "reason = \"We can live with it.\"")).unwrap();
        }
    }
}

#[test]
fn every_rule_explained_is_there() {
    let commands = blocks("console\n").into_iter().flat_map(str::lines);
    let commands: Vec<&str> = commands.filter_map(|line| line.strip_prefix("$ cargo xtask rules")).collect();
    assert!(commands.len() >= 2, "{commands:?}");
    for command in commands {
        let (code, _) = suite(root(), "rules", &command.split_whitespace().collect::<Vec<_>>());
        assert_eq!(code, Some(0), "cargo xtask rules{command}");
    }
}

#[test]
fn every_link_leads_somewhere() {
    for (_, after) in README.match_indices("](").map(|(at, mark)| README.split_at(at + mark.len())) {
        let target = after.split(')').next().unwrap();
        let exists = if let Some(heading) = target.strip_prefix('#') {
            README.lines().any(|line| {
                line.starts_with('#') && line.trim_start_matches(['#', ' ']).to_lowercase().replace(' ', "-") == heading
            })
        } else {
            target.starts_with("https://") || root().join(target).exists()
        };
        assert!(exists, "README.md links to {target}");
    }
}

#[test]
fn the_exit_codes_are_those_of_the_code() {
    for code in 0..=7 {
        assert!(README.contains(&format!("\n| {code} | ")), "README.md does not explain exit code {code}");
    }
}
