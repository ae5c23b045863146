//! Members that the pages have in records only, sent in creates and updates: what a server says of a key is not for the
//! sender to say.

use super::words::{ask, create, get, list, models, update};
use crate::steps::{Body, Case, Given, Who};

pub(super) fn cases() -> Vec<Case> {
    let chosen = || {
        Body::plain()
            .value("key", "sk-chosen0000000000000000000000000000000000000000000")
            .value("used_quota", 12_345)
            .value("created_time", 1)
            .value("accessed_time", 2)
    };
    vec![
        of_another_account(),
        unusable(),
        Case::of([create(0, chosen()), get(0), list(), models(0), update(0, chosen()), get(0), list(), models(0)]),
        Case::of([
            create(0, Body::plain()),
            get(0),
            create(1, Body::plain().value("id", 987_654_321_987_i64)),
            get(1),
            get(0),
            list(),
        ]),
    ]
}

/// A key that nobody can use, updated again and again: what was used of it stays nothing.
fn unusable() -> Case {
    let spent = || Body::plain().value("remain_quota", 0);
    let disabled = || spent().value("status", 2);
    Case::of([
        create(0, spent()),
        get(0),
        update(0, spent()),
        get(0),
        update(0, disabled()),
        update(0, disabled().value("expired_time", 1_700_000_000)),
        get(0),
        update(0, spent().value("group", "default")),
        get(0),
        list(),
    ])
}

/// The `user_id` of the other account, which has a key of its own.
fn of_another_account() -> Case {
    let theirs = || Body::plain().given("user_id", Given::OwnerOf(0));
    Case::default()
        .then(ask(create(0, Body::plain())).by(Who::Second))
        .then(ask(list()).by(Who::Second))
        .then(ask(create(1, Body::plain())))
        .then(ask(get(1)))
        .then(ask(update(1, theirs().value("remain_quota", 3))))
        .then(ask(get(1)))
        .then(ask(list()))
        .then(ask(get(1)).by(Who::Second))
        .then(ask(list()).by(Who::Second))
        .then(ask(create(2, theirs())))
        .then(ask(list()))
        .then(ask(list()).by(Who::Second))
        .then(ask(get(2)))
        .then(ask(get(2)).by(Who::Second))
}
