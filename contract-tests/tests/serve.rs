//! `cargo xtask serve` as people use it: what it prints, that the printed line works, how it stops.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking, helpers included")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use sandbox::Fault;
use serde_json::Value;

const BINARY: &str = env!("CARGO_BIN_EXE_contract-tests");

/// A server in a process of its own, killed if a test fails before it is stopped.
struct Served {
    process: Child,
    base_url: String,
    tokens: Vec<String>,
    curl: String,
    greeting: Vec<String>,
}

impl Served {
    fn start(arguments: &[&str]) -> Self {
        let mut process = Command::new(BINARY).arg("serve").args(arguments).stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let mut text = Vec::new();
        while text.last().is_none_or(|line: &String| !line.starts_with("curl ")) {
            text.push(lines.next().unwrap().unwrap());
        }
        let after = |label: &str| {
            let line = text.iter().find(|line| line.trim_start().starts_with(label)).unwrap();
            line.trim_start().strip_prefix(label).unwrap().trim().to_owned()
        };
        let (base_url, tokens) = (after("base URL"), vec![after("alice"), after("bob")]);
        Self { process, base_url, tokens, curl: text.pop().unwrap(), greeting: text }
    }

    /// Sends a request as the printed line does, and gives the body of the answer.
    fn send(&self, method: &str, path: &str, token: &str, body: &str) -> Value {
        let address = self.base_url.strip_prefix("http://").unwrap();
        let mut stream = TcpStream::connect(address).unwrap();
        let length = body.len();
        let head = format!("{method} {path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: {token}\r\n");
        write!(stream, "{head}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        serde_json::from_str(answer.split_once("\r\n\r\n").unwrap().1).unwrap()
    }

    /// Stops it as a terminal or a service manager does, and gives its exit code.
    fn stop(mut self, signal: &str) -> Option<i32> {
        let kill = format!("kill -{signal} {}", self.process.id());
        assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
        self.process.wait().unwrap().code()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn refused(arguments: &[&str]) -> (Option<i32>, String) {
    let Output { status, stderr, stdout } = Command::new(BINARY).arg("serve").args(arguments).output().unwrap();
    assert!(stdout.is_empty());
    (status.code(), String::from_utf8(stderr).unwrap())
}

#[test]
fn a_fault_is_served_and_an_unknown_one_refused() {
    let name = |served: &Served, body: &str| {
        let token = &served.tokens[0];
        served.send("POST", "/api/token/", token, body);
        let listed = served.send("GET", "/api/token/", token, "");
        listed["data"]["items"][0]["name"].as_str().unwrap().to_owned()
    };
    let body = format!(r#"{{"name":"{}","remain_quota":1}}"#, "é".repeat(40));
    assert_eq!(name(&Served::start(&[]), &body).chars().count(), 40);
    let faulty = Served::start(&["--fault", "name-cut-at-50-bytes"]);
    assert_eq!(name(&faulty, &body).chars().count(), 25);
    let says = Fault::named("name-cut-at-50-bytes").unwrap().says;
    assert!(
        faulty.greeting[0].contains("with name-cut-at-50-bytes;") && faulty.greeting[1] == says,
        "{:?}",
        faulty.greeting
    );
    let (code, said) = refused(&["--fault", "no-such-fault"]);
    assert_eq!(code, Some(2));
    assert!(said.contains("no fault or control \"no-such-fault\"") && said.contains("score --list"), "{said}");
    for arguments in
        [["--fault", "status-ignored", "--fault", "ids-as-text"].as_slice(), &["--explain", "--fault", "x"]]
    {
        let (code, said) = refused(arguments);
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains("cannot be used"), "{said}");
    }
}

#[test]
fn the_printed_line_works_and_ctrl_c_stops_it() {
    let served = Served::start(&[]);
    let token = &served.tokens[0];
    assert_eq!(served.curl, format!("curl {}/api/token/ -H \"Authorization: {token}\"", served.base_url));
    let listed = served.send("GET", "/api/token/", token, "");
    assert_eq!(listed["data"]["total"], 0, "{listed}");
    assert_eq!(served.send("GET", "/api/token/", "nobody", "")["success"], false);
    assert_eq!(served.stop("INT"), Some(0));
}

#[test]
fn a_state_file_carries_the_keys_over() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("keys.json");
    let state = ["--state", file.to_str().unwrap()];
    let served = Served::start(&state);
    assert_eq!(served.send("POST", "/api/token/", &served.tokens[1], r#"{"name":"kept"}"#)["success"], true);
    let before = served.send("GET", "/api/token/", &served.tokens[1], "");
    assert_eq!(served.stop("TERM"), Some(0));

    let served = Served::start(&state);
    assert_eq!(served.send("GET", "/api/token/", &served.tokens[1], ""), before);
    assert_eq!(before["data"]["items"][0]["name"], "kept");
    assert_eq!(served.stop("HUP"), Some(0));

    std::fs::write(&file, "{}").unwrap();
    let (code, text) = refused(&state);
    assert_eq!(code, Some(2), "{text}");
    assert!(text.contains("is no state of a sandbox"), "{text}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "{}");
}

#[test]
fn what_cannot_be_served_is_said() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let (code, text) = refused(&["--port", &port]);
    assert_eq!(code, Some(2), "{text}");
    assert!(text.contains(&format!("port {port} of 127.0.0.1 cannot be opened")), "{text}");
    assert!(text.contains("--port N"), "{text}");

    let (code, text) = refused(&["--profile", "new-api-2027"]);
    assert_eq!(code, Some(2), "{text}");
    assert!(text.contains("documented, new-api-2026-07, new-api-2025-04"), "{text}");
}
#[test]
fn a_profile_explains_itself() {
    let explain = |profile: &str| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        let arguments = ["serve", "--explain", "--profile", profile];
        let output = Command::new(BINARY).args(arguments).current_dir(folder).output().unwrap();
        assert!(output.status.success());
        String::from_utf8(output.stdout).unwrap()
    };
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        for profile in ["documented", "new-api-2026-07", "new-api-2025-04"] {
            insta::assert_snapshot!(format!("serve__explain_{profile}"), explain(profile));
        }
    });
}
