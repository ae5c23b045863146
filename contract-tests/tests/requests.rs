//! What the client sends: for every value that the document allows, a request that fits the document, carries nothing that
//! was not asked for, and reads back equal.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, helpers included")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

use cometapi_keys::{
    AllowList, ApiKey, Client, Confirm, CreateApiKey, Expiry, Group, KeyId, KeyName, KeyStatus, ModelLimits, NewKey,
    Optional, Quota, Update, UpdateApiKey,
};
use contract_tests::strategies::valid;
use openapi::{InstanceValidator, Source};
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use memory::{Memory, TOKEN, URL, now};

mod memory;

static DOCUMENT: LazyLock<Source> = LazyLock::new(|| Source::maintained().unwrap());

fn schema(name: &str) -> String {
    format!("/components/schemas/{name}")
}

fn values(name: &str) -> BoxedStrategy<Value> {
    valid(&DOCUMENT, &schema(name)).unwrap()
}

/// Values of a query parameter, which the pages count from 1.
fn counted(parameter: usize) -> BoxedStrategy<Option<i64>> {
    let pointer = format!("/paths/~1api~1token~1/get/parameters/{parameter}/schema");
    let numbers = valid(&DOCUMENT, &pointer).unwrap().prop_map(|value| value.as_i64().unwrap());
    proptest::option::of(numbers.prop_map(|number| number.saturating_abs().max(1))).boxed()
}

/// What was sent.
struct Sent {
    method: String,
    target: String,
    headers: Vec<(String, String)>,
    body: Option<String>,
}

/// The one request that a call sends. What is made of the answer is another suite's affair.
fn sent<T>(call: impl AsyncFnOnce(&Client) -> T) -> Sent {
    let memory = Memory::default();
    memory.put(http::Response::default());
    now(call(&memory.client()));
    let request = memory.take().unwrap();
    let mut headers: Vec<(String, String)> =
        request.headers().iter().map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect();
    headers.sort();
    Sent {
        method: request.method().to_string(),
        target: request.url().as_str().strip_prefix(URL).unwrap().to_owned(),
        headers,
        body: request.body().map(|body| String::from_utf8(body.as_bytes().unwrap().to_vec()).unwrap()),
    }
}

impl Sent {
    /// Nothing but what the pages ask for is in the head.
    fn has_head(&self, method: &str, target: &str) {
        assert_eq!((self.method.as_str(), self.target.as_str()), (method, target));
        let mut expected = vec![("accept", "application/json"), ("authorization", TOKEN)];
        if self.body.is_some() {
            expected.push(("content-type", "application/json"));
        }
        let headers: Vec<(&str, &str)> = self.headers.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        assert_eq!(headers, expected);
    }

    /// The body is that value, fits the schema, and writes integers as digits.
    fn has_body(&self, name: &str, expected: &Value) {
        let text = self.body.as_deref().unwrap();
        let body: Value = serde_json::from_str(text).unwrap();
        assert_eq!(&body, expected, "{text}");
        assert!(InstanceValidator::new(&DOCUMENT, &schema(name)).unwrap().is_valid(&body), "{text}");
        let raw: BTreeMap<&str, &RawValue> = serde_json::from_str(text).unwrap();
        assert_eq!(raw.len(), expected.as_object().unwrap().len(), "a member is there twice: {text}");
        for (member, raw) in raw {
            if let Some(number) = expected[member].as_i64() {
                assert_eq!(raw.get(), number.to_string(), "{member}");
            }
        }
    }
}

