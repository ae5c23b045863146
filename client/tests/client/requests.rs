//! What goes over the wire: method, URL, every header, body.

use std::fmt::Write as _;

use cometapi_keys::{
    AllowList, ApiKey, Confirm, Expiry, Group, KeyName, KeyStatus, Kind, ModelLimits, NewKey, Optional, Quota, Update,
    UpdateApiKey,
};
use serde_json::{Value, json};

use crate::memory::{Memory, RECORD, TOKEN, accepted, id, now};

/// A request as it would be sent, the token checked and masked.
fn shown(memory: &Memory) -> String {
    let mut text = String::new();
    for request in memory.sent.lock().unwrap().drain(..) {
        writeln!(text, "{} {}", request.method(), request.url()).unwrap();
        let mut headers: Vec<String> = request
            .headers()
            .iter()
            .map(|(name, value)| {
                let value = value.to_str().unwrap();
                let sensitive = name == "authorization";
                assert_eq!(request.headers()[name].is_sensitive(), sensitive, "{name}");
                format!("{name}: {}", if sensitive && value == TOKEN { "<the raw token>" } else { value })
            })
            .collect();
        headers.sort();
        writeln!(text, "{}", headers.join("\n")).unwrap();
        if let Some(body) = request.body() {
            writeln!(text, "\n{}", String::from_utf8_lossy(body.as_bytes().unwrap())).unwrap();
        }
        text.push('\n');
    }
    text
}

#[test]
fn every_operation_sends_what_the_pages_show() {
    let memory = Memory::answering(200, &[], &accepted(RECORD));
    let client = memory.client("https://api.cometapi.com/");
    let _ = now(client.list(Some(1), Some(20)));
    let _ = now(client.list(None, None));
    let _ = now(client.get(id()));
    let _ = now(client.create(&NewKey::new(KeyName::new("production").unwrap(), Quota::units(100_000).unwrap())));
    let record: ApiKey = serde_json::from_str(RECORD).unwrap();
    let update = Update::of(&record).rename(KeyName::new("production-renamed").unwrap());
    let _ = now(client.confirming(Confirm::Nothing).update(&update));
    let _ = now(client.delete(id()));
    insta::assert_snapshot!("every_operation_sends_what_the_pages_show", shown(&memory));
}

