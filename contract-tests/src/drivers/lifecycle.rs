//! What a key goes through: made, read, changed, used, deleted, and asked for again.

use super::words::{ask, create, delete, get, list, list_of, models, update};
use crate::steps::{Body, Case, Given, NameText, Who};

pub(super) fn cases() -> Vec<Case> {
    let renamed =
        || Body::plain().given("name", Given::Name(NameText { after: " renamed".into(), ..NameText::default() }));
    vec![
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
        ]),
        // Two keys: what is done to one is not done to the other.
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
        ]),
        Case::of([
            create(0, Body::rich()),
            get(0),
            update(0, Body::rich()),
            get(0),
            update(0, Body::rich()),
            get(0),
            list(),
        ]),
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
        ]),
        // Two accounts, each with a key of its own.
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
            .then(ask(list())),
        // What the server says is read-only stays so, whatever an update names.
        Case::of([
            create(0, Body::plain()),
            get(0),
            update(
                0,
                Body::plain()
                    .value("user_id", 1)
                    .value("key", "sk-chosen0000000000000000000000000000000000000000000")
                    .value("used_quota", 12_345)
                    .value("created_time", 1)
                    .value("accessed_time", 2),
            ),
            get(0),
            list(),
            models(0),
        ]),
    ]
}
