//! The words that drivers are written in.

use crate::steps::{Ask, Body, Given, KeyRef, NameText, What};

/// A list as the pages show it.
pub(super) fn list() -> What {
    list_of(&[("p", "1"), ("page_size", "20")])
}

/// A list with these parameters.
pub(super) fn list_of(query: &[(&str, &str)]) -> What {
    What::List(query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
}

/// The key of that number.
pub(super) fn key(number: usize) -> KeyRef {
    KeyRef::Made(number)
}

pub(super) fn create(number: usize, body: Body) -> What {
    What::Create(number, body)
}

pub(super) fn get(number: usize) -> What {
    What::Get(key(number))
}

pub(super) fn update(number: usize, body: Body) -> What {
    What::Update(key(number), body)
}

pub(super) fn delete(number: usize) -> What {
    What::Delete(key(number))
}

pub(super) fn models(number: usize) -> What {
    What::Models(key(number))
}

pub(super) fn ask(what: What) -> Ask {
    Ask::new(what)
}

/// The body with the name that the key of that number has.
pub(super) fn named_as(body: Body, number: usize) -> Body {
    body.given("name", Given::Name(NameText { of: Some(number), ..NameText::default() }))
}
