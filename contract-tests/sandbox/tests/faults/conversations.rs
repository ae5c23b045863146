//! The conversations: each is about one side of the server.

use serde_json::json;

use crate::conversation::Step::{self, Ask, AskBoth, Later, Wait};
use crate::conversation::{ALICE, BOB, START, create, create_as, delete, get, list, models, update, update_as, value};

/// The steps of the conversation of this name.
pub(crate) fn named(name: &str) -> Vec<Step> {
    match name {
        "records" => records(),
        "many requests" => many_requests(),
        "names" => names(),
        "texts" => texts(),
        "numbers" => numbers(),
        "pages" => pages(),
        "updates" => updates(),
        "refused" => refused(),
        "deletes" => deletes(),
        "limits" => limits(),
        "bodies" => bodies(),
        "accounts" => accounts(),
        "tokens" => tokens(),
        "models" => model_requests(),
        "at once" => at_once(),
        "two updates" => two_updates(),
        "the first second" => first_second(),
        other => panic!("there is no conversation {other}"),
    }
}

fn records() -> Vec<Step> {
    let full = json!({
        "name": "full", "expired_time": 2_000_000_000, "remain_quota": 3_000_000, "unlimited_quota": true,
        "model_limits_enabled": true, "model_limits": "gpt-4o,claude-sonnet-4",
        "allow_ips": "198.51.100.10\n203.0.113.0/24", "group": "vip", "cross_group_retry": true,
    });
    vec![
        Ask("a list without keys", list("")),
        Ask("a create", create(full)),
        Ask("a get of a full key", get("1")),
        Ask("a create of a plain key", create(json!({}))),
        Ask("a get of a plain key", get("2")),
        Ask("a list of two keys", list("")),
        Ask("a list with a query", list("?p=1")),
        Ask("an update", update(1, json!({"name": "full again"}))),
        Ask("an update that disables", update(1, json!({"status": 2}))),
        Ask("a get afterwards", get("1")),
        Ask("a refused get", get("99")),
        Ask("a refused update", update(1, json!({"status": 7}))),
        Ask("a delete", delete("2")),
    ]
}

fn many_requests() -> Vec<Step> {
    let mut steps: Vec<Step> = (0..11).map(|_| Ask("creates", create(json!({})))).collect();
    steps.push(Ask("a get of id 11", get("11")));
    steps.push(Ask("a long list", list("")));
    steps.push(Ask("an update", update(1, json!({}))));
    steps.push(Ask("the fifteenth request, an update", update(1, json!({}))));
    steps
}

fn names() -> Vec<Step> {
    let named = |name: &str| create(json!({"name": name}));
    vec![
        Ask("white space", named("  padded\u{3000}")),
        Ask("white space, listed", list("?page_size=1")),
        Ask("a combining accent", named("cafe\u{301}")),
        Ask("a combining accent, listed", list("?page_size=1")),
        Ask("capitals", named("CAPITALS")),
        Ask("capitals, listed", list("?page_size=1")),
        Ask("markup", named("a<b>&c")),
        Ask("markup, listed", list("?page_size=1")),
        Ask("an emoji", named("rocket \u{1f680}")),
        Ask("an emoji, listed", list("?page_size=1")),
        Ask("an umlaut", named("schön")),
        Ask("an umlaut, listed", list("?page_size=1")),
        Ask("U+0000", named("one\0two")),
        Ask("U+0000, listed", list("?page_size=1")),
        Ask("a plus", named("a+b")),
        Ask("a plus, listed", list("?page_size=1")),
        Ask("quotation marks", named("say \"hello\"")),
        Ask("quotation marks, listed", list("?page_size=1")),
        Ask("a line feed", named("two\nlines")),
        Ask("a line feed, listed", list("?page_size=1")),
        Ask("50 characters of three bytes", named(&"名".repeat(50))),
        Ask("50 characters of three bytes, listed", list("?page_size=1")),
    ]
}

