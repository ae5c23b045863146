//! Secrets never reach a trace, wherever they stand in a file, and everything else stays as it was.

#![expect(clippy::unwrap_used, reason = "in a test a panic is how it fails")]

use std::path::Path;

use contract_tests::har::{HarInput, ReadOptions, read};
use contract_tests::redaction::{Redactor, is_redacted, mask_lookalikes};
use contract_tests::trace::Trace;
use serde_json::{Value, json};

/// With the characters base64 has, so that JSON, URLs and forms write it in several ways.
const TOKEN: &str = "cAnArY/tOkEn+0123456789==";
const KEY: &str = "cAnArYkEy0123456789abcdefABCDEF0123456789abcdefAB";

fn lifecycle() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("recordings/new-api-2025-04/lifecycle.har");
    let mut har: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    har["log"]["entries"].as_array_mut().unwrap().truncate(3);
    har["log"].as_object_mut().unwrap().remove("creator");
    har
}

fn trace(har: &Value) -> Trace {
    read(&[HarInput::bytes("canary.har", har.to_string().into_bytes())], &ReadOptions::default()).unwrap()
}

/// The pointers of all strings.
fn positions(value: &Value, pointer: &str, found: &mut Vec<String>) {
    match value {
        Value::String(_) => found.push(pointer.to_owned()),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                positions(item, &format!("{pointer}/{index}"), found);
            }
        }
        Value::Object(members) => {
            for (name, member) in members {
                positions(member, &format!("{pointer}/{name}"), found);
            }
        }
        _ => {}
    }
}

/// All files that have that text in one more position than the base: each string of the file, each string of the
/// JSON in its bodies, each member name in those.
fn planted(base: &Value, text: &str) -> Vec<(String, Value)> {
    let mut found = Vec::new();
    positions(base, "", &mut found);
    let mut files = Vec::new();
    for pointer in found {
        let put = |text: String| {
            let mut har = base.clone();
            *har.pointer_mut(&pointer).unwrap() = Value::String(text);
            har
        };
        files.push((pointer.clone(), put(text.to_owned())));
        let inner = base.pointer(&pointer).and_then(Value::as_str).filter(|_| pointer.ends_with("/text"));
        let Some(Ok(inner)) = inner.map(serde_json::from_str::<Value>) else { continue };
        let mut within = Vec::new();
        positions(&inner, "", &mut within);
        for inner_pointer in within {
            let mut body = inner.clone();
            *body.pointer_mut(&inner_pointer).unwrap() = Value::from(text);
            files.push((format!("{pointer} {inner_pointer}"), put(body.to_string())));
            let (parent, name) = inner_pointer.rsplit_once('/').unwrap();
            let mut body = inner.clone();
            if let Some(members) = body.pointer_mut(parent).unwrap().as_object_mut() {
                let member = members.remove(name).unwrap();
                members.insert(text.to_owned(), member);
                files.push((format!("name of {pointer} {inner_pointer}"), put(body.to_string())));
            }
        }
    }
    files
}

/// A file in which both canaries stand where their position gives them away: a header and an account, a member.
fn identified() -> Value {
    let mut har = lifecycle();
    har["log"]["entries"].as_array_mut().unwrap().truncate(2);
    har["log"]["entries"][1]["_contract"] = json!({"gap_before": "a restart"});
    har["log"]["_contract"]["accounts"]["carol"] = json!({"user_id": 9, "access_token": TOKEN});
    let mut lost = har["log"]["entries"][0].clone();
    lost["_contract"] = json!({"error": "timeout"});
    har["log"]["entries"].as_array_mut().unwrap().push(lost);
    let mut request = har["log"]["entries"][0].clone();
    request["request"]["headers"] = json!([{"name": "Authorization", "value": TOKEN}]);
    request["request"]["url"] = json!("http://127.0.0.1:3391/api/token/7");
    request["response"]["content"] = json!({"text": json!({"success": true, "data": {"key": KEY}}).to_string()});
    har["log"]["entries"].as_array_mut().unwrap().push(request);
    har
}

