//! What most programs rely on, in few requests: for runs that may not send many.

use super::words::{ask, create, delete, get, list, list_of, update};
use crate::steps::{Ask, Body, Case, Given, NameText, Token, Unit, What, Who};

pub(super) fn cases() -> Vec<Case> {
    vec![changes(), refusals(), gone_and_foreign(), tokens(), kept_or_reset()]
}

fn name(length: usize) -> Given {
    Given::Name(NameText { fill: "漢".into(), length: Some((length, Unit::Characters)), ..NameText::default() })
}

/// A rename, a cap, an expiry, an allow list, a pause: each stored, and nothing else changed.
fn changes() -> Case {
    Case::of([
        create(0, Body::plain()),
        get(0),
        update(0, Body::plain().given("name", name(50)).value("status", 2)),
        get(0),
        update(0, Body::plain().value("remain_quota", 4_321).value("allow_ips", "198.51.100.7\n2001:db8::/32")),
        get(0),
        update(0, Body::plain().value("remain_quota", 4_321).value("allow_ips", "198.51.100.7\n2001:db8::/32")),
        list(),
        list_of(&[("p", "1"), ("page_size", "1")]),
    ])
}

/// What must be refused, and must leave the key as it is.
fn refusals() -> Case {
    let updates = [
        Body::plain().given("name", name(51)),
        Body::plain().value("allow_ips", "not an address"),
        Body::plain().value("remain_quota", "12"),
        Body::plain().value("remain_quota", -1),
        Body::plain().value("status", 9),
        Body::plain().value("group", "no-such-group"),
        Body::plain().value("expired_time", -2),
    ];
    let case = Case::of([create(0, Body::plain())]);
    let case = updates.into_iter().fold(case, |case, body| case.then(ask(update(0, body))));
    case.then(ask(get(0))).then(ask(create(1, Body::plain().given("name", name(51))))).then(ask(list()))
}

/// A key that was deleted, and one that is another account's.
fn gone_and_foreign() -> Case {
    let theirs = |what: What| -> Ask { ask(what).by(Who::Second) };
    Case::of([create(0, Body::plain())])
        .then(theirs(get(0)))
        .then(theirs(update(0, Body::plain().value("status", 2))))
        .then(theirs(delete(0)))
        .then(ask(get(0)))
        .then(ask(delete(0)))
        .then(ask(get(0)))
        .then(ask(update(0, Body::plain())))
        .then(ask(delete(0)))
        .then(ask(list()))
}

fn tokens() -> Case {
    let wrong = || Token::Invented("not-a-token-of-anybody-0001".into());
    Case::of([create(0, Body::plain())])
        .then(ask(list()).with(Token::Missing))
        .then(ask(get(0)).with(Token::Missing))
        .then(ask(update(0, Body::plain().value("status", 2))).with(wrong()))
        .then(ask(delete(0)).with(wrong()))
        .then(ask(get(0)))
}

/// What an update does to the fields that it leaves out.
fn kept_or_reset() -> Case {
    let without = |fields: &[&str]| fields.iter().fold(Body::plain(), |body, field| body.given(field, Given::Omitted));
    Case::of([
        create(0, Body::rich()),
        get(0),
        update(0, without(&["name", "group", "cross_group_retry"])),
        get(0),
        update(0, Body::rich()),
        update(0, without(&["remain_quota", "unlimited_quota", "status"])),
        get(0),
        update(0, without(&["allow_ips"])),
        get(0),
        list(),
    ])
}
