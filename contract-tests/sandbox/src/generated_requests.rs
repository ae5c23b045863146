//! Requests of every kind, generated, through the same [`model::answer`] as those that come over the wire.
//!
//! `SANDBOX_REQUESTS=1000000 cargo test --release -p cometapi-keys-sandbox generated` sends so many to every profile;
//! without it there are a few thousand.

use std::net::{IpAddr, Ipv4Addr};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::Value;

use crate::account::Account;
use crate::answer::Answer;
use crate::key::Key;
use crate::limits;
use crate::model;
use crate::profile::{Keys, Profile, StatusByUse};
use crate::request::Request;
use crate::world::World;

/// How many requests come one after the other before everything starts anew.
const HISTORY: usize = 100;

/// A request before ids and keys are known.
#[derive(Clone, Debug)]
struct Drawn {
    method: &'static str,
    path: String,
    authorization: Option<Vec<u8>>,
    body: Vec<u8>,
    peer: Ipv4Addr,
    /// Seconds since the request before.
    later: i64,
}

fn number() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => (0..12_i64).prop_map(|number| number.to_string()),
        1 => any::<i64>().prop_map(|number| number.to_string()),
        1 => prop::sample::select(vec!["-1", "0", "1.0", "1e3", "-0", "9223372036854775808", "01", "+1", "\"1\"", "null"])
            .prop_map(str::to_owned),
    ]
}

fn path() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => Just("/api/token/".to_owned()),
        4 => number().prop_map(|id| format!("/api/token/{}", id.replace('"', "%22"))),
        2 => (number(), number()).prop_map(|(p, size)| format!("/api/token/?p={p}&page_size={size}&size={size}").replace('"', "%22")),
        1 => number().prop_map(|id| format!("/api/token/{}/key", id.replace('"', "%22"))),
        3 => Just("/v1/models".to_owned()),
        1 => "/[a-z/%0-9?=&.]{0,30}",
    ]
}

fn authorization() -> impl Strategy<Value = Option<Vec<u8>>> {
    prop_oneof![
        6 => Just(Some(b"alice-token".to_vec())),
        3 => Just(Some(b"bob-token".to_vec())),
        1 => Just(Some(b"Bearer alice-token".to_vec())),
        // `<3>` becomes the value of the fourth key that there is.
        4 => (0..12_u8).prop_map(|place| Some(format!("Bearer <{place}>").into_bytes())),
        1 => Just(None),
        1 => prop::collection::vec(any::<u8>(), 0..40).prop_map(Some),
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => ".{0,8}",
        1 => ".{45,55}",
        1 => prop::sample::select(vec!["vip", "auto", "no-such-group", "127.0.0.1", "::/0\n10.0.0.0/8", "gpt-4o,x", "not-an-ip"])
            .prop_map(str::to_owned),
        1 => "[\\x00-\\x1f\u{d7ff}\u{10ffff}\"\\\\]{0,6}",
    ]
}

fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => number(),
        4 => text().prop_map(|text| Value::from(text).to_string()),
        2 => any::<bool>().prop_map(|boolean| boolean.to_string()),
        1 => prop::sample::select(vec!["null", "[]", "{}", "[[null]]", "\"\\ud800\"", "\"\\ud83d\\udd11\"", "1e999", "tru"])
            .prop_map(str::to_owned),
    ]
}

