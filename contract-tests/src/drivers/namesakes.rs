//! Keys of one name: names tell no keys apart, so each is a key of its own.

use super::words::{ask, delete};
use super::words::{create, get, list, named_as, update};
use crate::steps::{Body, Case, Who};

pub(super) fn cases() -> Vec<Case> {
    let namesake = || named_as(Body::plain(), 0);
    vec![
        Case::of([
            create(0, Body::plain()),
            get(0),
            create(1, namesake().value("remain_quota", 5)),
            get(0),
            get(1),
            list(),
            update(0, Body::plain().value("remain_quota", 7)),
            get(1),
            get(0),
            update(1, namesake().value("status", 2)),
            get(0),
            get(1),
            list(),
            delete(1),
            get(0),
            get(1),
            list(),
        ]),
        // Names that become the same later.
        Case::of([
            create(0, Body::plain()),
            create(1, Body::rich()),
            get(0),
            get(1),
            update(1, named_as(Body::rich(), 0)),
            get(1),
            get(0),
            list(),
            delete(0),
            get(1),
            list(),
        ]),
        // One of each account.
        Case::of([create(0, Body::plain()), get(0)])
            .then(ask(create(1, namesake().value("remain_quota", 5))).by(Who::Second))
            .then(ask(get(1)).by(Who::Second))
            .then(ask(get(0)))
            .then(ask(update(1, namesake().value("status", 2))).by(Who::Second))
            .then(ask(get(0)))
            .then(ask(delete(1)).by(Who::Second))
            .then(ask(get(0)))
            .then(ask(list())),
    ]
}
