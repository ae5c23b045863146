//! The same exchanges held against two documents.

use std::collections::{BTreeMap, BTreeSet};

use super::described::{Described, DocumentError};
use super::unfit::Unfit;
use crate::contract::Contract;
use crate::examined::Examined;
use crate::exchange::Location;
use crate::trace::Trace;

/// How many exchanges of a kind are named; further ones are counted.
const NAMED: usize = 3;

/// What a trace says of two documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Exchanges that at least one of the documents describes, by operation.
    pub operations: BTreeMap<String, usize>,
    /// How many of them fit the old document, and the new one.
    pub fitting: [usize; 2],
    /// How many the new document describes better: places that did not fit do now, and nothing else.
    pub better: usize,
    /// How many it describes worse.
    pub worse: usize,
    /// How many both, in different places.
    pub both: usize,
    /// Where.
    pub moved: Vec<Moved>,
}

/// A place that fits one of the documents and not the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// `GET /api/token/`.
    pub operation: String,
    /// The place, and what the document that it does not fit asks for.
    pub unfit: Unfit,
    /// Whether it fits the new document.
    pub fits_now: bool,
    /// How many exchanges show it.
    pub count: usize,
    /// The first of them.
    pub first: Vec<Location>,
}

/// Which document describes the server better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaning {
    /// The new one: it is a correction.
    Better,
    /// The old one.
    Worse,
    /// Each in some places.
    Mixed,
    /// Neither.
    Equal,
}

impl Leaning {
    /// The word for it in reports.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Better => "better",
            Self::Worse => "worse",
            Self::Mixed => "mixed",
            Self::Equal => "equal",
        }
    }
}

impl Comparison {
    /// Holds every exchange against both documents. What an exchange did is read as judges read it.
    ///
    /// # Errors
    ///
    /// When one of the documents is broken where it describes an exchange.
    pub fn of(trace: &Trace, documents: [&Described<'_>; 2], contract: &Contract) -> Result<Self, DocumentError> {
        let [old, new] = documents;
        let mut comparison = Self::default();
        for exchange in &trace.exchanges {
            let Some(operation) = new.title(&exchange.request).or_else(|| old.title(&exchange.request)) else {
                continue;
            };
            let effect = Examined::new(exchange, &trace.accounts, contract).effect;
            let unfit = [old.unfit(exchange, effect)?, new.unfit(exchange, effect)?];
            comparison.take(operation, &exchange.location, &unfit);
        }
        // The most telling first; the order of the trace decides among equals.
        comparison.moved.sort_by_key(|moved| std::cmp::Reverse(moved.count));
        Ok(comparison)
    }

    fn take(&mut self, operation: &str, location: &Location, [old, new]: &[BTreeSet<Unfit>; 2]) {
        *self.operations.entry(operation.to_owned()).or_default() += 1;
        self.fitting[0] += usize::from(old.is_empty());
        self.fitting[1] += usize::from(new.is_empty());
        let only_in = |one: &BTreeSet<Unfit>, other: &BTreeSet<Unfit>| -> Vec<Unfit> {
            let places: BTreeSet<(&str, &str)> = other.iter().map(Unfit::place).collect();
            one.iter().filter(|unfit| !places.contains(&unfit.place())).cloned().collect()
        };
        let (gone, come) = (only_in(old, new), only_in(new, old));
        match (gone.is_empty(), come.is_empty()) {
            (true, true) => {}
            (false, true) => self.better += 1,
            (true, false) => self.worse += 1,
            (false, false) => self.both += 1,
        }
        for (unfit, fits_now) in
            gone.into_iter().map(|unfit| (unfit, true)).chain(come.into_iter().map(|unfit| (unfit, false)))
        {
            self.moved(operation, unfit, fits_now, location);
        }
    }

    fn moved(&mut self, operation: &str, unfit: Unfit, fits_now: bool, location: &Location) {
        let known = self
            .moved
            .iter_mut()
            .find(|moved| moved.operation == operation && moved.fits_now == fits_now && moved.unfit == unfit);
        let moved = match known {
            Some(moved) => moved,
            None => {
                let operation = operation.to_owned();
                self.moved.push(Moved { operation, unfit, fits_now, count: 0, first: Vec::new() });
                let last = self.moved.len() - 1;
                &mut self.moved[last]
            }
        };
        moved.count += 1;
        if moved.first.len() < NAMED {
            moved.first.push(location.clone());
        }
    }

    /// Which document describes the server better.
    #[must_use]
    pub fn leaning(&self) -> Leaning {
        match (self.better > 0, self.worse > 0, self.both > 0) {
            (false, false, false) => Leaning::Equal,
            (true, false, false) => Leaning::Better,
            (false, true, false) => Leaning::Worse,
            _ => Leaning::Mixed,
        }
    }
}

#[cfg(test)]
mod tests {
    use openapi::Source;
    use serde_json::json;

    use super::{Comparison, Contract, Described, Leaning};
    use crate::small_recording::{Entry, get, list, record, request, trace, update};

    /// What these exchanges say of the maintained document and of one with a text replaced in it.
    #[track_caller]
    fn compared(from: &str, to: &str, entries: impl IntoIterator<Item = Entry>) -> Comparison {
        let old = Source::maintained().unwrap();
        assert!(old.text.contains(from), "{from}");
        let new = Source::parse("new.yaml", old.text.replace(from, to)).unwrap();
        let contract = Contract::new(&old).unwrap();
        Comparison::of(&trace(entries), [&Described::new(&old), &Described::new(&new)], &contract).unwrap()
    }

