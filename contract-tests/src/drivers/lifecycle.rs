//! What a key goes through: made, read, changed, used, deleted, and asked for again.

use super::words::{ask, create, delete, get, list, list_of, models, update};
use crate::steps::{Body, Case, Given, NameText, What, Who};

/// A list with as many keys as a page may hold.
fn whole() -> What {
    list_of(&[("p", "1"), ("page_size", "100")])
}

/// A plain key with another name.
fn renamed() -> Body {
    Body::plain().given("name", Given::Name(NameText { after: " renamed".into(), ..NameText::default() }))
}

pub(super) fn cases() -> Vec<Case> {
    vec![whole_life(), two_keys(), same_update_again(), one_of_several(), two_accounts(), one_more_and_one_less()]
}

/// A key's whole life, and what is left of it.
fn whole_life() -> Case {
    Case::of([
        create(0, Body::plain()),
        get(0),
        list(),
        models(0),
        update(0, renamed()),
        get(0),
        update(0, renamed()),
        get(0),
        list(),
        models(0),
        delete(0),
        get(0),
        list(),
        models(0),
        delete(0),
        update(0, renamed()),
        get(0),
        list(),
    ])
}

/// Two keys: what is done to one is not done to the other.
fn two_keys() -> Case {
    Case::of([
        create(0, Body::plain()),
        create(1, Body::rich()),
        list(),
        update(0, renamed().value("remain_quota", 5)),
        get(1),
        list(),
        update(1, Body::rich().value("status", 1)),
        get(0),
        list(),
        delete(0),
        get(1),
        list(),
        delete(0),
        get(1),
        update(0, renamed()),
        get(1),
        list(),
    ])
}

/// The same update again and again.
fn same_update_again() -> Case {
    Case::of([
        create(0, Body::rich()),
        get(0),
        update(0, Body::rich()),
        get(0),
        update(0, Body::rich()),
        get(0),
        list(),
    ])
}

/// One of several goes.
fn one_of_several() -> Case {
    Case::of([
        create(0, Body::plain()),
        create(1, Body::plain()),
        create(2, Body::plain()),
        list(),
        list_of(&[]),
        get(2),
        get(0),
        delete(1),
        list(),
        get(0),
        get(2),
    ])
}

/// Two accounts, each with a key of its own.
fn two_accounts() -> Case {
    Case::default()
        .then(ask(create(0, Body::plain())))
        .then(ask(create(1, Body::plain())).by(Who::Second))
        .then(ask(list()))
        .then(ask(list()).by(Who::Second))
        .then(ask(get(0)))
        .then(ask(get(1)).by(Who::Second))
        .then(ask(update(0, renamed())))
        .then(ask(get(1)).by(Who::Second))
        .then(ask(list()).by(Who::Second))
        .then(ask(delete(0)))
        .then(ask(list()).by(Who::Second))
        .then(ask(list()))
}

/// What one create adds to a whole list, and one delete takes from it.
fn one_more_and_one_less() -> Case {
    Case::default()
        .undisturbed([
            ask(whole()),
            ask(create(0, Body::plain())),
            ask(whole()),
            ask(create(1, Body::rich())),
            ask(whole()),
        ])
        .then(ask(get(0)))
        .then(ask(get(1)))
        .undisturbed([ask(whole()), ask(delete(0)), ask(whole())])
}
