//! Another account's key: it can be neither read nor changed nor deleted, and its owner finds it as it was.

use super::words::{ask, create, delete, get, list, models, update};
use crate::steps::{Body, Case, KeyRef, Token, What, Who};

pub(super) fn cases() -> Vec<Case> {
    let mut cases = vec![everything()];
    for (owner, other) in [(Who::First, Who::Second), (Who::Second, Who::First)] {
        let tries: [What; 5] = [
            get(0),
            update(0, Body::plain().value("remain_quota", 1)),
            update(0, Body::nothing().value("status", 2)),
            delete(0),
            list(),
        ];
        for tried in tries {
            let own = ask(create(0, Body::plain())).by(owner);
            cases.push(
                Case::default()
                    .then(own)
                    .then(ask(get(0)).by(owner))
                    .then(ask(create(1, Body::plain())).by(other))
                    .then(ask(tried).by(other))
                    .then(ask(get(0)).by(owner))
                    .then(ask(list()).by(owner))
                    .then(ask(list()).by(other))
                    .then(ask(models(0)).by(owner))
                    .then(ask(get(1)).by(other)),
            );
        }
    }
    // The value of a key opens model requests, not key management.
    for what in [list(), get(0), update(0, Body::plain().value("status", 2)), delete(0)] {
        let with_key = ask(what).with(Token::KeyValue(KeyRef::Made(0)));
        cases.push(Case::of([create(0, Body::plain()), get(0)]).then(with_key).then(ask(get(0))).then(ask(list())));
    }
    cases
}

/// Everything that the other account may try, one after the other.
fn everything() -> Case {
    let tries = [
        get(0),
        update(0, Body::plain().value("remain_quota", 1)),
        update(0, Body::nothing().value("status", 2)),
        delete(0),
        list(),
    ];
    let made = Case::of([create(0, Body::plain()), get(0)]);
    let tried = |case: Case, what: What| case.then(ask(what).by(Who::Second)).then(ask(get(0)));
    tries.into_iter().fold(made, tried).then(ask(list())).then(ask(models(0)))
}