    /// The places, each as what it was and how often.
    fn places(comparison: &Comparison) -> Vec<(String, usize, bool)> {
        let places = comparison.moved.iter();
        places
            .map(|it| (format!("{} {} {}", it.operation, it.unfit.part, it.unfit.pointer), it.count, it.fits_now))
            .collect()
    }

    const NULLABLE: &str = "      nullable: true\n";

    #[test]
    fn a_document_that_says_less_than_the_server_answers_is_worse_and_the_way_back_is_a_correction() {
        let entries = || [get(), list("", 1, 20, 2, &[7, 8]), update("\"allow_ips\":null")];
        let worse = compared(NULLABLE, "", entries());
        assert_eq!((worse.leaning(), worse.fitting, worse.worse), (Leaning::Worse, [3, 0], 3));
        let expected = [
            ("GET /api/token/{id} response 200 /data/allow_ips".to_owned(), 1, false),
            ("GET /api/token/ response 200 /data/items/*/allow_ips".to_owned(), 1, false),
            ("PUT /api/token/ request body /allow_ips".to_owned(), 1, false),
            ("PUT /api/token/ response 200 /data/allow_ips".to_owned(), 1, false),
        ];
        assert_eq!(places(&worse), expected);

        let old = Source::maintained().unwrap();
        let strict = Source::parse("old.yaml", old.text.replace(NULLABLE, "")).unwrap();
        let contract = Contract::new(&old).unwrap();
        let documents = [&Described::new(&strict), &Described::new(&old)];
        let better = Comparison::of(&trace(entries()), documents, &contract).unwrap();
        assert_eq!((better.leaning(), better.fitting, better.better), (Leaning::Better, [0, 3], 3));
        assert!(better.moved.iter().all(|moved| moved.fits_now && moved.unfit.expected == "type string"));
    }

    #[test]
    fn what_fits_both_alike_or_neither_is_a_change() {
        let equal = compared("maxLength: 50", "maxLength: 40", [get(), update("\"name\":\"a\"")]);
        assert_eq!((equal.leaning(), equal.fitting), (Leaning::Equal, [2, 2]));
        let long = format!("\"name\":\"{}\"", "a".repeat(60));
        let neither = compared("maxLength: 50", "maxLength: 40", [update(&long)]);
        assert_eq!((neither.leaning(), neither.fitting), (Leaning::Equal, [0, 0]));
        assert_eq!(neither.operations.get("PUT /api/token/"), Some(&1));
    }

    #[test]
    fn requests_count_where_they_were_accepted() {
        let name = format!("\"name\":\"{}\"", "a".repeat(45));
        let accepted = compared("maxLength: 50", "maxLength: 40", [update(&name)]);
        assert_eq!(places(&accepted), [("PUT /api/token/ request body /name".to_owned(), 1, false)]);
        let refused = compared("maxLength: 50", "maxLength: 40", [update(&name).refused("too long")]);
        assert_eq!(refused.leaning(), Leaning::Equal);
        // A parameter is read as its schema reads it.
        let page = |query: &str| {
            let item = list(query, 1, 20, 1, &[7]);
            let comparison = compared(
                "- name: page_size\n          in: query",
                "- name: page_size\n          required: true\n          in: query",
                [item],
            );
            comparison.leaning()
        };
        assert_eq!((page("?page_size=20"), page("")), (Leaning::Equal, Leaning::Worse));
    }

    #[test]
    fn statuses_media_types_and_operations_that_are_not_described_do_not_fit() {
        let absent = compared("  /api/token/{id}:", "  /api/keys/{id}:", [get()]);
        assert_eq!(places(&absent), [("GET /api/token/{id} operation ".to_owned(), 1, false)]);
        let refused = || request("GET", "/api/token/7").answered(401, r#"{"success":false,"message":"no"}"#);
        let status = compared("'401':", "'403':", [refused()]);
        assert_eq!(places(&status), [("GET /api/token/{id} status 401 ".to_owned(), 1, false)]);
        assert_eq!(compared("'401':", "4XX:", [refused()]).leaning(), Leaning::Equal);
        let media = compared("application/json:", "application/hal+json:", [get()]);
        assert_eq!(places(&media), [("GET /api/token/{id} response 200, media type ".to_owned(), 1, false)]);
        let mut short = record(7);
        short.as_object_mut().unwrap().remove("used_quota");
        let missing = request("GET", "/api/token/7").data(short);
        let required = compared("        - used_quota\n", "", [missing]);
        assert_eq!(places(&required), [("GET /api/token/{id} response 200 /data/used_quota".to_owned(), 1, true)]);
        assert_eq!(json!(required.moved[0].unfit.expected), "required member `used_quota`");
    }

    #[test]
    fn a_document_with_other_names_and_a_base_path_is_held_against_the_same_exchanges() {
        let moved = compared("  /api/token/", "  /token/", [get()]);
        assert_eq!(moved.leaning(), Leaning::Worse);
        let old = Source::maintained().unwrap();
        let url = old.get("/servers/0/url").and_then(serde_json::Value::as_str).unwrap();
        let text =
            old.text.replace("  /api/token/", "  /token/").replace(&format!("url: {url}"), &format!("url: {url}/api"));
        let new = Source::parse("new.yaml", text.replace("ApiKey", "Key").replace("get_api_key", "read")).unwrap();
        let documents = [&Described::new(&old), &Described::new(&new)];
        let same = Comparison::of(&trace([get()]), documents, &Contract::new(&old).unwrap()).unwrap();
        assert_eq!((same.leaning(), same.fitting), (Leaning::Equal, [1, 1]));
    }
}