fn assert_clean(trace: &Trace, canary: &str, at: &str) {
    let shown = format!("{trace:?}");
    let folded = shown.to_lowercase();
    assert!(!folded.contains(&canary.to_lowercase()), "{canary} in another case at {at}");
    let json = Value::from(canary).to_string();
    let percent: String = url::form_urlencoded::byte_serialize(canary.as_bytes()).collect();
    for form in [canary, json.trim_matches('"'), &percent, &percent.to_lowercase()] {
        assert!(!shown.contains(form), "{form} at {at}");
        let bytes = trace.exchanges.iter().flat_map(|exchange| {
            [exchange.request.body.clone(), exchange.answer.response().map(|response| response.body.clone())]
        });
        for body in bytes.flatten() {
            assert!(!String::from_utf8_lossy(&body).contains(form), "{form} in a body at {at}");
        }
    }
}

#[test]
fn our_recordings_hold_no_secret_in_clear() {
    for deployment in ["new-api-2025-04", "new-api-2026-07"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("recordings").join(deployment);
        for file in std::fs::read_dir(folder).unwrap() {
            let trace = read(&[HarInput::file(file.unwrap().path())], &ReadOptions::default()).unwrap();
            assert_eq!((trace.clear_secrets, trace.notes.len()), (0, 0), "{:?}", trace.provenance.files);
        }
    }
}

#[test]
fn a_canary_in_any_one_position_reaches_no_trace() {
    let base = identified();
    for canary in [TOKEN, KEY] {
        let texts = [
            canary.to_owned(),
            format!("before {canary} after"),
            format!("http://{canary}/api/token/"),
            format!("http://127.0.0.1:3391/api/token/{canary}?q={canary}&{canary}=1"),
        ];
        for text in texts {
            let mut files = planted(&base, &text);
            assert!(files.len() > 150, "{}", files.len());
            // A URL is of interest where a URL is read; the rest of the text is the same everywhere.
            files.retain(|(place, _)| !text.contains("://") || place.ends_with("/url"));
            for (place, mut har) in files {
                // The position that identified it may be the one that was overwritten: then this one does.
                har["log"]["_contract"]["accounts"]["dave"] = json!({"access_token": canary});
                assert_clean(&trace(&har), canary, &place);
            }
        }
    }
}

#[test]
fn canaries_in_all_positions_at_once_reach_no_trace() {
    let base = identified();
    let mut found = Vec::new();
    positions(&base, "", &mut found);
    for canary in [TOKEN, KEY] {
        let mut har = base.clone();
        for pointer in found.iter().filter(|pointer| !pointer.ends_with("/url") && !pointer.ends_with("/method")) {
            let place = har.pointer_mut(pointer).unwrap();
            let text = format!("{} {canary}", place.as_str().unwrap());
            *place = Value::String(text);
        }
        har["log"]["_contract"]["accounts"][canary] = json!({"access_token": canary});
        let trace = trace(&har);
        assert_eq!(trace.exchanges.len(), 4, "{:?}", trace.notes);
        assert_clean(&trace, canary, "all positions");
    }
}

