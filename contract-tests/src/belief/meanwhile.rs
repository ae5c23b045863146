//! A read while updates of its key are under way: it shows the record of one moment, before or after each of them.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::candidate::{Candidate, Expected};
use super::field::{Field, FieldMap};
use super::key::KeyBelief;
use super::key_use::Use;
use super::overlap::Overlap;
use super::server::effect;
use super::write::{Write, values};
use crate::effect::Effect;
use crate::examined::Examined;
use crate::exchange::Exchange;

/// A record of no one moment: some of its fields are as before a write, and some as after it.
#[derive(Clone, Debug)]
pub struct Half {
    /// The read that showed it.
    pub read: Arc<Exchange>,
    /// The write that was under way.
    pub write: Arc<Exchange>,
    /// A field of another moment than most of the record.
    pub field: Field,
    /// What it was at the moment that most of the record is of.
    pub expected: Value,
    /// What was shown.
    pub seen: Value,
}

/// Where a record that a read shows may come from.
#[derive(Clone, Copy)]
enum Source<'a> {
    Before(&'a Candidate),
    Update(&'a Arc<Write>),
}

impl<'a> Source<'a> {
    /// The value that it gives a field, where it gives one.
    fn gives(self, field: Field) -> Option<&'a Value> {
        match self {
            Self::Before(candidate) => match &candidate.fields[field] {
                Expected::Read(value) | Expected::Sent(value) | Expected::Answered(value) => Some(value),
                Expected::Anything | Expected::LeftOut(_) => None,
            },
            Self::Update(write) => write.sent(field),
        }
    }

    /// What the answer of its write shows of a field.
    fn answered(self, field: Field) -> Option<&'a Value> {
        match self {
            Self::Before(candidate) => candidate.write.as_ref()?.answered[field].as_ref(),
            Self::Update(write) => write.answered[field].as_ref(),
        }
    }

    /// Whether a field is not as this source gives it, and use does not explain that.
    fn differs(self, field: Field, seen: &FieldMap<Option<Value>>, used: &Use) -> bool {
        let (Some(given), Some(value)) = (self.gives(field), &seen[field]) else { return false };
        let is_answered = self.answered(field).is_some_and(|answered| field.same(answered, value));
        !field.same(given, value) && !is_answered && !used.explains(field, given, seen)
    }

    fn differing(self, seen: &FieldMap<Option<Value>>, used: &Use) -> Vec<Field> {
        Field::ALL.into_iter().filter(|&field| self.differs(field, seen, used)).collect()
    }
}

/// The updates of a key that were started while an exchange was under way; `None` where more may have been done to it.
pub(super) fn during(examined: &Examined<'_>, overlap: &Overlap, id: i64) -> Option<Vec<Arc<Write>>> {
    let mut updates = Vec::new();
    for other in overlap.updates_of(id)? {
        let other = examined.another(other);
        match effect(&other) {
            Effect::Accepted | Effect::Unknown if other.exchange.sender == examined.exchange.sender => {
                updates.push(Arc::new(Write::of(&other)));
            }
            Effect::Accepted | Effect::Unknown => return None,
            Effect::Refused | Effect::Throttled | Effect::None => {}
        }
    }
    Some(updates)
}

impl KeyBelief {
    /// Takes a record that a read shows while updates of the key are under way; `during` are those that were started after
    /// the read. An update that it shows was done by then. A record of no one moment is kept in mind until a read shows that
    /// what was stored in the end is as it should be: else another rule has it.
    pub(super) fn glimpse(&mut self, read: &Arc<Exchange>, record: &Map<String, Value>, during: &[Arc<Write>]) {
        // Of a key that others may change, or that an update may reach late, a record says nothing.
        if !self.ours || self.beyond || self.shaky || !self.late.is_empty() || self.candidates.is_empty() {
            return;
        }
        let (seen, used) = (values(record), Use::of(record, self.identity.used_quota(), read.ended.as_second()));
        let updates = self.group.writes().iter().chain(during).map(Source::Update);
        let sources = self.candidates.iter().map(Source::Before).chain(updates);
        let compared: Vec<(Source<'_>, Vec<Field>)> =
            sources.map(|source| (source, source.differing(&seen, &used))).collect();
        let mut fitting = compared.iter().filter(|(_, differing)| differing.is_empty());
        match (fitting.next(), fitting.next()) {
            (Some((Source::Update(shown), _)), None) => {
                let shown = Arc::clone(&shown.exchange);
                self.group.show(&shown, read.ended);
            }
            (None, _) => {
                let half = half(&compared, &seen, read);
                self.half = self.half.take().or_else(|| half.map(Box::new));
            }
            _ => {}
        }
    }
}

/// What is of another moment in a record that fits no source, where each of its fields is of one.
fn half(compared: &[(Source<'_>, Vec<Field>)], seen: &FieldMap<Option<Value>>, read: &Arc<Exchange>) -> Option<Half> {
    let (best, differing) = compared.iter().min_by_key(|(_, differing)| differing.len())?;
    let other_source = |field: Field| {
        let value = seen[field].as_ref()?;
        compared
            .iter()
            .map(|(source, _)| *source)
            .find(|source| source.gives(field).is_some_and(|g| field.same(g, value)))
    };
    if !differing.iter().all(|&field| other_source(field).is_some()) {
        return None;
    }
    let field = *differing.first()?;
    let write = match (*best, other_source(field)?) {
        (Source::Update(write), _) | (_, Source::Update(write)) => Arc::clone(&write.exchange),
        (Source::Before(_), Source::Before(_)) => return None,
    };
    Some(Half {
        read: Arc::clone(read),
        write,
        field,
        expected: best.gives(field)?.clone(),
        seen: seen[field].clone()?,
    })
}
