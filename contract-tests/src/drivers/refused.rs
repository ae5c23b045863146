//! Requests that are refused for one field, with every other field unlike what is stored: nothing of them may stay.

use serde_json::json;

use super::words::{create, get, list, models, update};
use crate::steps::{Body, Case, Given, NameText, Unit};

pub(super) fn cases() -> Vec<Case> {
    let too_long = NameText { fill: "x".into(), length: Some((51, Unit::Characters)), ..NameText::default() };
    let reasons = [
        ("status", Given::Value(json!(9))),
        ("name", Given::Name(too_long)),
        ("allow_ips", Given::Value(json!("not-an-ip"))),
        ("group", Given::Value(json!("no-such-group"))),
        ("remain_quota", Given::Value(json!("1"))),
        ("name", Given::Value(json!(1))),
        ("cross_group_retry", Given::Value(json!("true"))),
    ];
    let case = |(field, given): (&str, Given)| {
        let renamed = NameText { after: " refused".into(), ..NameText::default() };
        let refused = || Body::rich().given("name", Given::Name(renamed.clone())).given(field, given.clone());
        Case::of([
            create(0, Body::plain()),
            get(0),
            update(0, refused()),
            get(0),
            models(0),
            create(1, if field == "status" { Body::rich().value("group", "no-such-group") } else { refused() }),
            list(),
            get(0),
        ])
    };
    reasons.into_iter().map(case).collect()
}