#[test]
fn canaries_are_found_in_every_place_that_gives_them_away() {
    type Plant = fn(&mut Value);
    let plants: [(&str, Plant); 15] = [
        ("Authorization", |e| e["request"]["headers"] = json!([{"name": "authorization", "value": TOKEN}])),
        ("Bearer", |e| {
            e["request"]["headers"] = json!([{"name": "Authorization", "value": format!("Bearer {TOKEN}")}])
        }),
        ("sk-", |e| {
            e["request"]["headers"] = json!([{"name": "Authorization", "value": format!("Bearer sk-{TOKEN}")}])
        }),
        ("proxy", |e| e["request"]["headers"] = json!([{"name": "Proxy-Authorization", "value": TOKEN}])),
        ("cookie", |e| e["request"]["headers"] = json!([{"name": "Cookie", "value": format!("a=b; s={TOKEN}; c=d")}])),
        ("set-cookie", |e| {
            e["response"]["headers"] = json!([{"name": "Set-Cookie", "value": format!("s={TOKEN}; Path=/")}]);
        }),
        ("x-api-key", |e| e["request"]["headers"] = json!([{"name": "X-API-Key", "value": TOKEN}])),
        ("request member", |e| e["request"]["postData"] = json!({"text": json!({"access_token": TOKEN}).to_string()})),
        ("response member", |e| {
            e["response"]["content"] = json!({"text": json!({"data": [{"a": {"secret": TOKEN}}]}).to_string()});
        }),
        ("cut-off body", |e| e["response"]["content"] = json!({"text": format!("{{\"data\":{{\"key\":\"{TOKEN}")})),
        ("escaped member", |e| {
            let text = format!("{{\"k\\u0065y\" : \"{}\"}}", TOKEN.replace('/', "\\/").replace('+', "\\u002b"));
            e["response"]["content"] = json!({"text": text});
        }),
        ("JSON in JSON", |e| {
            let inner = json!({"token": TOKEN}).to_string();
            e["response"]["content"] = json!({"text": json!({"data": inner}).to_string()});
        }),
        ("form", |e| {
            e["request"]["postData"] = json!({"params": [{"name": "password", "value": TOKEN}]});
        }),
        ("query", |e| {
            e["request"]["url"] = json!("http://127.0.0.1:3391/api/token/?api_key=cAnArY%2FtOkEn%2b0123456789%3d%3D");
        }),
        ("location", |e| {
            e["response"]["headers"] = json!([{"name": "Location", "value": "/x?token=cAnArY/tOkEn%2B0123456789%3D="}]);
        }),
    ];
    for (place, plant) in plants {
        let mut har = lifecycle();
        plant(&mut har["log"]["entries"][0]);
        // The other entry only repeats it, where nothing gives it away.
        har["log"]["entries"][1]["response"]["content"]["text"] =
            json!(json!({"success": false, "message": format!("no token {TOKEN}!")}).to_string());
        har["log"]["entries"][2]["request"]["url"] =
            json!("http://127.0.0.1:3391/api/token/?q=cAnArY%2FtOkEn%2b0123456789%3d%3D");
        let trace = trace(&har);
        assert_eq!(trace.clear_secrets, 1, "{place}");
        assert_eq!(trace.notes, ["1 secret in clear replaced in memory"]);
        assert_clean(&trace, TOKEN, place);
        let body = String::from_utf8_lossy(&trace.exchanges[1].answer.response().unwrap().body).into_owned();
        assert_eq!(body, "{\"message\":\"no token REDACTED00000000000000001!\",\"success\":false}", "{place}");
    }
}

