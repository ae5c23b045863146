//! Every editable field left out, null, empty, and with a value: on create and on update, and read back.

use serde_json::{Value, json};

use super::words::{create, get, list, models, update};
use crate::steps::{Body, Case, FIELDS, Given, NameText};

pub(super) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for field in FIELDS {
        for given in ways(field) {
            let created = Body::rich().given(field, given.clone());
            if field != "status" {
                cases.push(Case::of([create(0, created.clone()), get(0), list()]));
            }
            cases.push(Case::of([
                create(0, Body::rich()),
                update(0, Body::rich().given(field, value_before(field))),
                get(0),
                update(0, created.clone()),
                get(0),
                update(0, created),
                get(0),
                list(),
            ]));
        }
        // Alone in the body: the other nine are left out.
        for given in ways(field).into_iter().skip(2) {
            let alone = Body::nothing().given(field, given);
            cases.push(Case::of([create(0, Body::rich()), get(0), update(0, alone), get(0), models(0)]));
        }
    }
    // All left out at once.
    cases.push(Case::of([create(0, Body::nothing()), list(), get(0)]));
    let set = || Body::rich().value("status", 2);
    cases.push(Case::of([
        create(0, Body::rich()),
        update(0, set()),
        get(0),
        update(0, Body::nothing()),
        get(0),
        list(),
    ]));
    cases
}

/// A field as it is before: never what `ways` then gives.
fn value_before(field: &str) -> Given {
    match field {
        "name" => Given::Name(NameText { after: " before".into(), ..NameText::default() }),
        "expired_time" => Given::InSeconds(7_200),
        "status" => Given::Value(json!(2)),
        "remain_quota" => Given::Value(json!(555_001)),
        "allow_ips" => Given::Value(json!("192.0.2.9")),
        "model_limits" => Given::Value(json!("gemini-2.5-pro")),
        "group" => Given::Value(json!("auto")),
        _ => Given::Value(json!(true)),
    }
}

/// Left out, null, empty, and two values.
fn ways(field: &str) -> Vec<Given> {
    let mut ways = vec![Given::Omitted, Given::Value(Value::Null)];
    let values = match field {
        "name" => {
            vec![Given::Value(json!("")), Given::Name(NameText { after: " 漢é😀".into(), ..NameText::default() })]
        }
        "expired_time" => vec![Given::Value(json!(0)), Given::Value(json!(-1)), Given::InSeconds(3_600)],
        "status" => [1, 2, 3, 4].map(|status| Given::Value(json!(status))).to_vec(),
        "remain_quota" => vec![Given::Value(json!(0)), Given::Value(json!(1)), Given::Value(json!(1_234_567))],
        "model_limits" => vec![Given::Value(json!("")), Given::Value(json!("gpt-4o,gemini-2.5-pro"))],
        "allow_ips" => vec![Given::Value(json!("")), Given::Value(json!("203.0.113.0/24\n2001:db8::1"))],
        "group" => vec![Given::Value(json!("")), Given::Value(json!("default")), Given::Value(json!("vip"))],
        _ => vec![Given::Value(json!(false)), Given::Value(json!(true))],
    };
    ways.extend(values);
    ways
}
