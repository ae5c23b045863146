//! What cannot be run is refused with what to do, and nothing is sent.

use sandbox::Sandbox;

use crate::observed::Observed;
use crate::process::{command, live, said};

#[test]
fn wrong_words_are_refused_before_anything_is_sent() {
    let server = Observed::start(Sandbox::builder());
    let state = tempfile::tempdir().unwrap();
    let url = server.base_url.as_str();
    let with_path = format!("{url}/api/token/");
    let with_query = format!("{url}/?x=1");
    let with_credentials = url.replace("http://", "http://user:hunter2-secret@");
    let target = ["verify", "--target", "live"];
    for (words, expected) in [
        (vec![], "needs its base URL"),
        (vec!["--base-url", &with_path], "without /api/token"),
        (vec!["--base-url", &with_query], "it has a query"),
        (vec!["--base-url", &with_credentials], "it holds credentials"),
        (vec!["--base-url", "http://api.cometapi.example"], "use https"),
        (vec!["--base-url", "htps://api.cometapi.example"], "https://"),
        (vec!["--base-url", url, "--header", "no-header-hunter2-secret"], "--header: it is no header"),
        (vec!["--base-url", url, "--header", "Host: hunter2-secret"], "--header: host is a header that requests have"),
        (vec!["--base-url", url, "--second-header", "X-Gate: hunter2-secret"], "no token of one is given"),
        (vec!["--base-url", url, "--ca-file", "no-such-file"], "--ca-file no-such-file: it cannot be read"),
        (vec!["--base-url", url, "--rate", "0"], "--rate"),
        (vec!["--base-url", url, "--max-requests", "1"], "--max-requests"),
        (vec!["--base-url", url, "--unlimited", "--rate", "5"], "--unlimited"),
        (vec!["--base-url", url, "--profile", "documented"], "--profile"),
    ] {
        let words: Vec<&str> = target.iter().copied().chain(words).collect();
        let run = said(command(&words, &["a-token-of-somebody-0001"], state.path()));
        assert_eq!(run.code, 2, "{words:?}: {run:?}");
        assert!(run.stderr.contains(expected), "{words:?}: {}", run.stderr);
        assert!(!run.stderr.contains("hunter2-secret"), "{}", run.stderr);
    }
    for (token, expected) in
        [("", "no access token"), ("two words", "COMETAPI_ACCESS_TOKEN"), ("line\nfeed", "COMETAPI_ACCESS_TOKEN")]
    {
        let words = ["verify", "--target", "live", "--base-url", url];
        let run = said(command(&words, &[token], state.path()));
        assert_eq!(run.code, 2, "{token:?}: {run:?}");
        assert!(run.stderr.contains(expected), "{token:?}: {}", run.stderr);
    }
    for words in [["verify", "--allow-writes"], ["verify", "--unlimited"]] {
        let run = said(command(&words, &[], state.path()));
        assert_eq!(run.code, 2, "{run:?}");
        assert!(run.stderr.contains("--target live"), "{}", run.stderr);
    }
    assert!(server.seen().is_empty());
}

#[test]
fn a_token_that_is_not_accepted_is_said_and_not_shown() {
    let server = Observed::start(Sandbox::builder());
    let state = tempfile::tempdir().unwrap();
    let words = ["verify", "--target", "live", "--base-url", &server.base_url, "--allow-writes"];
    let run = said(command(&words, &["a-token-of-nobody-0001"], state.path()));
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.stderr.contains("the access token is not accepted"), "{}", run.stderr);
    assert!(!run.stderr.contains("a-token-of-nobody-0001"));
    assert!(server.seen().iter().all(|seen| !seen.is_write()));
}

#[test]
fn without_a_ledger_nothing_is_created() {
    let server = Observed::start(Sandbox::builder());
    let state = tempfile::tempdir().unwrap();
    let there = state.path().join("there");
    std::fs::write(&there, "something").unwrap();
    for ledger in [there.to_str().unwrap(), "/proc/no/such/place", "/dev/null/x"] {
        let words = ["--rate", "300", "--allow-writes", "--ledger", ledger];
        let run = said(live(&server, 1, state.path(), &words));
        assert_eq!(run.code, 2, "{ledger}: {run:?}");
        assert!(run.stderr.contains("the ledger") && run.stderr.contains("--ledger FILE"), "{}", run.stderr);
    }
    assert_eq!(std::fs::read_to_string(there).unwrap(), "something");
    assert!(server.seen().iter().all(|seen| !seen.is_write()));
}
