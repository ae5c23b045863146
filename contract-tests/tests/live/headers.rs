//! Headers that a gateway asks for: on every request, and their values nowhere else.

use sandbox::{Fault, Sandbox};

use crate::hostile::{server, with};
use crate::observed::Observed;
use crate::process::{command, live, said};

const CANARY: &str = "canary-of-the-gate-4711";

#[test]
fn every_request_has_them_and_nothing_shows_their_values() {
    // One that departs, so that reports have requests to show.
    let server = Observed::start(Sandbox::builder().fault(Fault::named("status-ignored").unwrap()));
    let state = tempfile::tempdir().unwrap();
    let gate = format!("X-Gate: {CANARY}");
    let mut words = vec!["--allow-writes", "--rate", "500", "--ledger", "ledger.jsonl", "--header", &gate];
    words.extend(["--header", "New-Api-User: 2", "--second-header", "new-api-user: 3"]);
    words.extend(["--json", "r.json", "--junit", "r.xml", "--markdown", "r.md", "--html", "r.html", "--details"]);
    let run = said(live(&server, 2, state.path(), &words));
    assert_eq!(run.code, 1, "{run:?}");
    let seen = server.seen();
    let mut users = [0, 0];
    for seen in &seen {
        let header = |name: &str| seen.headers.get(name).map(|value| value.to_str().unwrap().to_owned());
        assert_eq!(header("x-gate").as_deref(), Some(CANARY), "{} {}", seen.method, seen.path);
        let is_second = header("authorization").as_deref() == Some(server.token(1).as_str());
        assert_eq!(header("new-api-user").as_deref(), Some(if is_second { "3" } else { "2" }));
        users[usize::from(is_second)] += 1;
    }
    assert!(users[0] > 50 && users[1] > 0, "{users:?}");
    let mut texts = vec![("stdout".into(), run.stdout), ("stderr".into(), run.stderr)];
    for entry in std::fs::read_dir(state.path()).unwrap().flatten().filter(|entry| entry.path().is_file()) {
        texts.push((entry.file_name(), std::fs::read_to_string(entry.path()).unwrap()));
    }
    assert!(texts.len() >= 7, "{:?}", texts.iter().map(|(name, _)| name).collect::<Vec<_>>());
    for (name, text) in &texts {
        assert!(!text.contains(CANARY), "{name:?} shows the value of a header");
    }
    assert!(texts[0].1.contains("-H \"x-gate: $HEADER_X_GATE\""), "{}", texts[0].1);
    assert!(texts[0].1.contains("--header \"x-gate: $HEADER_X_GATE\""), "the command that repeats it");
}

#[test]
fn a_server_that_repeats_their_values_is_not_repeated() {
    let (url, heads) = server(|head| {
        let value = head.lines().find_map(|line| line.strip_prefix("x-gate: ")).unwrap_or_default();
        let body = format!(r#"{{"success":false,"message":"who is {value}, or {}?"}}"#, value.replace('-', "\\u002d"));
        with("200 OK", &format!("Content-Type: application/json\r\nX-Echo: {value}\r\n"), &body)
    });
    let state = tempfile::tempdir().unwrap();
    let gate = format!("X-Gate: {CANARY}");
    let words = ["verify", "--target", "live", "--base-url", &url, "--header", &gate];
    let run = said(command(&words, &["a-token-of-somebody-0001"], state.path()));
    assert_eq!(run.code, 2, "{run:?}");
    assert!(heads.lock().unwrap().iter().any(|head| head.contains(CANARY)));
    for text in [&run.stdout, &run.stderr] {
        assert!(!text.contains("canary-of") && !text.contains("u002dof"), "{text}");
    }
}

/// What gateways of this family answer who want to know the user, too.
#[test]
fn a_gateway_that_wants_the_user_is_told_how() {
    let (url, _) = server(|_| {
        let body = r#"{"success":false,"message":"unauthorized: New-Api-User is missing"}"#;
        with("401 Unauthorized", "Content-Type: application/json\r\n", body)
    });
    let state = tempfile::tempdir().unwrap();
    for job in [&["verify", "--target", "live"][..], &["cleanup"]] {
        let words = [job, &["--base-url", &url]].concat();
        let run = said(command(&words, &["a-token-of-somebody-0001"], state.path()));
        assert_eq!(run.code, 2, "{run:?}");
        assert!(run.stderr.contains("--header 'New-Api-User: ID'"), "{}", run.stderr);
    }
}
