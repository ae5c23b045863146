//! Model requests with keys in every state that the pages speak of.

use serde_json::json;

use super::words::{create, delete, get, list, models, update};
use crate::steps::{Body, Case, Given};

pub(super) fn cases() -> Vec<Case> {
    let plain = Body::plain;
    let mut states: Vec<Body> = [1, 2, 3, 4].map(|status| plain().value("status", status)).to_vec();
    states.extend([
        plain().given("expired_time", Given::InSeconds(-86_400)),
        plain().given("expired_time", Given::InSeconds(-300)),
        plain().given("expired_time", Given::InSeconds(86_400)),
        plain().value("expired_time", -1),
        plain().value("remain_quota", 0),
        plain().value("remain_quota", 0).value("unlimited_quota", true),
        plain().value("remain_quota", 100_000).value("unlimited_quota", true),
        plain().value("model_limits_enabled", true).value("model_limits", "gpt-4o"),
        plain().value("model_limits_enabled", true).value("model_limits", "gpt-4o,claude-sonnet-4"),
        plain().value("model_limits_enabled", false).value("model_limits", "gpt-4o"),
        plain().value("model_limits_enabled", true).value("model_limits", ""),
        plain().value("allow_ips", "127.0.0.1"),
        plain().value("allow_ips", "127.0.0.0/8\n::1"),
        plain().value("allow_ips", "198.51.100.10"),
        plain().value("allow_ips", "198.51.100.10\n203.0.113.0/24\n2001:db8::/32"),
        plain().value("allow_ips", ""),
        plain().value("allow_ips", json!(null)),
    ]);
    let mut cases: Vec<Case> = states
        .into_iter()
        .map(|state| {
            Case::of([
                create(0, state.clone()),
                models(0),
                create(1, plain()),
                get(1),
                models(1),
                update(1, state),
                models(1),
                get(1),
                models(1),
                // And as it was.
                update(1, plain()),
                get(1),
                models(1),
                models(0),
            ])
        })
        .collect();
    cases.push(Case::of([
        create(0, plain()),
        create(1, plain()),
        models(0),
        models(1),
        delete(0),
        models(0),
        models(1),
        list(),
        get(1),
    ]));
    cases
}
