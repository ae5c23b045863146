//! What browsers, proxies and HTTP clients write.

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
            (Credential::Account(0), true),
            (Credential::Unknown, false),
            (Credential::Unknown, false),
            (Credential::Unknown, false),
            (Credential::Key(0), true),
            (Credential::Key(0), true),
        ]
    );
    assert_eq!(trace.accounts[0].name, "account 1");
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
