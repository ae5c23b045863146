//! What the verbs send, and that a success which is none is told.

use cometapi_keys::{ApiKey, Client, Confirm, Error, Expiry, Field, KeyName, KeyStatus, Kind, Options, Quota};
use serde_json::{Value, json};

use crate::memory::{Memory, RECORD, accepted, id, now};

/// The record of the examples with these members instead of its own.
fn record(changes: &Value) -> Value {
    let mut record: Value = serde_json::from_str(RECORD).unwrap();
    for (name, value) in changes.as_object().unwrap() {
        assert!(record.get(name).is_some());
        record[name] = value.clone();
    }
    record
}

fn answer(record: &Value) -> Option<Vec<u8>> {
    Some(accepted(&record.to_string()))
}

/// Reads `before`, is answered `answered`, and reads back `after`.
fn script(before: &Value, answered: &Value, after: &Value) -> Memory {
    Memory::scripted(vec![answer(&record(before)), answer(&record(answered)), answer(&record(after))])
}

const URL: &str = "https://api.cometapi.com";

type Verb = fn(&Client) -> Result<ApiKey, Error>;

#[test]
fn each_verb_reads_sends_every_field_and_reads_back() {
    let verbs: [(Verb, Value); 5] = [
        (|c| now(c.rename(id(), KeyName::new("ci").unwrap())), json!({"name": "ci"})),
        (|c| now(c.disable(id())), json!({"status": 2})),
        (|c| now(c.enable(id())), json!({"status": 1})),
        (|c| now(c.cap(id(), Quota::units(7).unwrap())), json!({"remain_quota": 7, "unlimited_quota": false})),
        (|c| now(c.extend(id(), Expiry::at(1_900_000_000).unwrap())), json!({"expired_time": 1_900_000_000})),
    ];
    let before = json!({"expired_time": 1_800_000_000, "unlimited_quota": true, "status": 3, "allow_ips": "::1"});
    for (verb, change) in verbs {
        let mut after = before.clone();
        after.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        let memory = script(&before, &after, &after);
        let shown = verb(&memory.client(URL)).unwrap();
        assert_eq!(serde_json::to_value(shown).unwrap(), record(&after));
        let mut sent = record(&after);
        for read_only in ["user_id", "key", "created_time", "accessed_time", "used_quota"] {
            sent.as_object_mut().unwrap().remove(read_only).unwrap();
        }
        let get = || ("GET".to_owned(), "/api/token/1234".to_owned(), Value::Null);
        assert_eq!(memory.take(), [get(), ("PUT".to_owned(), "/api/token/".to_owned(), sent), get()]);
    }
}

/// Both recorded gateways do this.
#[test]
fn a_key_that_is_not_disabled_is_not_said_to_be() {
    let memory = script(&json!({}), &json!({}), &json!({}));
    let error = now(memory.client(URL).disable(id())).unwrap_err();
    let Error::NotApplied { fields, record } = &error else { panic!("{error}") };
    assert_eq!((fields.as_slice(), record.status), ([Field::Status].as_slice(), KeyStatus::Enabled));
    assert_eq!(error.to_string(), "the update was accepted, but not applied: status is not as sent");
    assert!(!error.is_retryable() && !format!("{error:?}").contains("canary"));
}

#[test]
fn an_answer_that_says_so_is_not_believed_against_the_reading_nor_the_other_way_round() {
    for (answered, after) in [(json!({"status": 2}), json!({})), (json!({}), json!({"status": 2}))] {
        let memory = script(&json!({}), &answered, &after);
        let error = now(memory.client(URL).disable(id())).unwrap_err();
        let Error::NotApplied { fields, record: shown } = &error else { panic!("{error}") };
        assert_eq!(fields, &[Field::Status]);
        assert_eq!(serde_json::to_value(shown).unwrap(), record(&after));
        assert_eq!(memory.take().len(), 3);
    }
}

