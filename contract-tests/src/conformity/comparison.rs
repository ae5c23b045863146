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
        comparison.moved.sort_by(|one, other| other.count.cmp(&one.count));
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
