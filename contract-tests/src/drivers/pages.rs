//! Pages: enough keys for several, and every way to ask for one. The second account has them, so that the first account's
//! lists stay short.

use super::words::{ask, create, delete, list_of};
use crate::steps::{Body, Case, Who};

/// Several pages.
pub(super) fn cases() -> Vec<Case> {
    vec![few()]
}

/// More than a page may hold: dear, so that it comes after all else.
pub(super) fn of_many() -> Vec<Case> {
    vec![many()]
}

fn made(count: usize) -> Case {
    (0..count).fold(Case::default(), |case, number| case.then(ask(create(number, Body::plain())).by(Who::Second)))
}

fn asked(case: Case, queries: &[&[(&str, &str)]]) -> Case {
    case.undisturbed(queries.iter().map(|query| ask(list_of(query)).by(Who::Second)))
}

/// Seven keys, over pages of three.
fn few() -> Case {
    let mut case = asked(
        made(7),
        &[
            &[],
            &[("p", "1")],
            &[("page_size", "3")],
            &[("p", "1"), ("page_size", "3")],
            &[("p", "2"), ("page_size", "3")],
            &[("p", "3"), ("page_size", "3")],
            &[("p", "4"), ("page_size", "3")],
            &[("p", "1"), ("page_size", "3")],
            &[("p", "1000000"), ("page_size", "3")],
            &[("p", "9223372036854775807"), ("page_size", "100")],
            &[("p", "1"), ("page_size", "7")],
            &[("p", "1"), ("page_size", "1")],
            &[("p", "7"), ("page_size", "1")],
            &[("p", "1"), ("page_size", "100")],
            &[("p", "1"), ("page_size", "101")],
            &[("p", "1"), ("page_size", "9223372036854775807")],
            &[("p", "0"), ("page_size", "3")],
            &[("p", "-1"), ("page_size", "3")],
            &[("p", "1"), ("page_size", "0")],
            &[("p", "1"), ("page_size", "-1")],
            &[("p", "abc"), ("page_size", "3")],
            &[("p", "1"), ("page_size", "abc")],
            &[("p", "1.5"), ("page_size", "1e1")],
            &[("p", ""), ("page_size", "")],
            &[("p", "1"), ("p", "2"), ("page_size", "3")],
            &[("p", "99999999999999999999"), ("page_size", "3")],
            &[("size", "3"), ("p", "1")],
            &[("p", "1"), ("page_size", "3"), ("unknown", "x")],
        ],
    );
    // A page after the keys before it have gone, and after one has come.
    case = case.then(ask(delete(6)).by(Who::Second)).then(ask(delete(0)).by(Who::Second));
    case = asked(case, &[&[("p", "1"), ("page_size", "3")], &[("p", "2"), ("page_size", "3")], &[]]);
    case = case.then(ask(create(7, Body::plain())).by(Who::Second));
    asked(case, &[&[("p", "1"), ("page_size", "3")], &[("p", "2"), ("page_size", "3")], &[]])
}

/// A hundred and one keys: more than a page may hold.
fn many() -> Case {
    asked(
        made(101),
        &[
            &[("p", "1"), ("page_size", "100")],
            &[("p", "2"), ("page_size", "100")],
            &[("p", "1"), ("page_size", "101")],
            &[("p", "2"), ("page_size", "101")],
            &[("p", "1"), ("page_size", "1000")],
            &[("p", "1"), ("page_size", "99")],
            &[("p", "2"), ("page_size", "99")],
            &[("p", "3"), ("page_size", "99")],
            &[("p", "1"), ("page_size", "20")],
            &[("p", "6"), ("page_size", "20")],
            &[("p", "7"), ("page_size", "20")],
            &[],
        ],
    )
}