fn fitting_member() -> impl Strategy<Value = (String, String)> {
    let of = |names: &[&'static str]| prop::sample::select(names.to_vec()).prop_map(str::to_owned);
    prop_oneof![
        (of(&["id", "status", "expired_time", "remain_quota"]), (-1..12_i64).prop_map(|number| number.to_string())),
        (of(&["name", "model_limits", "allow_ips", "group"]), text().prop_map(|text| Value::from(text).to_string())),
        (
            of(&["unlimited_quota", "model_limits_enabled", "cross_group_retry"]),
            any::<bool>().prop_map(|b| b.to_string())
        ),
    ]
}

fn odd_member() -> impl Strategy<Value = (String, String)> {
    let names = [
        "id",
        "ID",
        "name",
        "status",
        "expired_time",
        "remain_quota",
        "unlimited_quota",
        "allow_ips",
        "user_id",
        "key",
        "",
    ];
    (prop::sample::select(names.to_vec()).prop_map(str::to_owned), value())
}

fn body() -> impl Strategy<Value = Vec<u8>> {
    let object = |members: Vec<(String, String)>| {
        let members: Vec<String> = members.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
        format!("{{{}}}", members.join(",")).into_bytes()
    };
    let with_id = |(id, mut members): (i64, Vec<(String, String)>)| {
        members.insert(0, ("id".to_owned(), id.to_string()));
        members
    };
    prop_oneof![
        6 => (0..12_i64, prop::collection::vec(fitting_member(), 0..8)).prop_map(with_id).prop_map(object),
        2 => prop::collection::vec(prop_oneof![fitting_member(), odd_member()], 0..6).prop_map(object),
        1 => value().prop_map(String::into_bytes),
        1 => prop::collection::vec(any::<u8>(), 0..60),
        1 => (0..400_usize, prop::sample::select(vec!["[", "{\"id\":", "\""])).prop_map(|(deep, open)| open.repeat(deep).into_bytes()),
        1 => Just(Vec::new()),
    ]
}

fn drawn() -> impl Strategy<Value = Drawn> {
    let methods = prop_oneof![
        4 => Just("GET"), 6 => Just("POST"), 6 => Just("PUT"), 2 => Just("DELETE"),
        1 => prop::sample::select(vec!["HEAD", "PATCH", "OPTIONS", "TRACE"]),
    ];
    let peer = (1..4_u8).prop_map(|last| Ipv4Addr::new(127, 0, 0, last));
    (methods, path(), authorization(), body(), peer, 0..3_i64).prop_map(
        |(method, path, authorization, body, peer, later)| Drawn { method, path, authorization, body, peer, later },
    )
}

fn accounts() -> Vec<Account> {
    vec![Account::new("alice", 2, "alice-token"), Account::new("bob", 3, "bob-token")]
}

fn keys(world: &World) -> Vec<Key> {
    let mut keys: Vec<Key> = world.store.all().cloned().collect();
    keys.sort_by_key(|key| key.id);
    keys
}

/// The request with keys in the places left for them; `None` for one that cannot be sent over HTTP.
fn request(drawn: &Drawn, keys: &[Key]) -> Option<Request> {
    let mut headers = HeaderMap::new();
    if let Some(value) = &drawn.authorization {
        let place = value
            .strip_prefix(b"Bearer <")
            .and_then(|rest| std::str::from_utf8(rest).ok()?.strip_suffix('>')?.parse::<usize>().ok());
        let value = match place {
            Some(place) => format!("Bearer {}", keys.get(place).map_or("none", |key| key.key.as_str())).into_bytes(),
            None => value.clone(),
        };
        headers.insert("authorization", HeaderValue::from_bytes(&value).ok()?);
    }
    Some(Request {
        method: Method::from_bytes(drawn.method.as_bytes()).ok()?,
        uri: drawn.path.parse().ok()?,
        headers,
        body: Bytes::from(drawn.body.clone()),
        peer: IpAddr::V4(drawn.peer),
    })
}

/// What must hold of every answer and of the keys after it.
fn check(
    profile: &Profile,
    request: &Request,
    answer: &Answer,
    before: &[Key],
    world: &World,
) -> Result<(), TestCaseError> {
    prop_assert!(matches!(answer.status, 200 | 301 | 307 | 401 | 403 | 404 | 405), "{}", answer.status);
    let json = answer.content_type.is_some_and(|media_type| media_type.starts_with("application/json"));
    let body: Value = if json { serde_json::from_slice(&answer.body).unwrap() } else { Value::Null };
    let accepted = answer.status == 200 && body["success"] == Value::Bool(true);
    let after = keys(world);
    let is_models = request.uri.path() == "/v1/models";
    let may_be_marked = is_models && profile.status_by_use == StatusByUse::Marked;
    if !accepted && !may_be_marked {
        prop_assert_eq!(before, after.as_slice(), "a refused request changed a key");
    }
    if accepted && request.method == Method::GET && !is_models {
        prop_assert_eq!(before, after.as_slice(), "a read changed a key");
    }
    let changed = after.iter().filter(|key| !before.contains(key)).count();
    let gone = before.iter().filter(|key| after.iter().all(|left| left.id != key.id)).count();
    prop_assert!(changed + gone <= 1, "one request changed {changed} keys, and {gone} are gone");
    for key in &after {
        // Found by every index, and by its account alone.
        prop_assert_eq!(world.store.get(key.user_id, key.id), Some(key));
        prop_assert!(world.store.get(5 - key.user_id, key.id).is_none());
        prop_assert_eq!(world.store.newest_first(key.user_id, 0).filter(|other| other.id == key.id).count(), 1);
    }
    prop_assert_eq!(world.store.count(2) + world.store.count(3), after.len());
    if profile.keys == Keys::Masked && !request.uri.path().ends_with("/key") {
        let text = String::from_utf8_lossy(&answer.body).into_owned();
        prop_assert!(after.iter().all(|key| !text.contains(&key.key)), "a key in clear");
    }
    Ok(())
}

fn history(profile: &Profile, requests: &[Drawn]) -> Result<(), TestCaseError> {
    let limits = limits::documented().unwrap();
    let mut world = World::new(accounts());
    world.situations = Some(std::collections::BTreeSet::new());
    let mut now = 0;
    for drawn in requests {
        now += drawn.later;
        let before = keys(&world);
        let Some(request) = request(drawn, &before) else { continue };
        let answer = model::answer(profile, limits, &mut world, &request, now);
        check(profile, &request, &answer, &before, &world)?;
    }
    Ok(())
}

#[test]
fn generated_requests_are_answered_and_leave_the_keys_whole() {
    let asked = std::env::var("SANDBOX_REQUESTS").ok().map(|text| text.parse::<usize>().unwrap());
    let cases = u32::try_from(asked.unwrap_or(5_000).div_ceil(HISTORY)).unwrap();
    for profile in Profile::ALL {
        let config = Config { cases, failure_persistence: None, ..Config::default() };
        let requests = prop::collection::vec(drawn(), HISTORY);
        TestRunner::new(config).run(&requests, |requests| history(profile, &requests)).unwrap();
    }
}