#[test]
fn a_secret_is_found_however_its_characters_are_escaped() {
    let escaped: String = TOKEN.chars().map(|character| format!("\\u{:04x}", u32::from(character))).collect();
    let percent: String = TOKEN.bytes().map(|byte| format!("%{byte:02x}")).collect();
    let mut redactor = Redactor::new();
    redactor.learn_secret(TOKEN);
    let placeholder = redactor.redact(TOKEN).into_owned();
    assert!(is_redacted(&placeholder) && placeholder.len() == TOKEN.len());
    assert_eq!(redactor.redact(&format!(r#"{{"m":"no {escaped}!"}}"#)), format!(r#"{{"m":"no {placeholder}!"}}"#));
    let nested = Value::from(format!(r#"{{"m":"{escaped}"}}"#)).to_string();
    assert_eq!(redactor.redact(&nested), Value::from(format!(r#"{{"m":"{placeholder}"}}"#)).to_string());
    assert_eq!(redactor.redact(&format!("/x/{percent}?a=1")), format!("/x/{placeholder}?a=1"));
    let mixed = TOKEN.replacen('/', "%2F", 1);
    assert_eq!(redactor.redact(&format!("see /x?q={mixed}&r=%20")), format!("see /x?q={placeholder}&r=%20"));
}

#[test]
fn placeholders_are_as_long_as_the_secret_and_tell_secrets_apart() {
    let mut redactor = Redactor::new();
    redactor.learn_secret("first-secret-value");
    redactor.learn_field("key", "sk-zweites-Geheimnis-ä");
    redactor.learn_header("Authorization", "Bearer first-secret-value");
    assert_eq!(redactor.secrets(), 2);
    let text = "first-secret-value, sk-zweites-Geheimnis-ä, first-secret-value";
    let redacted = redactor.redact(text);
    assert_eq!(redacted, "REDACTED0000000001, sk-REDACTED00000000002, REDACTED0000000001");
    assert_eq!(redacted.chars().count(), text.chars().count());
    assert_eq!(mask_lookalikes(&redacted), redacted);
}

#[test]
fn a_placeholder_in_the_input_is_kept_and_never_given_to_another() {
    let mut redactor = Redactor::new();
    redactor.learn_secret("REDACTED0000000001");
    redactor.learn_secret("first-secret-value");
    assert_eq!(redactor.secrets(), 1);
    let redacted = redactor.redact("REDACTED0000000001 first-secret-value").into_owned();
    assert!(redacted.starts_with("REDACTED0000000001 REDACTED") && is_redacted(&redacted[19..]));
    assert_ne!(&redacted[..18], &redacted[19..]);
}

#[test]
fn what_is_short_or_of_this_api_is_replaced_in_credential_headers_only() {
    let mut redactor = Redactor::new();
    for value in ["abc", "1766102400", "model_limits", "00000000000000000000"] {
        redactor.learn_field("key", value);
        redactor.learn_header("Authorization", value);
    }
    assert_eq!(redactor.redact("abc 1766102400 model_limits"), "abc 1766102400 model_limits");
    assert_eq!(redactor.redact_header("Authorization", "abc"), "**1");
    assert_eq!(redactor.redact_header("authorization", "Bearer 1766102400"), "Bearer *********2");
    assert_eq!(redactor.redact_header("Authorization", "00000000000000000000"), "00000000000000000000");
    assert_eq!(redactor.redact_header("Authorization", "never learned"), "*************");
    assert_eq!(redactor.redact_header("Accept", "abc"), "abc");
}

#[test]
fn nothing_learned_changes_nothing() {
    let redactor = Redactor::new();
    assert!(matches!(redactor.redact("a %41 \"\\u0041\""), std::borrow::Cow::Borrowed(_)));
    assert!(matches!(redactor.redact_bytes(b"\xff"), std::borrow::Cow::Borrowed(b"\xff")));
    assert_eq!(format!("{redactor:?}"), "Redactor { secrets: 0, .. }");
}

#[test]
fn bytes_that_are_no_text_are_redacted_too() {
    let mut redactor = Redactor::new();
    redactor.learn_secret(KEY);
    let bytes = [b"\xff\xfe".as_slice(), KEY.as_bytes(), b"\xff"].concat();
    let redacted = redactor.redact_bytes(&bytes);
    assert_eq!(redacted.len(), bytes.len());
    assert!(!redacted.windows(KEY.len()).any(|window| window == KEY.as_bytes()));
}

proptest::proptest! {
    #[test]
    fn no_secret_survives_in_any_text_around_it(before in ".*", secret in "[!-~]{8,40}", after in ".*") {
        let mut redactor = Redactor::new();
        redactor.learn_secret(&secret);
        proptest::prop_assume!(redactor.secrets() == 1 && !secret.bytes().all(|byte| byte.is_ascii_digit()));
        let core = secret.strip_prefix("sk-").filter(|rest| rest.len() >= 8).unwrap_or(&secret);
        for text in [format!("{before}{secret}{after}"), Value::from(format!("{before}{secret}{after}")).to_string()] {
            let redacted = redactor.redact(&text).into_owned();
            proptest::prop_assert!(!redacted.contains(core), "{redacted}");
            proptest::prop_assert_eq!(redactor.redact(&redacted).into_owned(), redacted);
        }
    }
}
