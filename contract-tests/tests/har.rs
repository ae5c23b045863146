//! HAR files, ours and other tools', read into traces; and what is said about files that are none.

use std::path::Path;
use std::sync::Arc;

use contract_tests::exchange::{Answer, Credential, Exchange};
use contract_tests::har::{HarError, HarInput, ReadOptions, read};
use contract_tests::operation::Operation;
use contract_tests::trace::Trace;
use serde_json::{Value, json};

const OLD: &str = "new-api-2025-04";
const NEW: &str = "new-api-2026-07";

/// One of our recordings, named as it lies in the repository.
fn recording(deployment: &str, file: &str) -> HarInput {
    let name = format!("contract-tests/recordings/{deployment}/{file}");
    HarInput::named_file(name.as_str(), Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(&name))
}

fn deployment(name: &str) -> Vec<HarInput> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("recordings").join(name);
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|file| file.ends_with(".har"))
        .collect();
    files.sort();
    files.iter().map(|file| recording(name, file)).collect()
}

fn read_one(input: HarInput) -> Trace {
    read(&[input], &ReadOptions::default()).unwrap()
}

fn read_json(har: &Value) -> Trace {
    read_one(HarInput::bytes("foreign.har", har.to_string().into_bytes()))
}

fn error_of(bytes: &[u8]) -> String {
    let outcome: Result<Trace, HarError> = read(&[HarInput::bytes("some.har", bytes)], &ReadOptions::default());
    outcome.unwrap_err().to_string()
}

/// A HAR of these entries and nothing else.
fn har(entries: &Value) -> Value {
    json!({"log": {"version": "1.2", "entries": entries}})
}

/// The least a tool writes for `GET /api/token/7`.
fn entry() -> Value {
    json!({
        "startedDateTime": "2026-01-02T03:04:05.000Z",
        "time": 12.5,
        "request": {"method": "GET", "url": "https://api.cometapi.com/api/token/7", "headers": []},
        "response": {"status": 200, "headers": [], "content": {"text": "{\"success\":true}"}}
    })
}

fn body(exchange: &Exchange) -> &[u8] {
    &exchange.answer.response().unwrap().body
}

mod ours {
    use super::*;

    #[test]
    fn every_exchange_of_both_deployments_is_read_without_a_note() {
        for (name, files, exchanges) in [(OLD, 13, 524), (NEW, 14, 542)] {
            let inputs = deployment(name);
            assert_eq!(inputs.len(), files);
            let trace = read(&inputs, &ReadOptions::default()).unwrap();
            assert_eq!(trace.exchanges.len(), exchanges, "{name}");
            assert_eq!(trace.skipped, 0);
            assert_eq!(trace.clear_secrets, 0);
            assert_eq!(trace.notes, [""; 0]);
            assert!(trace.exchanges.is_sorted_by_key(|exchange| exchange.started));
        }
    }

    #[test]
    fn a_file_says_where_it_comes_from_and_who_sent() {
        let trace = read_one(recording(NEW, "authorisation.har"));
        assert_eq!(trace.provenance.server.as_deref(), Some("new-api main of 2026-07-24"));
        assert_eq!(trace.provenance.recorded_on.as_deref(), Some("2026-11-23"));
        assert_eq!(trace.provenance.origins.len(), 1);
        assert_eq!(&*trace.provenance.files[0], "contract-tests/recordings/new-api-2026-07/authorisation.har");
        let accounts: Vec<_> =
            trace.accounts.iter().map(|account| (account.name.as_str(), account.user_id, account.listed)).collect();
        assert_eq!(accounts, [("alice", Some(2), true), ("bob", Some(3), true)]);
        let count = |credential| trace.exchanges.iter().filter(|e| e.sender.credential == credential).count();
        assert_eq!(count(Credential::Account(1)), 5);
        assert_eq!(count(Credential::Missing), 6);
        assert_eq!(count(Credential::Wrong), 7);
        assert_eq!(count(Credential::Unknown), 0);
        assert_eq!(trace.exchanges.iter().filter(|e| e.sender.bearer).count(), 2);
    }

