//! Counting exchanges by kind, with the first of each, in bounded memory whatever a server answers.

use std::collections::BTreeMap;

use super::Observation;
use crate::examined::Examined;
use crate::exchange::Location;

/// How many exchanges of a kind are kept; further ones are counted.
const EXCHANGES_KEPT: usize = 3;

/// How many exchanges of an observation are kept, one for each kind that its sentence joins.
const JOINED_KEPT: usize = 12;

/// How many kinds of one thing are told apart; exchanges of further kinds are counted together.
const KINDS_KEPT: usize = 64;

/// How often something was seen, and where first.
#[derive(Clone, Debug, Default)]
pub(super) struct Seen {
    /// How many exchanges show it.
    pub(super) count: usize,
    /// The first of them.
    pub(super) exchanges: Vec<Location>,
    /// The value that the first of them has, where the kind leaves it open.
    pub(super) example: String,
}

impl Seen {
    /// Notes one more exchange.
    pub(super) fn note(&mut self, examined: &Examined<'_>) {
        self.count += 1;
        if self.exchanges.len() < EXCHANGES_KEPT {
            self.exchanges.push(examined.exchange.location.clone());
        }
    }

    /// Several kinds as one observation. The exchanges kept are the first of each kind, then the second.
    pub(super) fn observation<'a>(
        about: &'static str,
        text: String,
        kinds: impl IntoIterator<Item = &'a Self>,
    ) -> Observation {
        let kinds: Vec<&Self> = kinds.into_iter().collect();
        let in_turn = (0..EXCHANGES_KEPT).flat_map(|i| kinds.iter().filter_map(move |seen| seen.exchanges.get(i)));
        let kept = kinds.len().clamp(EXCHANGES_KEPT, JOINED_KEPT);
        Observation {
            about,
            text,
            count: kinds.iter().map(|seen| seen.count).sum(),
            exchanges: in_turn.take(kept).cloned().collect(),
        }
    }
}

/// What was seen, by kind.
#[derive(Clone, Debug)]
pub(super) struct Tally<K> {
    kinds: BTreeMap<K, Seen>,
    /// Exchanges of kinds that were too many.
    further: Seen,
}

impl<K> Default for Tally<K> {
    fn default() -> Self {
        Self { kinds: BTreeMap::new(), further: Seen::default() }
    }
}

impl<K: Ord> Tally<K> {
    /// Notes an exchange of a kind.
    pub(super) fn note(&mut self, kind: K, examined: &Examined<'_>) {
        self.note_like(kind, examined, String::new);
    }

    /// Notes an exchange of a kind, which the example stands for if it is the first.
    pub(super) fn note_like(&mut self, kind: K, examined: &Examined<'_>, example: impl FnOnce() -> String) {
        let full = self.kinds.len() >= KINDS_KEPT && !self.kinds.contains_key(&kind);
        let seen = if full { &mut self.further } else { self.kinds.entry(kind).or_default() };
        if seen.count == 0 && !full {
            seen.example = example();
        }
        seen.note(examined);
    }

    /// Whether a kind is told apart from all others.
    pub(super) fn knows(&self, kind: &K) -> bool {
        self.kinds.contains_key(kind)
    }

    /// One observation a kind, for the kinds that have a text.
    pub(super) fn each(&self, about: &'static str, text: impl Fn(&K, &Seen) -> Option<String>) -> Vec<Observation> {
        let each =
            self.kinds.iter().filter_map(|(kind, seen)| Some(Seen::observation(about, text(kind, seen)?, [seen])));
        each.chain(self.further(about)).collect()
    }

    /// The kinds in groups, one observation for each group that has a text.
    pub(super) fn grouped<G: Ord>(
        &self,
        about: &'static str,
        group: impl Fn(&K) -> G,
        text: impl Fn(&G, &[(&K, &Seen)]) -> Option<String>,
    ) -> Vec<Observation> {
        let mut groups: BTreeMap<G, Vec<(&K, &Seen)>> = BTreeMap::new();
        for (kind, seen) in &self.kinds {
            groups.entry(group(kind)).or_default().push((kind, seen));
        }
        let told = groups.iter().filter_map(|(group, kinds)| {
            Some(Seen::observation(about, text(group, kinds)?, kinds.iter().map(|(_, seen)| *seen)))
        });
        told.chain(self.further(about)).collect()
    }

    fn further(&self, about: &'static str) -> Option<Observation> {
        let text = || format!("more than {KINDS_KEPT} kinds: the others are counted together");
        (self.further.count > 0).then(|| Seen::observation(about, text(), [&self.further]))
    }
}
