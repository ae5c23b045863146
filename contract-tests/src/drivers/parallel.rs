//! Requests at the same time: updates of one key and of many, creates, deletes, and reads among them.

use proptest::collection::vec;
use proptest::prelude::{Just, any};
use proptest::strategy::{BoxedStrategy, Strategy as _};
use proptest::{prop_oneof, strategy::Union};

use super::meanwhile;
use super::words::{ask, create, delete, get, list, models, update};
use crate::steps::{Ask, Body, Case, Given, NameText, What};

pub(super) fn cases() -> Vec<Case> {
    // Whatever takes its time does so in every step: the shortest that tells most comes first.
    let mut cases = vec![
        Case::default()
            .together((0..6).map(|number| ask(create(number, Body::plain().value("remain_quota", number + 10)))))
            .then(ask(list()))
            .together((0..6).map(|number| ask(get(number))))
            .together((0..6).map(|number| ask(delete(number))))
            .then(ask(list())),
        Case::of([create(0, Body::plain()), get(0)])
            .together([ask(update(0, different(3))), ask(delete(0)), ask(get(0)), ask(models(0))])
            .then(ask(get(0)))
            .then(ask(list())),
        of_one_key(4),
    ];
    cases.extend(meanwhile::cases());
    cases.push(of_many_keys(4));
    cases.push(
        Case::of([create(0, Body::plain()), get(0)])
            .together((0..4).map(|_| ask(update(0, Body::plain().value("remain_quota", 9)))))
            .then(ask(get(0)))
            .together((0..3).map(|_| ask(delete(0))))
            .then(ask(get(0)))
            .then(ask(list())),
    );
    for count in [2, 8] {
        for _ in 0..3 {
            cases.push(of_one_key(count));
        }
        cases.push(of_many_keys(count));
    }
    cases
}

/// A body that differs from that of every other number in each of its fields that can.
pub(super) fn different(number: usize) -> Body {
    let even = number.is_multiple_of(2);
    Body::plain()
        .given("name", Given::Name(NameText { after: format!(" variant {number}"), ..NameText::default() }))
        .value("status", if even { 1 } else { 2 })
        .value("remain_quota", 1_000 + number)
        .given("expired_time", Given::InSeconds(3_000 + i64::try_from(number).unwrap_or_default()))
        .value("unlimited_quota", even)
        .value("model_limits_enabled", !even)
        .value("model_limits", format!("model-{number}"))
        .value("allow_ips", format!("192.0.2.{}", number + 1))
        .value("group", if even { "default" } else { "vip" })
        .value("cross_group_retry", even)
}

fn of_one_key(count: usize) -> Case {
    Case::of([create(0, Body::plain()), get(0)])
        .together((0..count).map(|number| ask(update(0, different(number)))))
        .then(ask(get(0)))
        .then(ask(get(0)))
        .then(ask(list()))
}

fn of_many_keys(count: usize) -> Case {
    let mut case = Case::of((0..count).map(|number| create(number, Body::plain())));
    case = case.then(ask(list())).together((0..count).map(|number| ask(update(number, different(number)))));
    let reads = (0..count).map(get);
    reads.fold(case, |case, what| case.then(ask(what))).then(ask(list()))
}

/// Races over two keys, as they come.
pub(super) fn strategy() -> BoxedStrategy<Case> {
    let key = || 0..2_usize;
    let update = (key(), 0..16_usize).prop_map(|(key, number)| update(key, different(number)));
    let kinds: Vec<(u32, BoxedStrategy<What>)> = vec![
        (6, update.boxed()),
        (2, key().prop_map(get).boxed()),
        (1, Just(list()).boxed()),
        (1, key().prop_map(models).boxed()),
    ];
    let asks = vec(Union::new_weighted(kinds).prop_map(ask), 2..6);
    let with_delete = (asks, prop_oneof![7 => Just(None), 1 => key().prop_map(Some)], any::<bool>());
    let round = with_delete.prop_map(|(mut asks, deleted, twice): (Vec<Ask>, Option<usize>, bool)| {
        if twice && let Some(first) = asks.first().cloned() {
            asks.push(first);
        }
        asks.extend(deleted.map(|key| ask(delete(key))));
        asks
    });
    let rounds = vec(round, 1..4);
    rounds
        .prop_map(|rounds| {
            let made = Case::of([create(0, Body::plain()), create(1, Body::plain()), list()]);
            rounds
                .into_iter()
                .fold(made, |case, round| case.together(round).then(ask(get(0))).then(ask(get(1))).then(ask(list())))
        })
        .boxed()
}
