//! A live run as the documentation has it: against a sandbox in a process of its own, or the server that the environment
//! names.
//!
//! A server is named by `COMETAPI_LIVE_TESTS=1` with `COMETAPI_BASE_URL` and `COMETAPI_ACCESS_TOKEN`, and written to only with
//! `COMETAPI_LIVE_WRITES=1` beside it: one variable that somebody forgot starts nothing. `COMETAPI_LIVE_REQUESTS` is
//! `--max-requests`, `COMETAPI_LIVE_RATE` is `--rate`. What the run found is printed: see it with `--nocapture`.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

use crate::process::{command, ledgers, said};

/// The server that is looked at, and what a run may do there.
struct Named {
    base_url: String,
    tokens: Vec<String>,
    writes: bool,
    budget: Vec<String>,
    /// A sandbox of ours, where nobody named another.
    served: Option<Child>,
}

impl Drop for Named {
    fn drop(&mut self) {
        if let Some(child) = &mut self.served {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// The server that these variables name, if they do.
fn named(variable: impl Fn(&str) -> Option<String>) -> Option<Named> {
    let is_on = |name: &str| variable(name).as_deref() == Some("1");
    if !is_on("COMETAPI_LIVE_TESTS") {
        return None;
    }
    let needed = |name: &str| variable(name).unwrap_or_else(|| panic!("COMETAPI_LIVE_TESTS=1 needs {name}"));
    let second = variable("COMETAPI_SECOND_ACCESS_TOKEN");
    let flags = [("--max-requests", "COMETAPI_LIVE_REQUESTS"), ("--rate", "COMETAPI_LIVE_RATE")];
    let flags = flags.iter().filter_map(|(flag, name)| Some([(*flag).to_owned(), variable(name)?]));
    Some(Named {
        base_url: needed("COMETAPI_BASE_URL"),
        tokens: std::iter::once(needed("COMETAPI_ACCESS_TOKEN")).chain(second).collect(),
        writes: is_on("COMETAPI_LIVE_WRITES"),
        budget: flags.flatten().collect(),
        served: None,
    })
}

/// A sandbox that is served, and that writes down here what it is asked.
fn sandbox(log: &Path, writes: bool) -> Named {
    let mut serve = Command::new(env!("CARGO_BIN_EXE_contract-tests"));
    serve.args(["serve", "--log"]).stdin(Stdio::null()).stdout(Stdio::piped());
    let mut served = serve.stderr(std::fs::File::create(log).unwrap()).spawn().unwrap();
    let lines = BufReader::new(served.stdout.take().unwrap()).lines().map_while(Result::ok);
    let mut lines: Vec<String> = lines.take_while(|line| !line.starts_with("curl ")).collect();
    lines.iter_mut().for_each(|line| *line = line.trim().to_owned());
    let after = |label: &str| lines.iter().find_map(|line| line.strip_prefix(label)).unwrap().trim().to_owned();
    Named {
        base_url: after("base URL"),
        tokens: vec![after("alice"), after("bob")],
        writes,
        budget: vec!["--rate".to_owned(), "500".to_owned()],
        served: Some(served),
    }
}

/// The verdicts of a report, a line each, and how many there are of each.
fn table(target: &Value) -> String {
    let rules = target["rules"].as_array().unwrap().iter();
    let lines =
        rules.map(|rule| format!("{:<12} {}\n", rule["verdict"].as_str().unwrap(), rule["id"].as_str().unwrap()));
    lines.chain([target["verdicts"].to_string()]).collect()
}

/// Runs it against a server, and gives what is reported of that.
fn verified(server: &Named, state: &Path) -> (i32, Value) {
    let tokens: Vec<&str> = server.tokens.iter().map(String::as_str).collect();
    let mut words = vec!["verify", "--target", "live", "--base-url", &server.base_url, "--json", "-"];
    words.extend(server.budget.iter().map(String::as_str));
    if server.writes {
        words.push("--allow-writes");
    }
    let run = said(command(&words, &tokens, state));
    for token in &tokens {
        assert!(!run.stdout.contains(token) && !run.stderr.contains(token), "the run shows an access token");
    }
    assert!(matches!(run.code, 0 | 1), "{run:?}");
    let target: Value = serde_json::from_str(&run.stdout).unwrap();
    eprintln!("{}\n{}", server.base_url, table(&target));
    assert_eq!(target["left_behind"], json!([]));
    (run.code, target)
}

fn confirmed(target: &Value) -> u64 {
    target["verdicts"]["confirmed"].as_u64().unwrap()
}

#[test]
fn the_server_that_is_named_is_verified_and_left_as_it_was() {
    let state = tempfile::tempdir().unwrap();
    if let Some(server) = named(variable) {
        let (_, target) = verified(&server, state.path());
        assert!(confirmed(&target) > 0, "{target}");
        return;
    }
    let log = state.path().join("log");
    let is_written = || {
        let text = std::fs::read_to_string(&log).unwrap();
        assert!(text.contains("GET /api/token/"), "{text}");
        ["POST", "PUT", "DELETE"].iter().any(|method| text.lines().any(|line| line.starts_with(method)))
    };
    let (code, target) = verified(&sandbox(&log, false), state.path());
    assert!(code == 0 && confirmed(&target) > 10 && !is_written(), "{target}");
    let (code, target) = verified(&sandbox(&log, true), state.path());
    assert!(code == 0 && confirmed(&target) > 70 && is_written(), "{target}");
    assert!(ledgers(state.path()).is_empty());
}

#[test]
fn one_variable_alone_names_no_server_and_allows_no_writes() {
    let all = [
        ("COMETAPI_LIVE_TESTS", "1"),
        ("COMETAPI_LIVE_WRITES", "1"),
        ("COMETAPI_BASE_URL", "https://h"),
        ("COMETAPI_ACCESS_TOKEN", "t"),
    ];
    let with = |edit: fn(&str) -> Option<&'static str>| {
        let value = |name: &str| {
            let given = all.iter().find(|(other, _)| *other == name).map(|(_, value)| *value);
            edit(name).or(given).filter(|value| !value.is_empty()).map(str::to_owned)
        };
        named(value).map(|named| named.writes)
    };
    assert_eq!(with(|_| None), Some(true));
    assert_eq!(with(|name| (name == "COMETAPI_LIVE_TESTS").then_some("")), None);
    assert_eq!(with(|name| (name == "COMETAPI_LIVE_TESTS").then_some("true")), None);
    assert_eq!(with(|name| (name == "COMETAPI_LIVE_WRITES").then_some("")), Some(false));
    assert_eq!(with(|name| (name == "COMETAPI_LIVE_WRITES").then_some("yes")), Some(false));
}
