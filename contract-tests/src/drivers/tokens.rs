//! Missing, wrong, cut, re-cased and prefixed tokens on every operation.

use super::words::{ask, create, delete, get, list, update};
use crate::steps::{Body, Case, Token, What};

pub(super) fn cases() -> Vec<Case> {
    let tokens = [
        Token::Missing,
        Token::Invented("not-a-token-of-anybody-0001".into()),
        Token::Suffixed("x".into()),
        Token::Recased,
        Token::Cut(1),
        Token::Empty,
        Token::Cut(8),
        Token::Prefixed("x".into()),
        Token::Prefixed("Basic ".into()),
        Token::Bearer,
        Token::Invented("sk-".into()),
        Token::Invented("0".into()),
        Token::Invented("' OR '1'='1".into()),
    ];
    let mut cases = Vec::new();
    for token in tokens {
        let operations: [What; 5] =
            [list(), get(0), create(1, Body::plain()), update(0, Body::plain().value("remain_quota", 1)), delete(0)];
        let mut case = Case::of([create(0, Body::plain()), get(0)]);
        for what in operations {
            case = case.then(ask(what).with(token.clone())).then(ask(get(0)));
        }
        cases.push(case.then(ask(list())));
    }
    cases
}