#[test]
fn every_field_is_held_against_what_was_sent() {
    let others = [
        (Field::Name, json!({"name": "other"})),
        (Field::Status, json!({"status": 2})),
        (Field::ExpiredTime, json!({"expired_time": 1})),
        (Field::RemainQuota, json!({"remain_quota": 100_001})),
        (Field::UnlimitedQuota, json!({"unlimited_quota": true})),
        (Field::ModelLimitsEnabled, json!({"model_limits_enabled": true})),
        (Field::ModelLimits, json!({"model_limits": "a"})),
        (Field::AllowIps, json!({"allow_ips": "::1"})),
        (Field::Group, json!({"group": "g"})),
        (Field::CrossGroupRetry, json!({"cross_group_retry": true})),
    ];
    for (field, other) in &others {
        assert!(other.get(field.name()).is_some() && field.to_string() == field.name());
        // A field that was not even meant to change: a server that loses it is caught.
        let name = if *field == Field::Name { "mine" } else { "production" };
        let error = now(script(&json!({}), other, other).client(URL).rename(id(), KeyName::new(name).unwrap()));
        let Err(Error::NotApplied { fields, .. }) = error else { panic!("{field}: {error:?}") };
        assert_eq!(fields, [*field]);
        // And the other way: what was restricted no longer is.
        if *field == Field::AllowIps {
            let error = now(script(other, &json!({}), &json!({})).client(URL).enable(id())).unwrap_err();
            assert!(matches!(&error, Error::NotApplied { fields, .. } if fields == &[Field::AllowIps]), "{error}");
        }
    }
    let all = json!({"name": "other", "status": 2, "group": "g"});
    let error = now(script(&json!({}), &json!({"status": 2}), &all).client(URL).enable(id())).unwrap_err();
    assert_eq!(error.to_string(), "the update was accepted, but not applied: name, status, group are not as sent");
}

