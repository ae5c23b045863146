//! Proxies that the environment names: asked on the way to other machines, never on the way to this one.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use sandbox::Sandbox;

use crate::observed::Observed;
use crate::process::{command, live, said};

const TOKEN: &str = "canary-token-of-the-account-77";

/// Something that refuses to be a proxy, and keeps the lines it was asked with.
fn proxy() -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let lines = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&lines);
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let mut reader = BufReader::new(stream);
            for line in (&mut reader).lines().map_while(Result::ok).take_while(|line| !line.is_empty()) {
                kept.lock().unwrap().push(line);
            }
            let _ = reader.get_mut().write_all(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
        }
    });
    (url, lines)
}

const VARIABLES: [&str; 6] = ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

#[test]
fn on_the_way_to_this_machine_none_is_asked() {
    let (url, lines) = proxy();
    let server = Observed::start(Sandbox::builder());
    let state = tempfile::tempdir().unwrap();
    let mut command = live(&server, 1, state.path(), &[]);
    command.envs(VARIABLES.map(|name| (name, url.as_str())));
    let run = said(command);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(*lines.lock().unwrap(), [""; 0]);
}

#[test]
fn on_the_way_to_another_it_is_asked_for_that_and_learns_nothing_else() {
    for name in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"] {
        let (url, lines) = proxy();
        let state = tempfile::tempdir().unwrap();
        let words =
            ["verify", "--target", "live", "--base-url", "https://gateway.test", "--header", "X-Gate: s3cret-gate"];
        let mut command = command(&words, &[TOKEN], state.path());
        for variable in VARIABLES.iter().chain(&["NO_PROXY", "no_proxy"]) {
            command.env_remove(variable);
        }
        command.env(name, &url);
        let run = said(command);
        assert_eq!(run.code, 4, "{run:?}");
        assert!(run.stderr.contains("the proxy did not let it through"), "{}", run.stderr);
        let lines = lines.lock().unwrap().join("\n");
        assert!(lines.starts_with("CONNECT gateway.test:443 HTTP/1.1"), "{lines}");
        assert!(!lines.contains("canary") && !lines.contains("s3cret"), "{lines}");
    }
}

#[test]
fn a_host_that_no_proxy_names_is_asked_straight() {
    let (url, lines) = proxy();
    let state = tempfile::tempdir().unwrap();
    let words = ["verify", "--target", "live", "--base-url", "https://gateway.test"];
    let mut command = command(&words, &[TOKEN], state.path());
    command.env_remove("no_proxy").envs([("HTTPS_PROXY", url.as_str()), ("NO_PROXY", "gateway.test")]);
    let run = said(command);
    assert_eq!(run.code, 4, "{run:?}");
    assert!(run.stderr.contains("its name is not known (DNS)"), "{}", run.stderr);
    assert_eq!(*lines.lock().unwrap(), [""; 0]);
}