#[test]
fn an_update_from_a_record_has_every_editable_field_of_it() {
    // Values that no constructor takes are kept as well: such a key can still be disabled.
    let odd = RECORD
        .replace("production", &"a name that is far too long for any page of the documentation".repeat(2))
        .replace(r#""status":1"#, r#""status":9"#)
        .replace("-1", "-77")
        .replace("100000", "-5")
        .replace(r#""model_limits":"""#, r#""model_limits":",,""#)
        .replace("null", r#"" no address ""#)
        .replace(r#""group":"""#, r#""group":" g\n""#)
        .replace("false", "true");
    for text in [RECORD, odd.as_str()] {
        let record: ApiKey = serde_json::from_str(text).unwrap();
        let update = serde_json::to_value(Update::of(&record).body()).unwrap();
        let mut expected: serde_json::Value = serde_json::from_str(text).unwrap();
        for read_only in ["user_id", "key", "created_time", "accessed_time", "used_quota"] {
            expected.as_object_mut().unwrap().remove(read_only).unwrap();
        }
        assert_eq!(update, expected);
    }
}

#[test]
fn each_change_changes_its_own_fields_and_no_other() {
    type Change = fn(Update) -> Update;
    let record: ApiKey =
        serde_json::from_str(&RECORD.replace(r#""unlimited_quota":false"#, r#""unlimited_quota":true"#)).unwrap();
    let cases: [(Change, Value); 14] = [
        (|u| u.rename(KeyName::new("ci").unwrap()), json!({"name": "ci"})),
        (Update::disable, json!({"status": 2})),
        (|u| u.disable().enable(), json!({})),
        (|u| u.status(KeyStatus::Exhausted).unwrap(), json!({"status": 4})),
        (|u| u.cap(Quota::units(7).unwrap()), json!({"remain_quota": 7, "unlimited_quota": false})),
        (|u| u.cap(Quota::units(7).unwrap()).uncap(), json!({"remain_quota": 7})),
        (|u| u.expire(Expiry::at(1_800_000_000).unwrap()), json!({"expired_time": 1_800_000_000})),
        (
            |u| u.limit_models(ModelLimits::new(["a", "b"]).unwrap()),
            json!({"model_limits": "a,b", "model_limits_enabled": true}),
        ),
        (|u| u.limit_models(ModelLimits::new(["a"]).unwrap()).limit_models(ModelLimits::none()), json!({})),
        (|u| u.allow(AllowList::new(["::1"]).unwrap()), json!({"allow_ips": "::1"})),
        (|u| u.allow(AllowList::new(["::1"]).unwrap()).allow_any_address(), json!({})),
        (|u| u.group(Group::new("vip").unwrap()), json!({"group": "vip"})),
        (|u| u.group(Group::new("vip").unwrap()).group(Group::none()), json!({})),
        (|u| u.cross_group_retry(true), json!({"cross_group_retry": true})),
    ];
    let kept = serde_json::to_value(Update::of(&record).body()).unwrap();
    for (index, (change, expected)) in cases.into_iter().enumerate() {
        let changed = serde_json::to_value(change(Update::of(&record)).body()).unwrap();
        let mut differing = changed.as_object().unwrap().clone();
        differing.retain(|name, value| kept[name.as_str()] != *value);
        assert_eq!((Value::from(differing), changed.as_object().unwrap().len()), (expected, 11), "case {index}");
    }
    assert_eq!(Update::of(&record).status(KeyStatus::Unknown(9)).unwrap_err().kind(), Kind::InvalidInput);
}

#[test]
fn a_new_key_has_every_field() {
    let key = NewKey::new(KeyName::new("ci").unwrap(), Quota::units(5).unwrap());
    let plain = serde_json::to_value(key.body()).unwrap();
    let expected = json!({
        "name": "ci", "expired_time": -1, "remain_quota": 5, "unlimited_quota": false, "model_limits_enabled": false,
        "model_limits": "", "allow_ips": null, "group": "", "cross_group_retry": false
    });
    assert_eq!(plain, expected);
    let key = key
        .expire(Expiry::at(1_800_000_000).unwrap())
        .uncap()
        .limit_models(ModelLimits::new(["a", "b"]).unwrap())
        .allow(AllowList::new(["198.51.100.10", "203.0.113.0/24", "2001:db8::/32"]).unwrap())
        .group(Group::new("auto").unwrap())
        .cross_group_retry(true);
    let expected = json!({
        "name": "ci", "expired_time": 1_800_000_000, "remain_quota": 5, "unlimited_quota": true,
        "model_limits_enabled": true, "model_limits": "a,b",
        "allow_ips": "198.51.100.10\n203.0.113.0/24\n2001:db8::/32", "group": "auto", "cross_group_retry": true
    });
    assert_eq!(serde_json::to_value(key.body()).unwrap(), expected);
    let open = serde_json::to_value(key.limit_models(ModelLimits::none()).body()).unwrap();
    assert_eq!((&open["model_limits"], &open["model_limits_enabled"]), (&json!(""), &json!(false)));
}

#[test]
fn pages_are_counted_from_one_and_nothing_is_sent_otherwise() {
    let memory = Memory::answering(200, &[], &accepted(RECORD));
    let client = memory.client("https://api.cometapi.com");
    for (page, size, argument) in [(Some(0), None, "page "), (Some(-1), Some(1), "page "), (None, Some(0), "page size")]
    {
        let error = now(client.list(page, size)).unwrap_err();
        assert!(error.kind() == Kind::InvalidInput && error.to_string().contains(argument), "{error}");
    }
    assert!(memory.take().is_empty());
    let _ = now(client.list(Some(1), Some(1)));
    assert_eq!(memory.take().len(), 1);
}

#[test]
fn omitted_null_and_value_are_three_things_both_ways() {
    let list = |text: &str| serde_json::from_value(json!(text)).unwrap();
    let cases = [
        (Optional::Omitted, r#"{"id":1234}"#),
        (Optional::Null, r#"{"allow_ips":null,"id":1234}"#),
        (Optional::Value(list("")), r#"{"allow_ips":"","id":1234}"#),
        (Optional::Value(list("203.0.113.7")), r#"{"allow_ips":"203.0.113.7","id":1234}"#),
    ];
    for (allow_ips, text) in cases {
        let update = UpdateApiKey { allow_ips, ..UpdateApiKey::of(id()) };
        assert_eq!(serde_json::to_string(&update).unwrap(), text);
        assert_eq!(serde_json::from_str::<UpdateApiKey>(text).unwrap(), update);
    }
}

#[test]
fn a_gateway_gets_the_header_it_wants_and_a_prefix_is_kept() {
    let memory = Memory::answering(200, &[], &accepted(RECORD));
    let options = cometapi_keys::Options::default().header("New-Api-User", "2").unwrap().transport(memory.clone());
    let second = std::time::Duration::from_secs(1);
    let options = options.connect_timeout(second).timeout(second).confirm(Confirm::Answer);
    let url = cometapi_keys::BaseUrl::new("https://gateway.example/keys/").unwrap();
    let token = cometapi_keys::AccessToken::new(TOKEN).unwrap();
    let client = cometapi_keys::Client::with_options(&url, token, options).unwrap();
    now(client.get(id())).unwrap();
    let request = memory.sent.lock().unwrap().pop().unwrap();
    assert_eq!(request.url().as_str(), "https://gateway.example/keys/api/token/1234");
    assert_eq!(request.headers()["new-api-user"], "2");
}
