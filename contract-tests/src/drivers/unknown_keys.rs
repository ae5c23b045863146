//! Ids that no key has, that no key can have, and that are no ids.

use super::words::{ask, create, delete, get, list, update};
use crate::steps::{Body, Case, Given, KeyRef, What};

pub(super) fn cases() -> Vec<Case> {
    let ids = [
        KeyRef::Id(0),
        KeyRef::Id(-1),
        KeyRef::Id(987_654_321_987),
        KeyRef::Id(i64::MAX),
        KeyRef::Id(i64::MIN),
        KeyRef::Id(9_007_199_254_740_993),
        KeyRef::Text("9223372036854775808".into()),
        KeyRef::Text("99999999999999999999999".into()),
        KeyRef::Text("1e3".into()),
        KeyRef::Text("1.0".into()),
        KeyRef::Text("null".into()),
    ];
    let mut cases = deleted();
    cases.push(beside());
    // The id of a key that is there, written in ways that no integer is.
    for texts in [["{}abc", "{}.0", "0{}"], ["{}e0", "%20{}", "{}%20"], ["{}%00", "-{}", "{},1"]] {
        let mut asked = vec![create(0, Body::plain()), get(0)];
        for text in texts {
            let id = || KeyRef::MadeAs(0, text.into());
            asked.extend([What::Get(id()), What::Delete(id()), list(), get(0)]);
        }
        cases.push(Case::of(asked));
    }
    for id in ids {
        let tries = [What::Get(id.clone()), What::Update(id.clone(), Body::plain()), What::Delete(id)];
        let mut case = Case::of([create(0, Body::plain()), get(0), list()]);
        for what in tries {
            case = case.then(ask(what)).then(ask(get(0))).then(ask(list()));
        }
        cases.push(case);
    }
    for path in ["abc", "-", "%20", "1%2F2", "search"] {
        let id = KeyRef::Text(path.into());
        cases.push(Case::of([create(0, Body::plain()), What::Get(id.clone()), What::Delete(id), get(0), list()]));
    }
    // Whether a sign belongs to an integer in a path is not said: such a key is not deleted.
    cases.push(Case::of([create(0, Body::plain()), What::Get(KeyRef::MadeAs(0, "+{}".into())), get(0), list()]));
    // The id of an update, written in ways that it is not stated in.
    for text in
        ["\"{}\"", "{}.0", "{}e0", "[{}]", "{\"id\":{}}", "null", "true", "\"\"", "-{}", "{}0000000000000000000"]
    {
        let body = Body::plain().given("id", Given::IdAs(text.into()));
        cases.push(Case::of([create(0, Body::plain()), get(0), update(0, body), get(0), list()]));
    }
    cases.push(Case::of([
        create(0, Body::plain()),
        get(0),
        What::Update(KeyRef::Omitted, Body::plain().value("remain_quota", 3)),
        get(0),
        list(),
    ]));
    cases
}

/// The ids right beside that of the newest key: of no key, or of another one.
fn beside() -> Case {
    let near = |above: i64| ask(What::Get(KeyRef::Beside(0, above)));
    Case::default()
        .undisturbed([ask(create(0, Body::plain())), near(1), near(2), near(-1), ask(get(0)), ask(list())])
        .then(ask(get(0)))
}

/// Of deleted keys, often enough for a cache to give itself away.
fn deleted() -> Vec<Case> {
    vec![Case::of([
        create(0, Body::plain()),
        get(0),
        get(0),
        delete(0),
        get(0),
        get(0),
        update(0, Body::plain()),
        get(0),
        delete(0),
        list(),
        create(1, Body::plain()),
        get(0),
        list(),
    ])]
}