fn config() -> ProptestConfig {
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { ProptestConfig::default().cases } else { 128 };
    let failure_persistence = Some(Box::new(FileFailurePersistence::WithSource("regressions")) as _);
    ProptestConfig { cases, failure_persistence, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn every_creation_is_sent_as_it_is(value in values("CreateApiKey")) {
        let key: CreateApiKey = serde_json::from_value(value.clone()).unwrap();
        let sent = sent(async |client| client.create_as_is(&key).await);
        sent.has_head("POST", "/api/token/");
        sent.has_body("CreateApiKey", &value);
        prop_assert_eq!(serde_json::from_str::<CreateApiKey>(sent.body.as_deref().unwrap()).unwrap(), key);
    }

    #[test]
    fn every_update_is_sent_as_it_is(value in values("UpdateApiKey")) {
        let update: UpdateApiKey = serde_json::from_value(value.clone()).unwrap();
        let sent = sent(async |client| client.update_as_is(&update).await);
        sent.has_head("PUT", "/api/token/");
        sent.has_body("UpdateApiKey", &value);
        prop_assert_eq!(serde_json::from_str::<UpdateApiKey>(sent.body.as_deref().unwrap()).unwrap(), update);
    }

    /// Whatever a record holds, an update that starts from it has every editable field, unchanged.
    #[test]
    fn an_update_of_a_record_loses_no_field(value in values("ApiKey")) {
        let record: ApiKey = serde_json::from_value(value.clone()).unwrap();
        let sent = sent(async |client| client.confirming(Confirm::Nothing).update(&Update::of(&record)).await);
        sent.has_head("PUT", "/api/token/");
        let mut expected = value;
        let editable = DOCUMENT.get(&schema("UpdateApiKey/properties")).unwrap().as_object().unwrap();
        expected.as_object_mut().unwrap().retain(|name, _| editable.contains_key(name));
        prop_assert_eq!(expected.as_object().unwrap().len(), editable.len());
        prop_assert_eq!(serde_json::from_str::<Value>(sent.body.as_deref().unwrap()).unwrap(), expected);
    }

    #[test]
    fn every_page_is_asked_for_by_digits_and_an_omitted_one_is_not(page in counted(0), size in counted(1)) {
        let sent = sent(async |client| client.list(page, size).await);
        let pairs = [("p", page), ("page_size", size)];
        let given = pairs.iter().filter_map(|(name, number)| number.map(|number| format!("{name}={number}")));
        let query = given.collect::<Vec<_>>().join("&");
        sent.has_head("GET", &format!("/api/token/{}{query}", if query.is_empty() { "" } else { "?" }));
        prop_assert!(sent.body.is_none());
    }

    #[test]
    fn every_id_is_one_segment_of_the_path(value in values("KeyId")) {
        let id: KeyId = serde_json::from_value(value.clone()).unwrap();
        let get = sent(async |client| client.get(id).await);
        get.has_head("GET", &format!("/api/token/{value}"));
        let delete = sent(async |client| client.delete(id).await);
        delete.has_head("DELETE", &format!("/api/token/{value}"));
        prop_assert!(get.body.is_none() && delete.body.is_none());
    }

    /// What the constructors take is what the document allows, and nothing that it allows but the pages give no meaning to.
    #[test]
    fn constructors_and_document_agree(
        name in proptest::collection::vec(any::<char>(), 0..60), id in any::<i64>(), quota in any::<i64>(), time in any::<i64>(),
    ) {
        let name = String::from_iter(name);
        let fits = |schema_name: &str, value: Value| InstanceValidator::new(&DOCUMENT, &schema(schema_name)).unwrap().is_valid(&value);
        prop_assert_eq!(KeyName::new(name.as_str()).is_ok(), fits("KeyName", name.into()));
        prop_assert_eq!(KeyId::new(id).is_ok(), id > 0);
        prop_assert_eq!(Quota::units(quota).is_ok(), quota >= 0);
        prop_assert_eq!(Expiry::at(time).is_ok(), (0..=253_402_300_799).contains(&time));
        for value in [id, quota, time] {
            let known = !matches!(KeyStatus::from(value as i32), KeyStatus::Unknown(_));
            prop_assert_eq!(known, fits("KeyStatus", (value as i32).into()));
        }
    }
}

/// A body that has one field more than another.
fn with(mut base: Value, name: &str, value: Value) -> Value {
    base[name] = value;
    base
}

#[test]
fn omitted_null_and_value_are_three_things_for_every_field() {
    for (name, base) in [("CreateApiKey", json!({})), ("UpdateApiKey", json!({"id": 7}))] {
        let document = DOCUMENT.get(&schema(&format!("{name}/properties"))).unwrap().as_object().unwrap();
        let send = |value: &Value| match name {
            "CreateApiKey" => {
                let body: CreateApiKey = serde_json::from_value(value.clone()).unwrap();
                sent(async |client| client.create_as_is(&body).await)
            }
            _ => {
                let body: UpdateApiKey = serde_json::from_value(value.clone()).unwrap();
                sent(async |client| client.update_as_is(&body).await)
            }
        };
        send(&base).has_body(name, &base);
        for field in document.keys().filter(|field| *field != "id") {
            let reached =
                openapi::resolve(&DOCUMENT.value, &schema(&format!("{name}/properties/{field}"))).unwrap().value;
            // The values nearest to nothing, which serializers like to leave out.
            let nearest = match reached["type"].as_str().unwrap() {
                "string" => vec![json!(""), json!("a\n")],
                "boolean" => vec![json!(false), json!(true)],
                _ if reached.get("enum").is_some() => vec![json!(1), json!(4)],
                _ => vec![json!(0), json!(-1), json!(i64::MAX), json!(i64::MIN)],
            };
            for value in nearest {
                let body = with(base.clone(), field, value);
                send(&body).has_body(name, &body);
            }
            let null = with(base.clone(), field, Value::Null);
            // What cannot be null is not sent as null, whoever asks for it.
            let is_nullable = reached.get("nullable") == Some(&json!(true));
            send(&null).has_body(name, if is_nullable { &null } else { &base });
        }
    }
}

#[test]
fn the_requests_of_the_pages_are_produced() {
    let example = |operation: &str| {
        let pointer = format!("/paths/~1api~1token~1/{operation}/requestBody/content/application~1json/example");
        DOCUMENT.get(&pointer).unwrap().clone()
    };
    let key = NewKey::new(KeyName::new("production").unwrap(), Quota::units(100_000).unwrap());
    let created = sent(async |client| client.create(&key).await);
    created.has_body("CreateApiKey", &example("post"));
    let answer = "/paths/~1api~1token~1{id}/get/responses/200/content/application~1json/example/data";
    let answer = DOCUMENT.get(answer).unwrap();
    let record: ApiKey = serde_json::from_value(answer.clone()).unwrap();
    let update = Update::of(&record).rename(KeyName::new("production-renamed").unwrap());
    let updated = sent(async |client| client.update(&update).await);
    updated.has_body("UpdateApiKey", &example("put"));
}

/// The request as text: what is sent, with the token masked.
fn shown(sent: &Sent) -> String {
    let mut text = format!("{} {}\n", sent.method, sent.target);
    for (name, value) in &sent.headers {
        writeln!(text, "{name}: {}", if value == TOKEN { "<the access token, raw>" } else { value }).unwrap();
    }
    match &sent.body {
        Some(body) => text + "\n" + body,
        None => text,
    }
}

/// One snapshot for each notable case of an operation.
macro_rules! snapshot {
    ($name:literal, $sent:expr) => {
        insta::with_settings!({omit_expression => true, prepend_module_to_snapshot => false}, {
            insta::assert_snapshot!(concat!("request-", $name), shown(&$sent))
        });
    };
}

fn id() -> KeyId {
    KeyId::new(1234).unwrap()
}

#[test]
fn reading_and_deleting() {
    snapshot!("list", sent(async |client| client.list(None, None).await));
    snapshot!("list-page", sent(async |client| client.list(Some(1), Some(20)).await));
    snapshot!("list-more-than-a-page-holds", sent(async |client| client.list(Some(i64::MAX), Some(101)).await));
    snapshot!("get", sent(async |client| client.get(id()).await));
    snapshot!("delete", sent(async |client| client.delete(id()).await));
}

#[test]
fn creating() {
    let plain = NewKey::new(KeyName::new("production").unwrap(), Quota::units(100_000).unwrap());
    snapshot!("create", sent(async |client| client.create(&plain).await));
    let restricted = NewKey::new(KeyName::new("名字 \u{202e}\"\\\0🦀").unwrap(), Quota::units(i64::MAX).unwrap())
        .expire(Expiry::at(1_893_456_000).unwrap())
        .uncap()
        .limit_models(ModelLimits::new(["gpt-4o", "claude-sonnet-4"]).unwrap())
        .allow(AllowList::new(["198.51.100.10", "203.0.113.0/24", "2001:db8::/32"]).unwrap())
        .group(Group::new("auto").unwrap())
        .cross_group_retry(true);
    snapshot!("create-restricted", sent(async |client| client.create(&restricted).await));
    snapshot!("create-of-nothing", sent(async |client| client.create_as_is(&CreateApiKey::default()).await));
}

#[test]
fn updating() {
    let example = "/paths/~1api~1token~1{id}/get/responses/200/content/application~1json/example/data";
    let record: ApiKey = serde_json::from_value(DOCUMENT.get(example).unwrap().clone()).unwrap();
    let update = |update: Update| sent(async |client| client.update(&update).await);
    let of = || Update::of(&record);
    snapshot!("update-kept", update(of()));
    snapshot!(
        "update-renamed-and-capped",
        update(of().rename(KeyName::new("ci").unwrap()).cap(Quota::units(0).unwrap()))
    );
    snapshot!("update-disabled", update(of().disable()));
    let lists = ModelLimits::new(["gpt-4o"]).unwrap();
    snapshot!("update-restricted", update(of().limit_models(lists).allow(AllowList::new(["::1"]).unwrap())));
    let null = UpdateApiKey { allow_ips: Optional::Null, ..UpdateApiKey::of(id()) };
    snapshot!("update-allow-ips-null", sent(async |client| client.update_as_is(&null).await));
    snapshot!("update-of-nothing", sent(async |client| client.update_as_is(&UpdateApiKey::of(id())).await));
}