    #[test]
    fn model_requests_are_sent_by_keys() {
        let trace = read_one(recording(OLD, "model-requests.har"));
        let keys: Vec<usize> = trace
            .exchanges
            .iter()
            .filter(|exchange| exchange.operation == Operation::Models)
            .map(|exchange| match exchange.sender.credential {
                Credential::Key(key) => key,
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(keys.len(), 13);
        assert_eq!(keys.iter().max(), Some(&9));
    }

    #[test]
    fn parallel_exchanges_are_sorted_and_keep_their_place_in_the_file() {
        for name in [OLD, NEW] {
            let trace = read_one(recording(name, "parallel.har"));
            let entries: Vec<usize> = trace.exchanges.iter().map(|exchange| exchange.location.entry).collect();
            assert!(!entries.is_sorted(), "{entries:?}");
            assert!(trace.exchanges.is_sorted_by_key(|exchange| exchange.started));
            assert!(trace.exchanges.windows(2).any(|pair| pair[1].started < pair[0].ended));
        }
    }

    #[test]
    fn a_gap_stands_before_the_exchange_that_follows_it() {
        for name in [OLD, NEW] {
            let trace = read_one(recording(name, "bad-requests.har"));
            let gaps: Vec<&str> = trace.exchanges.iter().filter_map(|e| e.gap_before.as_deref()).collect();
            assert_eq!(gaps, ["an update of the same key and its read-back, whose body was not UTF-8, are left out"]);
        }
    }

    #[test]
    fn base64_bodies_are_decoded() {
        let mut decoded = 0;
        for input in deployment(NEW) {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(&*input.name);
            let file: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
            for exchange in &read_one(input).exchanges {
                if file["log"]["entries"][exchange.location.entry]["response"]["content"]["encoding"] == "base64" {
                    decoded += 1;
                    let json: Value = serde_json::from_slice(body(exchange)).unwrap();
                    assert!(json.is_object());
                }
            }
        }
        assert!(decoded > 0);
    }

    #[test]
    fn only_the_named_server_counts_and_its_path_is_taken_off() {
        let options = |url: &str| ReadOptions { base_url: Some(url.parse().unwrap()) };
        let input = recording(NEW, "lifecycle.har");
        let trace = read(std::slice::from_ref(&input), &options("https://api.cometapi.com")).unwrap();
        assert_eq!((trace.exchanges.len(), trace.skipped), (0, 13));
        let origin = read_one(input.clone()).provenance.origins[0].to_string();
        let trace = read(&[input], &options(&origin)).unwrap();
        assert_eq!((trace.exchanges.len(), trace.skipped), (13, 0));

        let mut below = entry();
        below["request"]["url"] = json!("https://gateway.example/comet/api/token/7?p=1");
        let bytes = har(&json!([below])).to_string().into_bytes();
        let input = HarInput::bytes("below.har", bytes);
        let trace = read(std::slice::from_ref(&input), &options("https://gateway.example/comet/")).unwrap();
        assert_eq!(trace.exchanges[0].request.path, "/api/token/7");
        let trace = read_one(input);
        assert_eq!(trace.skipped, 1);
        assert_eq!(
            trace.notes,
            ["a request for this API lies below another path and is skipped; name its base URL to have it judged \
              (below.har#/log/entries/0)"]
        );
    }
}

mod of_other_tools {
    use super::*;

    #[test]
    fn chrome_with_sanitised_headers() {
        let record = r#"{"success":true,"message":"","data":{"id":7,"key":"abcd**********wxyz"}}"#;
        let trace = read_json(&json!({"log": {
            "version": "1.2",
            "creator": {"name": "WebInspector", "version": "537.36"},
            "pages": [{"startedDateTime": "2026-01-02T03:04:04.900Z", "id": "page_1", "title": "keys", "pageTimings": {}}],
            "entries": [
                {
                    "_initiator": {"type": "script", "stack": {"callFrames": []}}, "_priority": "High",
                    "_resourceType": "fetch", "cache": {}, "connection": "443", "pageref": "page_1",
                    "request": {
                        "method": "GET", "url": "https://api.cometapi.com/api/token/7", "httpVersion": "h3",
                        "headers": [{"name": ":authority", "value": "api.cometapi.com"}, {"name": "accept", "value": "*/*"}],
                        "queryString": [], "cookies": [], "headersSize": -1, "bodySize": 0
                    },
                    "response": {
                        "status": 200, "statusText": "", "httpVersion": "h3",
                        "headers": [{"name": "content-type", "value": "application/json"}], "cookies": [],
                        "content": {"size": record.len(), "mimeType": "application/json", "text": record},
                        "redirectURL": "", "headersSize": -1, "bodySize": -1, "_transferSize": 371, "_error": null
                    },
                    "serverIPAddress": "198.51.100.10", "startedDateTime": "2026-01-02T03:04:05.678Z",
                    "time": 87.5, "timings": {"blocked": 1.5, "dns": -1, "send": 0.2, "wait": 80, "receive": 5.8}
                },
                {
                    "request": {"method": "GET", "url": "https://api.cometapi.com/assets/index.js", "headers": []},
                    "response": {"status": 200, "headers": [], "content": {"size": 10, "text": "key:'value'"}},
                    "startedDateTime": "2026-01-02T03:04:05.000Z", "time": 3
                },
                {
                    "request": {"method": "OPTIONS", "url": "https://api.cometapi.com/api/token/",
                                "headers": [{"name": "Access-Control-Request-Method", "value": "POST"}]},
                    "response": {"status": 204, "headers": [], "content": {"size": 0}},
                    "startedDateTime": "2026-01-02T03:04:05.700Z", "time": 3
                },
                {
                    "request": {"method": "GET", "url": "https://api.cometapi.com/api/token/8", "headers": []},
                    "response": {"status": 0, "statusText": "", "headers": [], "content": {"size": 0},
                                 "_error": "net::ERR_CONNECTION_RESET"},
                    "startedDateTime": "2026-01-02T03:04:06.000Z", "time": 30
                }
            ]
        }}));
        assert_eq!((trace.exchanges.len(), trace.skipped), (2, 2));
        let first = &trace.exchanges[0];
        assert_eq!(first.sender.credential, Credential::Unknown);
        assert_eq!(first.ended.duration_since(first.started).as_micros(), 87_500);
        assert_eq!(body(first), record.as_bytes());
        assert_eq!(first.request.headers.get(":authority"), Some("api.cometapi.com"));
        assert_eq!(trace.provenance.recorded_on.as_deref(), Some("2026-01-02"));
        assert_eq!(&*trace.provenance.origins[0], "https://api.cometapi.com");
        assert!(matches!(&trace.exchanges[1].answer, Answer::Nothing(why) if why == "net::ERR_CONNECTION_RESET"));
        assert_eq!(trace.notes, [""; 0]);
    }

    #[test]
    fn firefox_with_base64_and_a_form() {
        let trace = read_json(&har(&json!([{
            "startedDateTime": "2026-01-02T03:04:05.678+01:00", "time": 10, "_securityState": "secure",
            "request": {
                "bodySize": 9, "method": "POST", "url": "https://api.cometapi.com/api/token/", "httpVersion": "HTTP/2",
                "headers": [{"name": "Content-Type", "value": "application/x-www-form-urlencoded"}],
                "postData": {"mimeType": "application/x-www-form-urlencoded",
                             "params": [{"name": "name", "value": "a b"}, {"name": "n"}], "text": ""}
            },
            "response": {"status": 200, "headers": [],
                         "content": {"mimeType": "application/json", "size": 16, "encoding": "base64",
                                     "text": "eyJzdWNjZXNzIjpmYWxzZX0"}}
        }])));
        let exchange = &trace.exchanges[0];
        assert_eq!(exchange.request.body.as_deref(), Some(&b"name=a+b&n="[..]));
        assert_eq!(body(exchange), br#"{"success":false}"#);
        assert_eq!(exchange.started.to_string(), "2026-01-02T02:04:05.678Z");
    }

    #[test]
    fn charles_and_insomnia_leave_much_out() {
        let mut without_time = entry();
        without_time["startedDateTime"] = json!("yesterday");
        without_time["time"] = json!("soon");
        let mut late = entry();
        late["startedDateTime"] = json!("2026-01-02T04:00:00");
        let mut odd = entry();
        odd["request"]["headers"] = json!({"Accept": "*/*"});
        odd["response"]["headers"] = json!([{"value": "x"}, 7]);
        odd["response"]["status"] = json!("404");
        odd["_contract"] = json!([]);
        let unanswered = json!({"startedDateTime": "2026-01-02T05:00:00Z",
                                "request": {"method": "get", "url": "https://api.cometapi.com/api/token/?p=1&p=2"}});
        let trace = read_json(&har(&json!([late, without_time, odd, unanswered, 7, {}])));
        let order: Vec<usize> = trace.exchanges.iter().map(|exchange| exchange.location.entry).collect();
        assert_eq!(order, [2, 0, 1, 3]);
        assert_eq!(trace.exchanges[0].answer.response().unwrap().status, 404);
        assert_eq!(trace.exchanges[3].request.method, "GET");
        assert_eq!(trace.exchanges[3].request.query.len(), 2);
        assert!(matches!(&trace.exchanges[3].answer, Answer::Nothing(_)));
        assert_eq!(
            trace.notes,
            [
                "an entry is left out: it is not an object (foreign.har#/log/entries/4)",
                "an entry is left out: it has no request with a URL (foreign.har#/log/entries/5)",
                "an entry has no usable time: it counts as ended when it was started (2 times, first foreign.har#/log/entries/1)",
                "an entry keeps its place: its startedDateTime cannot be read (foreign.har#/log/entries/1)",
                "_contract of an entry is ignored: it is not an object (foreign.har#/log/entries/2)",
                "request.headers are ignored: they are not an array (foreign.har#/log/entries/2)",
                "a response header is ignored: it has no name (foreign.har#/log/entries/2)",
            ]
        );
    }

    #[test]
    fn accounts_are_told_apart_without_a_list_and_no_token_is_wrong() {
        let with = |value: Option<&str>, path: &str| {
            let mut entry = entry();
            entry["request"]["url"] = json!(format!("https://api.cometapi.com{path}"));
            if let Some(value) = value {
                entry["request"]["headers"] = json!([{"name": "authorization", "value": value}]);
            }
            entry
        };
        let trace = read_json(&har(&json!([
            with(Some("first-token-of-somebody"), "/api/token/"),
            with(Some("Bearer first-token-of-somebody"), "/api/token/"),
            with(Some("bearer first-token-of-somebody"), "/api/token/"),
            with(Some(""), "/api/token/"),
            with(None, "/api/token/"),
            with(Some("[REDACTED]"), "/api/token/"),
            with(Some("Bearer sk-first-key-of-somebody"), "/v1/models"),
            with(Some("Bearer first-key-of-somebody"), "/v1/models"),
        ])));
        let senders: Vec<_> =
            trace.exchanges.iter().map(|exchange| (exchange.sender.credential, exchange.sender.bearer)).collect();
        assert_eq!(
            senders,
            [
                (Credential::Account(0), false),
                (Credential::Account(0), true),
                (Credential::Account(1), false),
                (Credential::Unknown, false),
                (Credential::Unknown, false),
                (Credential::Unknown, false),
                (Credential::Key(0), true),
                (Credential::Key(0), true),
            ]
        );
        assert_eq!(trace.accounts[1].name, "account 2");
        assert!(trace.accounts.iter().all(|account| !account.listed));
        assert_eq!(trace.clear_secrets, 2);
        assert_eq!(trace.notes, ["2 secrets in clear replaced in memory"]);
    }

    #[test]
    fn a_list_with_an_account_without_token_makes_no_token_wrong() {
        let mut file = har(&json!([entry()]));
        file["log"]["entries"][0]["request"]["headers"] = json!([{"name": "Authorization", "value": "some-token"}]);
        file["log"]["_contract"] = json!({"server": 7, "accounts": {"alice": {"user_id": 1}, "bob": []}});
        let trace = read_json(&file);
        assert_eq!(trace.exchanges[0].sender.credential, Credential::Account(0));
        assert_eq!(trace.notes.len(), 3, "{:?}", trace.notes);
        file["log"]["_contract"] = json!({"accounts": {"alice": {"user_id": 1, "access_token": "another-token"}}});
        let trace = read_json(&file);
        assert_eq!(trace.exchanges[0].sender.credential, Credential::Wrong);
    }

    #[test]
    fn a_body_that_the_file_does_not_hold_is_never_judged() {
        let mut update = entry();
        update["request"]["method"] = json!("PUT");
        update["request"]["url"] = json!("https://api.cometapi.com/api/token/");
        update["request"]["bodySize"] = json!(20);
        let mut read_back = entry();
        read_back["response"]["content"] = json!({"size": 300, "mimeType": "application/json"});
        let mut broken = entry();
        broken["response"]["content"] = json!({"text": "%%%", "encoding": "base64"});
        let trace = read_json(&har(&json!([read_back, entry(), update, broken, entry()])));
        let gaps: Vec<_> = trace.exchanges.iter().map(|e| (e.location.entry, e.gap_before.is_some())).collect();
        assert_eq!(gaps, [(1, false), (4, true)]);
        assert_eq!(trace.notes.len(), 3, "{:?}", trace.notes);
    }

    #[test]
    fn our_own_members_carry_what_har_cannot() {
        let mut put = entry();
        put["request"]["method"] = json!("POST");
        put["request"]["url"] = json!("https://api.cometapi.com/api/token/");
        put["_contract"] = json!({"body_base64": {"request": "/w==", "response": "/v8="}});
        let mut timed_out = entry();
        timed_out["_contract"] = json!({"error": "timeout after 10 s"});
        let trace = read_json(&har(&json!([put, timed_out])));
        assert_eq!(trace.exchanges[0].request.body.as_deref(), Some(&[0xff][..]));
        assert_eq!(body(&trace.exchanges[0]), [0xfe, 0xff]);
        assert!(matches!(&trace.exchanges[1].answer, Answer::Nothing(why) if why == "timeout after 10 s"));
    }

    #[test]
    fn a_byte_order_mark_and_lone_surrogates_do_no_harm() {
        let text = har(&json!([entry()])).to_string();
        let trace = read_one(HarInput::bytes("bom.har", format!("\u{feff}{text}").into_bytes()));
        assert_eq!(trace.exchanges.len(), 1);
        let text = text.replace("{\\\"success\\\":true}", "\\ud83d\\ude00 \\ud800 \\udc00\\\\ud800");
        let trace = read_one(HarInput::bytes("surrogates.har", text.into_bytes()));
        assert_eq!(body(&trace.exchanges[0]), "\u{1f600} \u{fffd} \u{fffd}\\ud800".as_bytes());
    }

    #[test]
    fn several_files_make_one_trace_in_order_of_time() {
        let at = |time: &str| {
            let mut entry = entry();
            entry["startedDateTime"] = json!(time);
            har(&json!([entry])).to_string().into_bytes()
        };
        let inputs = [
            HarInput::bytes("b.har", at("2026-01-02T03:04:06Z")),
            HarInput::bytes("a.har", at("2026-01-02T03:04:05Z")),
            HarInput::bytes("c.har", at("2026-01-02T03:04:06Z")),
        ];
        let trace = read(&inputs, &ReadOptions::default()).unwrap();
        let files: Vec<Arc<str>> = trace.exchanges.iter().map(|e| Arc::clone(&e.location.file)).collect();
        assert_eq!(files, ["a.har".into(), "b.har".into(), Arc::<str>::from("c.har")]);
    }

    #[test]
    fn nothing_of_this_api_is_an_empty_trace() {
        assert!(read_json(&har(&json!([]))).exchanges.is_empty());
        let mut other = entry();
        other["request"]["url"] = json!("https://api.cometapi.com/api/user/self");
        let trace = read_json(&har(&json!([other])));
        assert_eq!((trace.exchanges.len(), trace.skipped), (0, 1));
    }
}

mod unreadable {
    use super::*;

    #[test]
    fn each_kind_of_bad_file_is_named_with_what_to_do() {
        let next = "export the recording as a HAR file";
        let cases: [(&[u8], String); 9] = [
            (b"", "some.har: is empty\n  next: export the recording again".to_owned()),
            (b" \n", "some.har: is empty\n  next: export the recording again".to_owned()),
            (
                b"{\"log\":\n {\"entries\": [",
                "some.har: is cut off: unexpected end at line 2, column 14\n  next: copy or export the recording \
                 again, the file is not complete"
                    .to_owned(),
            ),
            (
                b"openapi: 3.0.3",
                format!("some.har: is not JSON: expected value at line 1, column 1\n  next: {next} (HAR 1.2 is JSON)"),
            ),
            (
                b"{\"log\": {\"entries\": []}} x",
                format!(
                    "some.har: is not JSON: trailing characters at line 1, column 26\n  next: {next} (HAR 1.2 is JSON)"
                ),
            ),
            (
                b"{\"openapi\": \"3.0.3\"}",
                "some.har: is JSON without log.entries: there is no log\n  next: give a HAR 1.2 file, as browsers and \
                 proxies export it"
                    .to_owned(),
            ),
            (
                b"{\"log\": {\"entries\": {}}}",
                "some.har: is JSON without log.entries: log.entries is not an array\n  next: give a HAR 1.2 file, as \
                 browsers and proxies export it"
                    .to_owned(),
            ),
            (
                b"\xff\xfe{\0",
                "some.har: is not UTF-8 at byte 0: it seems to be UTF-16\n  next: export the recording as a HAR file, \
                 which is JSON in UTF-8"
                    .to_owned(),
            ),
            (
                b"{\"log\": \"\xff\"}",
                "some.har: is not UTF-8 at byte 9\n  next: export the recording as a HAR file, which is JSON in UTF-8"
                    .to_owned(),
            ),
        ];
        for (bytes, expected) in cases {
            assert_eq!(error_of(bytes), expected);
        }
    }

    #[test]
    fn a_missing_file_is_named() {
        let error = read(&[HarInput::file("no/such.har")], &ReadOptions::default()).unwrap_err().to_string();
        assert!(error.starts_with("no/such.har: cannot be read: No such file"), "{error}");
        assert!(error.ends_with("next: check the path and its permissions"), "{error}");
    }

    #[test]
    fn however_deeply_a_file_is_nested_nothing_overflows() {
        let deep = "[".repeat(1_000_000);
        assert!(error_of(deep.as_bytes()).contains("is cut off"));
        let deep = format!("{}{}", "[".repeat(1_000_000), "]".repeat(1_000_000));
        assert!(error_of(deep.as_bytes()).contains("it is not an object"));
        let mut ignored = entry();
        ignored["response"]["content"]["text"] = json!(deep);
        assert_eq!(read_json(&har(&json!([ignored]))).exchanges.len(), 1);
        let text = har(&json!([entry()])).to_string().replace("\"time\":12.5", &format!("\"time\":12.5,\"_x\":{deep}"));
        assert_eq!(read_one(HarInput::bytes("deep.har", text.into_bytes())).exchanges.len(), 1);
    }

    #[test]
    fn a_file_cut_off_anywhere_is_an_error_that_names_it() {
        let mut escaped = entry();
        escaped["comment"] = json!("é \u{1f600} \" \\ \n");
        let whole = har(&json!([escaped, entry()])).to_string().into_bytes();
        for length in 0..whole.len() {
            let error = error_of(&whole[..length]);
            assert!(error.starts_with("some.har: is "), "{length}: {error}");
            assert!(length == 0 || error.contains("cut off"), "{length}: {error}");
        }
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("recordings").join(NEW).join("lifecycle.har");
        let recorded = std::fs::read(path).unwrap();
        let recorded = recorded.trim_ascii_end();
        for length in (0..recorded.len()).step_by(509) {
            assert!(error_of(&recorded[..length]).starts_with("some.har: is "));
        }
    }
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_the_reader_panic(at in 0_usize..2_000, put in proptest::collection::vec(proptest::num::u8::ANY, 0..8)) {
        let mut bytes = har(&json!([entry(), entry()])).to_string().into_bytes();
        let at = at.min(bytes.len());
        let end = (at + put.len()).min(bytes.len());
        bytes.splice(at..end, put);
        let _ = read(&[HarInput::bytes("some.har", bytes)], &ReadOptions::default());
    }
}
