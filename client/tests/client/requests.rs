//! What goes over the wire: method, URL, every header, body.

use std::fmt::Write as _;

use cometapi_keys::{ApiKey, CreateApiKey, Optional, UpdateApiKey};

use crate::memory::{Memory, RECORD, TOKEN, accepted, now};

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
    let _ = now(client.get(1234));
    let create = CreateApiKey {
        name: Some("production".parse().unwrap()),
        expired_time: Some((-1).into()),
        remain_quota: Some(100_000.into()),
        unlimited_quota: Some(false),
        model_limits_enabled: Some(false),
        model_limits: Some(String::new().into()),
        allow_ips: Optional::Null,
        group: Some(String::new().into()),
        cross_group_retry: Some(false),
    };
    let _ = now(client.create(&create));
    let record: ApiKey = serde_json::from_str(RECORD).unwrap();
    let mut update = UpdateApiKey::keeping(&record).unwrap();
    update.name = Some("production-renamed".parse().unwrap());
    let _ = now(client.update(&update));
    let _ = now(client.delete(1234));
    insta::assert_snapshot!("every_operation_sends_what_the_pages_show", shown(&memory));
}

#[test]
fn an_update_from_a_record_has_every_editable_field_of_it() {
    let record: ApiKey = serde_json::from_str(RECORD).unwrap();
    let update = serde_json::to_value(UpdateApiKey::keeping(&record).unwrap()).unwrap();
    let mut expected: serde_json::Value = serde_json::from_str(RECORD).unwrap();
    for read_only in ["user_id", "key", "created_time", "accessed_time", "used_quota"] {
        expected.as_object_mut().unwrap().remove(read_only).unwrap();
    }
    assert_eq!(update, expected);
}

#[test]
fn a_gateway_gets_the_header_it_wants_and_a_prefix_is_kept() {
    let memory = Memory::answering(200, &[], &accepted(RECORD));
    let options = cometapi_keys::Options::default().header("New-Api-User", "2").unwrap().transport(memory.clone());
    let url = cometapi_keys::BaseUrl::new("https://gateway.example/keys/").unwrap();
    let token = cometapi_keys::AccessToken::new(TOKEN).unwrap();
    let client = cometapi_keys::Client::with_options(&url, token, options).unwrap();
    now(client.get(7)).unwrap();
    let request = memory.sent.lock().unwrap().pop().unwrap();
    assert_eq!(request.url().as_str(), "https://gateway.example/keys/api/token/7");
    assert_eq!(request.headers()["new-api-user"], "2");
}
