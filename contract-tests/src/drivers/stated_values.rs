//! Values that the pages state: status, expiry, quota, group, and how they go together.

use serde_json::json;

use super::in_turn::in_turn;
use super::read_back::read_back;
use super::words::{create, get, models, update};
use crate::steps::{Body, Case, Given};

pub(super) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for status in [0, 5, -1, 6, 10, 255, 65_536, 4_294_967_297_i64] {
        let body = Body::plain().value("status", status);
        cases.push(Case::of([create(0, Body::plain()), get(0), update(0, body), get(0), models(0)]));
    }
    for (from, to) in [(2, 1), (3, 1), (4, 1), (2, 3), (3, 4), (4, 2)] {
        let status = |status: i64| Body::plain().value("status", status);
        let steps =
            [create(0, Body::plain()), update(0, status(from)), get(0), update(0, status(to)), get(0), models(0)];
        cases.push(Case::of(steps));
    }
    let groups =
        ["no-such-group", "def", "DEFAULT", "default", "vip", "auto", "", "Default", " default", "v", "defaults"];
    let unavailable = ["no-such-漢", "no-such-default", "default,vip"];
    let bodies = |field: &str, value: serde_json::Value| Body::plain().value(field, value);
    let mut both: Vec<Body> =
        groups.into_iter().chain(unavailable).map(|group| bodies("group", json!(group))).collect();
    both.extend(["auto", "default", ""].map(|group| bodies("group", json!(group)).value("cross_group_retry", true)));
    // Each switch on, and off again, with nothing else told from a plain key.
    for switch in ["unlimited_quota", "model_limits_enabled", "cross_group_retry"] {
        both.extend([true, false].map(|on| bodies(switch, json!(on))));
    }
    let moments = [Given::InSeconds(-60), Given::InSeconds(1), Given::InSeconds(31_536_000), Given::Value(json!(1))];
    both.extend(moments.map(|moment| Body::plain().given("expired_time", moment)));
    in_turn(vec![cases, read_back(&both)])
}
