//! Answers of every odd kind, and what the client says of each.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::calls::{Call, example};

/// An accepted get with the key's value as canary, changed by replacing text.
fn record(from: &str, to: &str) -> Vec<u8> {
    let text = example(Call::Get).to_string();
    assert!(text.contains(from), "{text}");
    text.replacen(from, to, 1).into_bytes()
}

fn plain() -> String {
    example(Call::Get).to_string()
}

/// The values of a record in the order that our type has its members in.
fn in_order() -> Value {
    example(Call::Get)["data"].as_object().unwrap().values().cloned().collect()
}

fn utf_16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn gzip() -> Vec<u8> {
    // `{}` as gzip writes it.
    let mut bytes = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];
    bytes.extend([0xab, 0xae, 5, 0, 0x43, 0xbf, 0xa6, 0xa3, 2, 0, 0, 0]);
    bytes
}

const HTML: &str = "<!DOCTYPE html><html><body>COMETAPI_KEY bad gateway</body></html>";
const JSON: (&str, &str) = ("content-type", "application/json");

type Case = (&'static str, u16, Vec<(&'static str, &'static str)>, Vec<u8>);

fn texts() -> Vec<(&'static str, Vec<u8>)> {
    let mark = [b"\xef\xbb\xbf".as_slice(), plain().as_bytes()].concat();
    vec![
        ("as the pages show it", plain().into()),
        ("empty", Vec::new()),
        ("white space", b" \n".to_vec()),
        ("HTML", HTML.into()),
        ("byte order mark", mark),
        ("trailing text", (plain() + "COMETAPI_KEY").into()),
        ("trailing white space", (plain() + "\r\n \t").into()),
        ("two answers", plain().repeat(2).into()),
        ("UTF-16", utf_16(&plain())),
        ("Latin-1", [b"{\"success\":false,\"message\":\"d\xe9sol\xe9\"}".as_slice()].concat()),
        (
            "Latin-1 in an accepted answer",
            record("production", "PLACE").iter().flat_map(|&b| if b == b'P' { vec![0xe9] } else { vec![b] }).collect(),
        ),
        ("half a surrogate pair", record("production", r"\ud83d")),
        ("a line feed in a string", record("production", "pro\nduction")),
        ("NUL in a string", record("production", "pro\0duction")),
        ("NaN", record("1766102400", "NaN")),
        ("Infinity", record("1766102400", "-Infinity")),
        ("an integer with an exponent", record("1766102400", "1e3")),
        ("an integer with a fraction", record("1766102400", "1766102400.0")),
        ("an integer beyond 64 bits", record("1766102400", "9223372036854775808")),
        ("an integer far beyond", record("1766102400", "1e999")),
        ("the largest integer", record("1766102400", "9223372036854775807")),
        ("the smallest integer", record("1766102400", "-9223372036854775808")),
        ("minus zero", record("1766102400", "-0")),
        ("a leading zero", record("1766102400", "01766102400")),
        ("a plus sign", record("1766102400", "+1")),
        ("single quotes", plain().replace('"', "'").into()),
        ("a comment", (plain() + "// COMETAPI_KEY").into()),
        ("a comma too many", record("\"data\":{", "\"data\":{,")),
        ("a status of two digits", record(r#""status":1"#, r#""status":99"#)),
        ("a status beyond 32 bits", record(r#""status":1"#, r#""status":4294967297"#)),
        (
            "a record within a record",
            record(r#""name":"production""#, &format!(r#""name":{}"#, example(Call::Get)["data"])),
        ),
        ("null where it is allowed", record(r#""allow_ips":null"#, r#""allow_ips":null"#)),
        ("null where it is not", record(r#""name":"production""#, r#""name":null"#)),
        ("a member twice", record(r#""name":"production""#, r#""name":"production","name":"production""#)),
        ("an unknown member twice", record(r#""name":"production""#, r#""name":"production","x":1,"x":2"#)),
        ("deep nesting as the whole", "[".repeat(200_000).into()),
        (
            "deep nesting as the data",
            format!(r#"{{"success":true,"message":"","data":{}{}}}"#, "[".repeat(100_000), "]".repeat(100_000)).into(),
        ),
        ("deep nesting in a known member", record("null", &format!("{}{}", "[".repeat(100_000), "]".repeat(100_000)))),
        (
            "deep nesting in an unknown member",
            record(r#""name":"#, &format!(r#""x":{}{},"name":"#, "[".repeat(100_000), "]".repeat(100_000))),
        ),
        (
            "deep nesting cut off in an unknown member",
            record(r#""name":"#, &format!(r#""x":{}"#, r#"{"a":"#.repeat(100_000))),
        ),
        ("an array", b"[]".to_vec()),
        ("a string", br#""COMETAPI_KEY""#.to_vec()),
        ("null", b"null".to_vec()),
        ("another key", record(r#""id":1234"#, r#""id":1235"#)),
        ("a page instead of a key", example(Call::List).to_string().into()),
        ("an array instead of a key", br#"{"success":true,"message":"","data":[]}"#.to_vec()),
        ("an envelope as an array", format!(r#"[true,"",{}]"#, example(Call::Get)["data"]).into()),
        ("a key as an array of its values", format!(r#"{{"success":true,"message":"","data":{}}}"#, in_order()).into()),
        ("no data", br#"{"success":true,"message":""}"#.to_vec()),
        ("data null", br#"{"success":true,"message":"","data":null}"#.to_vec()),
        ("an error of another API", br#"{"error":{"message":"COMETAPI_KEY","code":7}}"#.to_vec()),
        ("refused", br#"{"success":false,"message":"token name is too long"}"#.to_vec()),
        ("refused with data null", br#"{"success":false,"message":"no","data":null}"#.to_vec()),
        ("refused with data of any kind", br#"{"data":{"id":"COMETAPI_KEY"},"success":false,"message":"no"}"#.to_vec()),
        ("refused without a message", br#"{"success":false}"#.to_vec()),
        ("refused in three lines", br#"{"success":false,"message":"a\nb\u001b[2J\u202ec"}"#.to_vec()),
        ("success is a string", br#"{"success":"true","message":""}"#.to_vec()),
        ("success is null", br#"{"success":null,"message":""}"#.to_vec()),
        ("success is 1", br#"{"success":1,"message":""}"#.to_vec()),
    ]
}

fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = texts().into_iter().map(|(name, body)| (name, 200, vec![JSON], body)).collect();
    let refused = || br#"{"success":false,"message":"no"}"#.to_vec();
    cases.extend([
        ("of type text/html", 200, vec![("content-type", "text/html")], plain().into()),
        ("of no type", 200, vec![], plain().into()),
        ("said to be Latin-1", 200, vec![("content-type", "application/json; charset=iso-8859-1")], plain().into()),
        ("gzip, which was not asked for", 200, vec![JSON, ("content-encoding", "gzip")], gzip()),
        ("created", 201, vec![JSON], plain().into()),
        ("created, refused", 201, vec![JSON], refused()),
        ("no content", 204, vec![], Vec::new()),
        ("partial content", 206, vec![JSON], plain().into()),
        ("see other", 303, vec![("location", "https://COMETAPI_KEY.example/")], Vec::new()),
        ("not modified", 304, vec![], Vec::new()),
        ("bad request, refused", 400, vec![JSON], refused()),
        ("bad request, HTML", 400, vec![], HTML.into()),
        ("unauthorized", 401, vec![], Vec::new()),
        ("unauthorized, refused", 401, vec![JSON], refused()),
        ("unauthorized, HTML", 401, vec![], HTML.into()),
        ("forbidden", 403, vec![JSON], br#"{"error":"COMETAPI_KEY"}"#.to_vec()),
        ("not found, accepted", 404, vec![JSON], plain().into()),
        ("throttled", 429, vec![], Vec::new()),
        ("throttled for a while", 429, vec![("retry-after", "17"), JSON], refused()),
        ("throttled until a date", 429, vec![("retry-after", "Wed, 21 Oct 2026 07:28:00 GMT")], HTML.into()),
        ("server fault", 500, vec![JSON], refused()),
        ("bad gateway, HTML", 502, vec![], HTML.into()),
        ("unavailable", 503, vec![("retry-after", "9")], Vec::new()),
        ("gateway timeout", 504, vec![], Vec::new()),
        ("a status that nobody knows", 599, vec![], Vec::new()),
    ]);
    cases
}

fn said(outcome: &Result<Value, cometapi_keys::Error>) -> String {
    match outcome {
        Ok(Value::Null) => "done".to_owned(),
        Ok(read) => format!("read, {} members", read.as_object().unwrap().len()),
        Err(error) => {
            let again = if error.is_retryable() { ", retryable" } else { "" };
            format!("{:?}{again}: {error}", error.kind())
        }
    }
}

/// The documented outcome of every odd answer to a get, in one place to read.
#[test]
fn every_odd_answer_has_its_outcome() {
    let mut table = String::new();
    for (name, status, headers, body) in cases() {
        let mut answer = http::Response::builder().status(status);
        for (name, value) in headers {
            answer = answer.header(name, value);
        }
        let outcome = Call::Get.answered(1234, answer.body(body).unwrap());
        if let Err(error) = &outcome {
            crate::calls::assert_shows(error, "COMETAPI_KEY", false);
        }
        writeln!(table, "{name} ({status})\n    {}", said(&outcome)).unwrap();
    }
    insta::with_settings!({omit_expression => true, prepend_module_to_snapshot => false, snapshot_path => "../snapshots"}, {
        insta::assert_snapshot!("answers-odd", table);
    });
}

/// A write that may have been done is never said to be retryable, and reads name their operation.
#[test]
fn every_operation_tells_its_own_name() {
    for call in Call::ALL {
        for status in [200, 204, 301, 401, 404, 429, 500] {
            let error =
                call.answered(1234, http::Response::builder().status(status).body(Vec::new()).unwrap()).unwrap_err();
            let name = format!("{call:?}").to_lowercase();
            assert!(error.to_string().contains(&name), "{error}");
            let reads = matches!(call, Call::List | Call::Get);
            assert_eq!(error.is_retryable(), reads && [429, 500].contains(&status), "{error}");
        }
    }
}

/// What serde derives would take each of them.
#[test]
fn an_array_is_no_page_and_no_key() {
    let page = |data: Value| json!({"success": true, "message": "", "data": data});
    let cases = [
        (page(json!([[], 1, 20, 0])), "data"),
        (page(json!({"page": 1, "page_size": 20, "total": 1, "items": [in_order()]})), "data.items[0]"),
        (json!([true, "", {"page": 1, "page_size": 20, "total": 0, "items": []}]), "."),
    ];
    for (answer, place) in cases {
        let outcome = Call::List.reads(1, answer.to_string());
        let is_told = |path: &str, problem: &str| path == place && problem == "expected an object";
        assert!(
            matches!(&outcome, Err(cometapi_keys::Error::Malformed { path, problem, .. }) if is_told(path, problem)),
            "{outcome:?}"
        );
    }
}

/// The largest page there is, and a page of many more keys than a page holds.
#[test]
fn large_pages_are_read_whole() {
    let record = example(Call::Get)["data"].clone();
    for count in [100, 10_000] {
        let items = vec![record.clone(); count];
        let answer = json!({"success": true, "message": "", "data": {"page": 1, "page_size": 100, "total": count, "items": items}});
        let read = Call::List.reads(1, answer.to_string()).unwrap();
        assert_eq!(read["items"].as_array().unwrap().len(), count);
    }
}