#[test]
fn null_and_an_empty_allow_list_are_the_same() {
    for (before, after) in [("null", r#""""#), (r#""""#, "null"), (r#""""#, r#""""#)] {
        let of = |text: &str| json!({"allow_ips": serde_json::from_str::<Value>(text).unwrap()});
        now(script(&of(before), &of(after), &of(after)).client(URL).enable(id())).unwrap();
    }
}

#[test]
fn a_key_in_use_spends_quota_and_may_run_out_without_a_failure() {
    let spent =
        |quota: i64, used: i64, status: i32| json!({"remain_quota": quota, "used_quota": used, "status": status});
    let rename = |after: &Value| {
        let memory = script(&json!({"used_quota": 10}), &json!({"used_quota": 10}), after);
        now(memory.client(URL).rename(id(), KeyName::new("production").unwrap())).map(|_| ())
    };
    // The last two: what a request took beforehand and did not need is given back.
    for after in [
        spent(99_999, 11, 1),
        spent(99_990, 25, 1),
        spent(0, 100_010, 4),
        spent(100_000, 10, 3),
        spent(100_005, 5, 1),
        spent(100_000, 5, 1),
    ] {
        rename(&after).unwrap_or_else(|error| panic!("{after}: {error}"));
    }
    // Quota that nothing used, more quota than was sent, a status that was chosen or cannot turn by itself.
    for after in [
        spent(99_998, 11, 1),
        spent(100_001, 11, 1),
        spent(99_999, 10, 1),
        spent(100_006, 5, 1),
        spent(99_999, 5, 1),
        spent(100_000, 10, 2),
        spent(i64::MIN, i64::MAX, 1),
    ] {
        assert_eq!(rename(&after).unwrap_err().kind(), Kind::NotApplied, "{after}");
    }
    let after = spent(100_000, 0, 4);
    assert_eq!(now(script(&json!({}), &after, &after).client(URL).enable(id())).unwrap_err().kind(), Kind::NotApplied);
    let after = json!({"status": 3});
    let kept = now(script(&json!({"status": 2}), &after, &after).client(URL).cap(id(), Quota::units(100_000).unwrap()));
    assert_eq!(kept.unwrap_err().kind(), Kind::NotApplied);
}

#[test]
fn who_asks_for_less_confirmation_gets_less() {
    let memory = script(&json!({}), &json!({"status": 2}), &json!({}));
    let client = memory.client(URL);
    now(client.confirming(Confirm::Answer).disable(id())).unwrap();
    assert_eq!(memory.take().len(), 2);
    let memory = script(&json!({}), &json!({}), &json!({}));
    let error = now(memory.client(URL).confirming(Confirm::Answer).disable(id())).unwrap_err();
    assert_eq!((error.kind(), memory.take().len()), (Kind::NotApplied, 2));
    let options = Options::default().transport(memory.clone()).confirm(Confirm::Nothing);
    let url = cometapi_keys::BaseUrl::new(URL).unwrap();
    let client = Client::with_options(&url, cometapi_keys::AccessToken::new("t").unwrap(), options).unwrap();
    assert_eq!(now(client.disable(id())).unwrap().status, KeyStatus::Enabled);
    assert_eq!(memory.take().len(), 2);
}

#[test]
fn an_update_that_cannot_be_read_back_is_unconfirmed() {
    let disabled = answer(&record(&json!({"status": 2})));
    let memory = Memory::scripted(vec![answer(&record(&json!({}))), disabled, None]);
    let error = now(memory.client(URL).disable(id())).unwrap_err();
    let Error::Unconfirmed { source } = &error else { panic!("{error}") };
    assert_eq!((source.kind(), error.kind(), error.is_retryable()), (Kind::ServerFault, Kind::Unconfirmed, false));
    assert!(std::error::Error::source(&error).unwrap().to_string().contains("get failed on the server"));
}

#[test]
fn an_answer_that_shows_that_it_was_not_applied_counts_when_nothing_can_be_read_back() {
    let enabled = || answer(&record(&json!({})));
    let memory = Memory::scripted(vec![enabled(), enabled(), None]);
    let error = now(memory.client(URL).disable(id())).unwrap_err();
    let Error::NotApplied { fields, record } = &error else { panic!("{error}") };
    assert_eq!((fields.as_slice(), record.status), ([Field::Status].as_slice(), KeyStatus::Enabled));
    assert_eq!(memory.take().len(), 3);
}

#[test]
fn nothing_is_sent_after_a_key_that_cannot_be_read_or_is_another() {
    let memory = Memory::scripted(vec![None]);
    assert_eq!(now(memory.client(URL).disable(id())).unwrap_err().kind(), Kind::ServerFault);
    assert_eq!(memory.take().len(), 1);
    let memory = Memory::scripted(vec![answer(&record(&json!({"id": 8})))]);
    let error = now(memory.client(URL).disable(id())).unwrap_err();
    let Error::OtherKey { asked, answered, .. } = &error else { panic!("{error}") };
    assert_eq!((asked.get(), answered.get(), error.kind(), memory.take().len()), (1234, 8, Kind::OtherKey, 1));
    assert!(
        error.to_string().starts_with("get was answered with the record of another key: 1234 was asked for, and 8")
    );
    let memory = script(&json!({}), &json!({"id": 8}), &json!({}));
    let error = now(memory.client(URL).disable(id())).unwrap_err();
    assert!(error.kind() == Kind::OtherKey && error.to_string().starts_with("update"), "{error}");
}

#[test]
fn extending_never_shortens() {
    for (has, to) in [(-1, 1_900_000_000), (1_900_000_000, 1_899_999_999)] {
        let memory = script(&json!({"expired_time": has}), &json!({}), &json!({}));
        let error = now(memory.client(URL).extend(id(), Expiry::at(to).unwrap())).unwrap_err();
        assert!(error.kind() == Kind::InvalidInput && error.to_string().contains("expiry"), "{error}");
        assert_eq!(memory.take().len(), 1);
    }
    let never = json!({"expired_time": -1});
    let memory = script(&json!({"expired_time": 5}), &never, &never);
    assert!(now(memory.client(URL).extend(id(), Expiry::never())).unwrap().expired_time.is_never());
}
