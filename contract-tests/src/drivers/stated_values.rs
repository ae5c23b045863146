//! Values that the pages state: status, expiry, quota, group, and how they go together.

use serde_json::json;

use super::words::{create, get, list, models, update};
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
    for group in ["no-such-group", "no-such-漢", "default", "vip", "auto", "", "Default", " default"] {
        for retry in [false, true] {
            let body = || Body::plain().value("group", group).value("cross_group_retry", retry);
            cases.push(Case::of([
                create(0, body()),
                get(0),
                create(1, Body::plain()),
                get(1),
                update(1, body()),
                get(1),
                list(),
            ]));
        }
    }
    for expiry in [Given::InSeconds(-60), Given::InSeconds(1), Given::InSeconds(31_536_000), Given::Value(json!(1))] {
        let body = || Body::plain().given("expired_time", expiry.clone());
        cases.push(Case::of([create(0, body()), get(0), create(1, Body::plain()), update(1, body()), get(1), list()]));
    }
    cases
}