fn texts() -> Vec<Step> {
    vec![
        Ask("a create", create(json!({}))),
        Ask("allow_ips null", update(1, json!({"allow_ips": null}))),
        Ask("three entries", update(1, json!({"allow_ips": "203.0.113.7\n198.51.100.0/24\n192.0.2.1"}))),
        Ask("host bits", update(1, json!({"allow_ips": "203.0.113.7/24"}))),
        Ask("a long IPv6 address", update(1, json!({"allow_ips": "2001:DB8:0:0:0:0:0:1"}))),
        Ask("models out of order", update(1, json!({"model_limits": "gpt-4o,claude-sonnet-4"}))),
        Ask("a model twice", update(1, json!({"model_limits": "gpt-4o,gpt-4o"}))),
        Ask("an unknown model", update(1, json!({"model_limits": "gpt-4o,no-such-model"}))),
    ]
}

fn numbers() -> Vec<Step> {
    vec![
        Ask("a create", create(json!({}))),
        Ask("no expiry", update(1, json!({}))),
        Ask("quota 0", update(1, json!({"remain_quota": 0}))),
        Ask("quota 2^24 + 1", update(1, json!({"remain_quota": 16_777_217}))),
        Ask("quota 2^31", update(1, json!({"remain_quota": 2_147_483_648_i64}))),
        Ask("quota 2^53 + 1", update(1, json!({"remain_quota": 9_007_199_254_740_993_i64}))),
        Ask("expiry at noon and a second", update(1, json!({"expired_time": 1_766_145_601}))),
        Ask("its list", list("")),
        Ask("expiry at noon", update(1, json!({"expired_time": 1_766_145_600}))),
        Ask("expiry in 2040", update(1, json!({"expired_time": 2_208_988_800_i64}))),
    ]
}

fn pages() -> Vec<Step> {
    let mut steps: Vec<Step> = (1..=12)
        .map(|number| create(json!({"name": format!("{}", number % 5)})))
        .map(|sent| Ask("creates", sent))
        .collect();
    steps.extend([
        Ask("a create of another account", create(json!({})).by(BOB)),
        Ask("all on one page", list("?page_size=100")),
        Ask("page 1", list("?p=1&page_size=5")),
        Ask("page 2", list("?p=2&page_size=5")),
        Ask("page 3", list("?p=3&page_size=5")),
        Ask("page 4", list("?p=4&page_size=5")),
        Ask("60 items", list("?page_size=60")),
        Ask("500 items", list("?page_size=500")),
        Ask("an update", update(3, json!({"status": 2}))),
        Ask("all after the update", list("?page_size=100")),
        Ask("a delete", delete("12")),
        Ask("all after the delete", list("?page_size=100")),
    ]);
    steps.extend((14..=18).map(|_| Ask("further creates", create(json!({})))));
    steps.push(Ask("all sixteen", list("?page_size=100")));
    steps
}

fn updates() -> Vec<Step> {
    let set = json!({
        "name": "set", "remain_quota": 700, "unlimited_quota": true, "allow_ips": "192.0.2.1", "group": "vip",
    });
    vec![
        Ask("creates", create(json!({}))),
        Ask("creates", create(json!({"name": "second"}))),
        Ask("creates", create(json!({"name": "second"}))),
        Later(60),
        Ask("an update that repeats the create", update(3, json!({"name": "second"}))),
        Ask("an update", update(2, set.clone())),
        Ask("a get", get("2")),
        Ask("all keys", list("")),
        Ask("the update again", update(2, set)),
        Ask("false, null and 0", update(2, json!({"remain_quota": 0}))),
        Ask("a status", update(2, json!({"status": 3}))),
        Ask("all keys after the status", list("")),
        Ask("status 2", update(2, json!({"status": 2}))),
        Ask("a get after status 2", get("2")),
        Ask("created_time in the body", update(2, json!({"created_time": 5}))),
        Ask("used_quota in the body", update(2, json!({"used_quota": 5}))),
        Ask("key in the body", update(2, json!({"key": "mine"}))),
        Ask("user_id in the body", update(2, json!({"user_id": 3}))),
        Ask("an unknown id", update(77, json!({}))),
        Ask("status 1", update(2, json!({"status": 1}))),
    ]
}

