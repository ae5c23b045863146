//! Servers that are none, or mean harm: what is said, and what is sent to them.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use crate::process::{Said, command, said};

const TOKEN: &str = "canary-token-of-the-account-77";

/// Answers every request with the same bytes, and keeps the heads of requests.
pub(crate) fn server(answer: impl Fn(&str) -> String + Send + 'static) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let heads = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&heads);
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let mut reader = BufReader::new(stream);
            let (mut head, mut length) = (String::new(), 0);
            loop {
                let mut line = String::new();
                if reader.read_line(&mut line).unwrap_or(0) == 0 || line == "\r\n" {
                    break;
                }
                if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                    length = value.trim().parse().unwrap_or(0);
                }
                head.push_str(&line);
            }
            let mut body = vec![0; length];
            let _ = reader.read_exact(&mut body);
            let answer = answer(&head);
            kept.lock().unwrap().push(head);
            let _ = reader.get_mut().write_all(answer.as_bytes());
        }
    });
    (url, heads)
}

pub(crate) fn with(status: &str, headers: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n{headers}\r\n{body}", body.len())
}

fn run(url: &str) -> Said {
    let state = tempfile::tempdir().unwrap();
    let words = ["verify", "--target", "live", "--base-url", url, "--allow-writes", "--rate", "300", "--timeout", "2"];
    let run = said(command(&words, &[TOKEN], state.path()));
    for text in [&run.stdout, &run.stderr] {
        assert!(!text.contains("canary-token"), "{text}");
    }
    run
}

#[test]
fn what_is_not_this_api_is_said_and_nothing_is_created() {
    let json = "Content-Type: application/json\r\n";
    for (answer, words) in [
        (with("200 OK", "Content-Type: text/html\r\n", "<html>Sign in to the hotel</html>"), "a page of HTML"),
        (with("200 OK", json, r#"{"hello":"world"}"#), "JSON without `success`"),
        (with("200 OK", json, ""), "an empty body"),
        (with("404 Not Found", json, r#"{"error":"no such route"}"#), "is the base URL right"),
        (with("500 Internal Server Error", json, "{}"), "the server has failed"),
        ("garbage\r\n\r\n".to_owned(), "nothing answered"),
        (String::new(), "nothing answered"),
    ] {
        let (url, heads) = server(move |_| answer.clone());
        let run = run(&url);
        assert_eq!(run.code, 4, "{words}: {run:?}");
        assert!(run.stderr.contains(words), "{words}: {}", run.stderr);
        assert!(heads.lock().unwrap().iter().all(|head| head.starts_with("GET ")), "{words}");
    }
}

#[test]
fn nothing_is_sent_to_where_a_server_redirects() {
    let (elsewhere, heads) = server(|_| with("200 OK", "", "{}"));
    let target = elsewhere.clone();
    let (url, _) = server(move |_| with("302 Found", &format!("Location: {target}/api/token/\r\n"), ""));
    let run = run(&url);
    assert_eq!(run.code, 4, "{run:?}");
    assert!(run.stderr.contains("redirects"), "{}", run.stderr);
    assert!(heads.lock().unwrap().is_empty());
}

#[test]
fn a_server_that_repeats_the_token_is_not_repeated() {
    let echo = |head: &str| {
        let token =
            head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("authorization: ").map(str::to_owned));
        let token = token.unwrap_or_default();
        let body =
            format!(r#"{{"success":false,"message":"no user has {token} or {}"}}"#, token.replace('-', "\\u002d"));
        with(
            "200 OK",
            &format!("Content-Type: application/json\r\nX-Token: {token}\r\nSet-Cookie: t={token}\r\n"),
            &body,
        )
    };
    let (url, _) = server(echo);
    let run = run(&url);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(!run.stderr.contains("%2Dtoken") && !run.stderr.contains("u002dtoken"), "{}", run.stderr);
}

#[test]
fn what_refuses_connections_or_is_nowhere_is_said() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let refused = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let run_refused = run(&refused);
    assert_eq!(run_refused.code, 4, "{run_refused:?}");
    assert!(run_refused.stderr.contains("nothing answered"), "{}", run_refused.stderr);
    let nowhere = run("https://no-such-host.invalid");
    assert_eq!(nowhere.code, 4, "{nowhere:?}");
}

/// Records without an id cannot be told apart: nothing is created, and what was read is judged.
#[test]
fn a_gateway_whose_records_have_no_id_is_judged_by_what_it_showed() {
    let body = r#"{"success":true,"message":"","data":{"page":1,"page_size":100,"total":1,"items":[{"name":"n","key":"K001**********0001","status":1}]}}"#;
    let answer = with("200 OK", "Content-Type: application/json\r\n", body);
    let (url, heads) = server(move |_| answer.clone());
    let run = run(&url);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.stdout.contains("records without `id`"), "{}", run.stdout);
    assert!(heads.lock().unwrap().iter().all(|head| head.starts_with("GET ")));
}
