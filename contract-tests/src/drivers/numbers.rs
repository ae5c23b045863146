//! Numbers at the ends of what integers, and the floats that some servers read them as, can hold.

use serde_json::json;

use super::words::{create, get, list, update};
use crate::steps::{Body, Case};

pub(super) fn cases() -> Vec<Case> {
    let numbers = [
        0,
        1,
        -2,
        -1_000,
        i64::from(i32::MAX),
        i64::from(i32::MAX) + 1,
        i64::from(u32::MAX) + 1,
        9_007_199_254_740_992,
        9_007_199_254_740_993,
        1_000_000_000_000_001,
        i64::MAX - 1,
        i64::MAX,
        i64::MIN,
    ];
    let mut cases = Vec::new();
    for field in ["remain_quota", "expired_time"] {
        for number in numbers {
            let body = || Body::plain().value(field, json!(number));
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
    cases
}