fn refused() -> Vec<Step> {
    vec![
        Ask("a create", create(json!({}))),
        Ask("a refused status", update(1, json!({"name": "sneaked", "status": 9}))),
        Ask("a get after it", get("1")),
        Ask("a refused name", update(1, json!({"name": "n".repeat(51), "remain_quota": 1}))),
        Ask("a get after that", get("1")),
        Ask("a refused group", create(json!({"group": "nobody's"}))),
        Ask("a list after that", list("")),
    ]
}

fn deletes() -> Vec<Step> {
    let full = json!({"name": "full", "model_limits": "gpt-4o", "allow_ips": "192.0.2.1", "group": "vip"});
    vec![
        Ask("a create", create(full)),
        Ask("the first list", list("")),
        Ask("creates", create(json!({"name": "same"}))),
        Ask("creates", create(json!({"name": "same"}))),
        Ask("creates", create(json!({"name": "other"}))),
        Ask("the list of four", list("")),
        Ask("a get of an id above", get("5")),
        Ask("a get", get("2")),
        Ask("a delete of an unknown id", delete("99")),
        Ask("a delete", delete("2")),
        Ask("a get after the delete", get("2")),
        Ask("a list after the delete", list("")),
        Ask("a second delete", delete("2")),
        Ask("an update of it", update(2, json!({}))),
        Ask("an update that disables", update(3, json!({"status": 2}))),
        Ask("a delete of a disabled key", delete("3")),
        Ask("the list after that", list("")),
    ]
}

fn limits() -> Vec<Step> {
    vec![
        Ask("a create", create(json!({}))),
        Ask("50 characters", update(1, json!({"name": "n".repeat(50)}))),
        Ask("51 characters", update(1, json!({"name": "n".repeat(51)}))),
        Ask("60 characters", create(json!({"name": "n".repeat(60)}))),
        Ask("50 characters of three bytes", update(1, json!({"name": "名".repeat(50)}))),
        Ask("50 emoji", update(1, json!({"name": "\u{1f680}".repeat(50)}))),
        Ask("26 letters with accents", update(1, json!({"name": "e\u{301}".repeat(26)}))),
        Ask("the empty name", update(1, json!({"name": ""}))),
        Ask("a repeated name", create(json!({"name": ""}))),
        Ask("status 0", update(1, json!({"status": 0}))),
        Ask("status 4", update(1, json!({"status": 4}))),
        Ask("a past expiry", update(1, json!({"expired_time": START - 1}))),
        Ask("unlimited without quota", update(1, json!({"unlimited_quota": true, "remain_quota": 0}))),
        Ask("a large quota", update(1, json!({"remain_quota": 1_000_001}))),
        Ask("an IPv6 address", update(1, json!({"allow_ips": "2001:db8::1"}))),
        Ask("a network", update(1, json!({"allow_ips": "203.0.113.0/24"}))),
        Ask("an empty list", update(1, json!({"allow_ips": ""}))),
        Ask("an odd second entry", update(1, json!({"allow_ips": "192.0.2.1\nlocalhost"}))),
        Ask("a prefix of 33", update(1, json!({"allow_ips": "203.0.113.0/33"}))),
        Ask("an octet of 999", update(1, json!({"allow_ips": "203.0.113.999"}))),
        Ask("another's group in a create", create(json!({"group": "nobody's"}))),
        Ask("another's group in an update", update(1, json!({"group": "nobody's"}))),
        Ask("the start of a group", update(1, json!({"group": "vi"}))),
        Ask("status 2", update(1, json!({"status": 2}))),
        Ask("status 1 again", update(1, json!({"status": 1}))),
    ]
}

