//! Reads and further updates while a write is under way: each sees it done or not done, never half, and what came after it
//! stays.

use super::parallel::different;
use super::words::{ask, create, delete, get, list, update};
use crate::steps::{Ask, Body, Case, What};

pub(super) fn cases() -> Vec<Case> {
    vec![
        update_after_a_read(),
        reads_of_an_update(),
        lists_of_a_create(),
        delete_during_an_update(),
        reads_of_a_delete(),
        reads_of_two_updates(),
    ]
}

fn asks(what: impl IntoIterator<Item = What>) -> Vec<Ask> {
    what.into_iter().map(ask).collect()
}

/// An update that starts once a read has shown the one still under way comes after that.
fn update_after_a_read() -> Case {
    let case = Case::of([create(0, Body::plain()), get(0)]);
    let round = |case: Case, number: usize| {
        let (slow, quick) = (update(0, different(2 * number)), update(0, different(2 * number + 1)));
        case.lanes([asks([slow]), asks([get(0), get(0), quick, get(0)])]).then(ask(get(0)))
    };
    (0..4).fold(case, round).then(ask(list()))
}

/// Reads as fast as they go, while everything changes.
fn reads_of_an_update() -> Case {
    let case = Case::of([create(0, Body::plain()), get(0)]);
    let round = |case: Case, number: usize| {
        let reads = [get(0), list(), get(0), get(0)];
        case.lanes([asks([update(0, different(number))]), asks(reads)]).then(ask(get(0)))
    };
    (0..3).fold(case, round).then(ask(list()))
}

fn lists_of_a_create() -> Case {
    let round = |case: Case, number: usize| {
        case.lanes([asks([create(number, Body::rich())]), asks([list(), list(), list()])]).then(ask(get(number)))
    };
    (0..3).fold(Case::of([list()]), round).then(ask(list()))
}

/// A delete while an update is under way: what is deleted stays so, whatever the update still has to do.
fn delete_during_an_update() -> Case {
    let made = Case::of((0..3).map(|number| create(number, Body::plain())));
    let round = |case: Case, number: usize| {
        let lanes = [asks([update(number, different(number))]), asks([get(number), delete(number), get(number)])];
        case.lanes(lanes).then(ask(get(number)))
    };
    (0..3).fold(made, round).then(ask(list()))
}

fn reads_of_a_delete() -> Case {
    Case::of([create(0, Body::plain()), create(1, Body::rich()), get(0), list()])
        .lanes([asks([delete(0)]), asks([get(0), list(), get(0), get(1)])])
        .then(ask(get(0)))
        .then(ask(get(1)))
        .then(ask(list()))
}

fn reads_of_two_updates() -> Case {
    Case::of([create(0, Body::plain()), get(0)])
        .lanes([
            asks([update(0, different(1))]),
            asks([update(0, different(2))]),
            asks([get(0), get(0), get(0), get(0)]),
        ])
        .then(ask(get(0)))
        .then(ask(list()))
}
