//! Model requests with keys in every state that the pages speak of.

use serde_json::json;

use super::words::{create, delete, get, list, models, update};
use crate::steps::{Body, Case, Given};

/// How many states a case has.
const TOGETHER: usize = 3;

/// Keys as model requests find them.
fn states() -> Vec<Body> {
    let plain = Body::plain;
    let limited = |models: &str| plain().value("model_limits_enabled", true).value("model_limits", models);
    let from = |list: &str| plain().value("allow_ips", list);
    vec![
        plain().value("status", 2),
        plain().given("expired_time", Given::InSeconds(-86_400)),
        plain().value("remain_quota", 0),
        limited("gpt-4o"),
        from("198.51.100.10"),
        plain().value("model_limits_enabled", false).value("model_limits", "gpt-4o"),
        // Of a list of three the second, the last, and none.
        from("198.51.100.10\n127.0.0.1\n203.0.113.0/24"),
        from("198.51.100.10\n203.0.113.0/24\n127.0.0.0/8"),
        from("198.51.100.10\n203.0.113.0/24\n2001:db8::/32"),
        // Ids that are a part of another's, or have another's as a part.
        limited("gpt-4o-mini"),
        limited("gpt-4"),
        limited("claude-sonnet-4-5,gemini-2.5-pro"),
        plain().value("status", 3),
        plain().value("remain_quota", 0).value("unlimited_quota", true),
        limited(""),
        plain().value("status", 4),
        from(""),
        limited("gpt-4o,claude-sonnet-4,gpt-4o"),
        plain().given("expired_time", Given::InSeconds(-300)),
        from("127.0.0.1"),
        limited("gpt-4o,claude-sonnet-4"),
        plain().given("expired_time", Given::InSeconds(86_400)),
        from("127.0.0.0/8\n::1"),
        plain().value("remain_quota", 100_000).value("unlimited_quota", true),
        plain().value("expired_time", -1),
        from("::1\n::ffff:127.0.0.1"),
        plain().value("allow_ips", json!(null)),
        plain().value("status", 1),
    ]
}

pub(super) fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = states().chunks(TOGETHER).map(used).collect();
    cases.push(Case::of([
        create(0, Body::plain()),
        create(1, Body::plain()),
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

/// A key in each of these states, and one that goes through all of them, plain again before the next.
fn used(states: &[Body]) -> Case {
    let mut asked = vec![create(0, Body::plain()), get(0), models(0)];
    for (index, state) in states.iter().enumerate() {
        let made = index + 1;
        asked.extend([
            create(made, state.clone()),
            models(made),
            update(0, state.clone()),
            models(0),
            get(0),
            models(0),
        ]);
        asked.extend([update(0, Body::plain()), get(0), models(0), get(made), models(made)]);
    }
    Case::of(asked)
}
