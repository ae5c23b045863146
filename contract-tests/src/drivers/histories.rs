//! Random histories over several keys of two accounts.

use proptest::collection::vec;
use proptest::prelude::Just;
use proptest::sample::select;
use proptest::strategy::{BoxedStrategy, Strategy, Union};
use serde_json::json;

use super::words::{ask, create, delete, get, list, list_of, models, update};
use crate::steps::{Ask, Body, Case, Given, NameText, Shape, Token, Unit, What, Who};

/// How many keys a history may have.
const KEYS: usize = 5;

pub(super) fn strategy() -> BoxedStrategy<Case> {
    let step = (what(), who(), token()).prop_map(|(what, who, token)| ask(what).by(who).with(token));
    vec(step, 4..24).prop_map(numbered).boxed()
}

/// Gives every create a number of its own, and asks about keys that were made before where it can.
fn numbered(asks: Vec<Ask>) -> Case {
    let mut case = Case::of([create(0, Body::plain())]);
    let mut made = 1;
    for mut ask in asks {
        if let What::Create(number, _) = &mut ask.what {
            *number = made;
            made += 1;
        }
        case = case.then(ask);
    }
    case.then(ask(list())).then(ask(list()).by(Who::Second))
}

fn who() -> impl Strategy<Value = Who> {
    Union::new_weighted(vec![(5, Just(Who::First)), (1, Just(Who::Second))])
}

fn token() -> impl Strategy<Value = Token> {
    let wrong = vec![Token::Missing, Token::Recased, Token::Cut(3), Token::Invented("nobody-at-all-0000".into())];
    Union::new_weighted(vec![(40, Just(Token::Right).boxed()), (1, select(wrong).boxed())])
}

fn what() -> impl Strategy<Value = What> {
    let key = || 0..KEYS;
    let pages = select(vec![vec![], vec![("p", "1"), ("page_size", "2")], vec![("p", "2"), ("page_size", "2")]]);
    Union::new_weighted(vec![
        (3, body(false).prop_map(|body| create(0, body)).boxed()),
        (6, (key(), body(true)).prop_map(|(key, body)| update(key, body)).boxed()),
        (4, key().prop_map(get).boxed()),
        (3, key().prop_map(models).boxed()),
        (2, Just(list()).boxed()),
        (1, pages.prop_map(|query| list_of(&query)).boxed()),
        (1, key().prop_map(delete).boxed()),
    ])
}

fn body(is_update: bool) -> impl Strategy<Value = Body> {
    let base = select(vec![Body::plain(), Body::plain(), Body::rich(), Body::nothing()]);
    let shapes =
        vec![(12, Just(Shape::AsIs)), (1, Just(Shape::CutBytes(3))), (1, Just(Shape::Written(vec![1, 2, 3, 5, 7])))];
    (base, vec(change(), 0..4), Union::new_weighted(shapes)).prop_map(move |(body, changes, shape)| {
        let changes = changes.into_iter().filter(|(field, _)| is_update || *field != "status");
        changes.fold(body, |body, (field, given)| body.given(field, given)).shaped(shape)
    })
}

fn change() -> impl Strategy<Value = (&'static str, Given)> {
    let numbers = || Union::new_weighted(vec![(3, (0..2_000_000_i64).boxed()), (1, select(vec![-1, 0, 1]).boxed())]);
    let value = |field: &'static str, values: Vec<serde_json::Value>| {
        select(values).prop_map(move |value| (field, Given::Value(value))).boxed()
    };
    let name = (select(vec!["x", "漢", "😀", "e\u{301}"]), 40..54_usize).prop_map(|(fill, length)| {
        let length = Some((length, Unit::Characters));
        ("name", Given::Name(NameText { fill: fill.into(), length, ..NameText::default() }))
    });
    let expiry = (-100_000..100_000_i64).prop_map(|seconds| ("expired_time", Given::InSeconds(seconds)));
    let fields =
        vec!["status", "expired_time", "remain_quota", "unlimited_quota", "model_limits", "allow_ips", "group"];
    let mut kinds: Vec<(u32, BoxedStrategy<(&'static str, Given)>)> = vec![
        (3, name.boxed()),
        (2, expiry.boxed()),
        (3, value("status", vec![json!(1), json!(2), json!(3), json!(4), json!(5)])),
        (2, numbers().prop_map(|number| ("remain_quota", Given::Value(json!(number)))).boxed()),
        (2, value("allow_ips", vec![json!(null), json!(""), json!("127.0.0.1"), json!("192.0.2.1\n::1"), json!("x")])),
        (2, value("group", vec![json!(""), json!("auto"), json!("vip"), json!("default"), json!("no-such-group")])),
        (2, value("model_limits", vec![json!(""), json!("gpt-4o"), json!("gpt-4o,gemini-2.5-pro")])),
        (2, select(fields).prop_map(|field| (field, Given::Omitted)).boxed()),
    ];
    for field in ["unlimited_quota", "model_limits_enabled", "cross_group_retry"] {
        kinds.push((2, value(field, vec![json!(true), json!(false)])));
    }
    Union::new_weighted(kinds)
}
