//! Every field with every JSON type but its own, and numbers that are no integers.

use serde_json::{Value, json};

use super::words::{create, get, list, update};
use crate::steps::{Body, Case, FIELDS, Given};

/// How many wrong values a case has: more would make it dear to repeat, fewer would make many cases.
const TOGETHER: usize = 4;

pub(super) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for field in FIELDS {
        for some in wrong(field).chunks(TOGETHER) {
            let mut steps = vec![create(0, Body::plain()), get(0)];
            for (index, given) in some.iter().enumerate() {
                let body = || Body::plain().given(field, given.clone());
                steps.extend([update(0, body()), get(0)]);
                if field != "status" {
                    steps.push(create(index + 1, body()));
                }
            }
            steps.push(list());
            cases.push(Case::of(steps));
        }
    }
    cases
}

fn wrong(field: &str) -> Vec<Given> {
    let is_number = matches!(field, "status" | "expired_time" | "remain_quota");
    let is_boolean = matches!(field, "unlimited_quota" | "model_limits_enabled" | "cross_group_retry");
    let values =
        [json!("1"), json!("text"), json!(1), json!(true), json!([]), json!(["a"]), json!({}), json!({"a": 1})];
    let fits = |value: &Value| match value {
        Value::Number(_) => is_number,
        Value::Bool(_) => is_boolean,
        Value::String(_) => !is_number && !is_boolean,
        _ => false,
    };
    let mut wrong: Vec<Given> = values.into_iter().filter(|value| !fits(value)).map(Given::Value).collect();
    if field != "allow_ips" {
        wrong.push(Given::Value(Value::Null));
    }
    if is_number {
        let numbers =
            ["1.5", "1e3", "1.0", "-0", "1E400", "9223372036854775808", "-9223372036854775809", "01", "+1", "0x10"];
        wrong.extend(numbers.map(|text| Given::Written(text.to_owned())));
    }
    wrong
}