fn bodies() -> Vec<Step> {
    vec![
        Ask("a create", create_as(r#"{"name":"first"}"#)),
        Ask("null", update_as(r#"{"id":1,"name":null}"#)),
        Ask("a number as text", update_as(r#"{"id":1,"remain_quota":"12"}"#)),
        Ask("a fraction", update_as(r#"{"id":1,"remain_quota":1.5}"#)),
        Ask("a boolean as number", update_as(r#"{"id":1,"unlimited_quota":1}"#)),
        Ask("a text as number", update_as(r#"{"id":1,"name":12}"#)),
        Ask("an object for a boolean", update_as(r#"{"id":1,"unlimited_quota":{}}"#)),
        Ask("an array around it", update_as(r#"[{"id":1,"name":"in array"}]"#)),
        Ask("broken JSON", create_as(r#"{"name":"cut"#)),
        Ask("no body", create_as("")),
        Ask("quota 0", update_as(r#"{"id":1,"remain_quota":0}"#)),
        Ask("false", create_as(r#"{"unlimited_quota":false}"#)),
        Ask("expiry -1", update_as(r#"{"id":1,"expired_time":-1}"#)),
        Ask("no id", update_as(r#"{"name":"no id"}"#)),
        Ask("an id with letters", get("1abc")),
        Ask("an omitted quota", update_as(r#"{"id":1,"name":"short"}"#)),
        Ask("a flag outside auto", update_as(r#"{"id":1,"cross_group_retry":true}"#)),
    ]
}

fn accounts() -> Vec<Step> {
    vec![
        Ask("creates", create(json!({}))),
        Ask("creates", create(json!({"name": "bob's"})).by(BOB)),
        Ask("a list", list("")),
        Ask("a page beyond the end", list("?p=2")),
        Ask("a get of another's key", get("2")),
        Ask("an update of another's key", update(2, json!({"name": "taken"}))),
        Ask("the owner's get", get("2").by(BOB)),
        Ask("user_id in a create", create(json!({"user_id": 3}))),
        Ask("the owner's list", list("").by(BOB)),
        Ask("user_id in an update", update(1, json!({"user_id": 3}))),
        Ask("an update of another key than the newest", update(1, json!({}))),
        Ask("a delete of another's key", delete("2")),
        Ask("the owner's get again", get("2").by(BOB)),
    ]
}

fn tokens() -> Vec<Step> {
    vec![
        Ask("a create", create(json!({}))),
        Ask("the start of a token", get("1").by(&ALICE[..12])),
        Ask("a longer token", get("1").by(&format!("{ALICE}0"))),
        Ask("capitals", get("1").by(&ALICE.to_uppercase())),
        Ask("a token of nobody", get("1").by("nobody")),
        Ask("an empty token", get("1").by("")),
        Ask("a key for a token", get("1").by(&value(1))),
        Ask("Bearer before a token", get("1").by(&format!("Bearer {ALICE}"))),
        Ask("a list without a token", list("").by_nobody()),
        Ask("a get without a token", get("1").by_nobody()),
        Ask("an update with a wrong token", update(1, json!({"name": "forged"})).by("nobody")),
        Ask("the get afterwards", get("1")),
        Ask("a delete without a token", delete("1").by_nobody()),
        Ask("the right token", get("1")),
        Ask("an update", update(1, json!({}))),
        Ask("a delete", delete("1")),
    ]
}

fn model_requests() -> Vec<Step> {
    let network = "127.0.0.0/8\n192.0.2.1";
    vec![
        Ask("a create", create(json!({}))),
        Ask("a plain key", models(1)),
        Ask("an update", update(1, json!({"status": 2}))),
        Ask("a key just disabled", models(1)),
        Ask("a disabled key", models(1)),
        Ask("an update", update(1, json!({"status": 3}))),
        Ask("a key marked expired", models(1)),
        Ask("an update", update(1, json!({"expired_time": START - 10}))),
        Ask("an expired key", models(1)),
        Ask("an update", update(1, json!({"expired_time": START - 90_000}))),
        Ask("a long expired key", models(1)),
        Ask("its record", get("1")),
        Ask("an update", update(1, json!({"remain_quota": 0}))),
        Ask("a spent key", models(1)),
        Ask("an update", update(1, json!({"remain_quota": 0, "unlimited_quota": true}))),
        Ask("a spent and unlimited key", models(1)),
        Ask("an update", update(1, json!({"model_limits_enabled": true, "model_limits": "gpt-4o"}))),
        Ask("a limited key", models(1)),
        Ask("an update", update(1, json!({"model_limits_enabled": false, "model_limits": "gpt-4o"}))),
        Ask("a key with its limits off", models(1)),
        Ask("an update", update(1, json!({"model_limits_enabled": true, "model_limits": ""}))),
        Ask("a key with empty limits", models(1)),
        Ask("an update", update(1, json!({"model_limits_enabled": true, "model_limits": "gpt"}))),
        Ask("a key with a part of a model", models(1)),
        Ask("an update", update(1, json!({"allow_ips": "192.0.2.1"}))),
        Ask("an address that is not on the list", models(1)),
        Ask("an update", update(1, json!({"allow_ips": network}))),
        Ask("an address of a network", models(1)),
        Ask("an update", update(1, json!({"allow_ips": "192.0.2.1\n127.0.0.1"}))),
        Ask("the second entry", models(1)),
        Ask("an update", update(1, json!({"allow_ips": ""}))),
        Ask("an empty list", models(1)),
        Ask("a delete", delete("1")),
        Ask("a deleted key", models(1)),
    ]
}

fn at_once() -> Vec<Step> {
    let one = json!({"name": "one", "remain_quota": 1, "group": "vip"});
    let two = json!({"name": "two", "remain_quota": 2, "group": "default"});
    vec![
        Ask("creates", create(json!({"name": "first"}))),
        Ask("a list just after a create", list("")),
        Ask("creates", create(json!({"name": "second"}))),
        Ask("a list just after another create", list("")),
        Wait(400),
        Ask("a list", list("")),
        Ask("an update", update(1, json!({"name": "new"}))),
        Ask("a get just after it", get("1")),
        Ask("a second get", get("1")),
        Wait(200),
        Ask("a get long after it", get("1")),
        AskBoth("an update and a get", update(1, json!({"name": "half", "remain_quota": 5})), get("1")),
        Wait(200),
        AskBoth("two updates of a key", update(1, one.clone()), update(1, two.clone())),
        Wait(200),
        Ask("a get after both", get("1")),
        AskBoth("updates of two keys", update(1, one), update(2, two)),
        Wait(200),
        Ask("a list after both", list("")),
        AskBoth("two creates", create(json!({"name": "third"})), create(json!({"name": "fourth"}))),
        Wait(200),
        Ask("a list after the creates", list("")),
        AskBoth("a create and a list", create(json!({"name": "fifth"})), list("")),
        Wait(200),
        AskBoth("an update and a delete", update(2, json!({"name": "late"})), delete("2")),
        Ask("a get just after the delete", get("2")),
        Wait(200),
        Ask("a get after the delete", get("2")),
    ]
}

fn two_updates() -> Vec<Step> {
    vec![
        Ask("a create", create(json!({"name": "first"}))),
        AskBoth(
            "two updates of a key",
            update(1, json!({"name": "one", "remain_quota": 1, "group": "vip"})),
            update(1, json!({"name": "two", "remain_quota": 2, "group": "default"})),
        ),
        Wait(100),
        Ask("a get after both", get("1")),
    ]
}

fn first_second() -> Vec<Step> {
    vec![
        Ask("the first request", create(json!({}))),
        Ask("the second request", create(json!({}))),
        Ask("the third request", create(json!({}))),
        Ask("the fourth request", create(json!({}))),
        Wait(1_100),
        Ask("a list after a second", list("")),
    ]
}
