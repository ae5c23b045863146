//! One whole record that a key may have now, field by field.

use std::sync::Arc;

use serde_json::Value;

use super::field::{Field, FieldMap};
use super::write::{Giving, Write};

/// What the next read of a field may show.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Expected {
    /// Nothing is known of it.
    #[default]
    Anything,
    /// What the last read showed: nothing has written it since.
    Read(Value),
    /// What an accepted write sent.
    Sent(Value),
    /// One of these if it is kept, or whatever a reset leaves: an accepted update left it out.
    LeftOut(Vec<Value>),
    /// What the answer of an update shows, where the request leaves open what is stored.
    Answered(Value),
}

/// A whole record that a key may have now.
#[derive(Clone, Debug, Default)]
pub(super) struct Candidate {
    /// What is expected of each field.
    pub(super) fields: FieldMap<Expected>,
    /// The write that made it so, if one did.
    pub(super) write: Option<Arc<Write>>,
    /// What the reads before a repeated write showed: the repetition must leave it.
    pub(super) before_repeat: Option<FieldMap<Option<Value>>>,
}

impl Candidate {
    /// The record that a write leaves, on any of these records and after any of the writes at the same time.
    pub(super) fn after(write: &Arc<Write>, before: &[Self], meanwhile: &[Arc<Write>]) -> Self {
        let fields = FieldMap::from_fn(|field| match &write.fields[field] {
            Giving::Sent(value) => Expected::Sent(value.clone()),
            Giving::Unclear => match &write.answered[field] {
                Some(value) => Expected::Answered(value.clone()),
                None => Expected::Anything,
            },
            Giving::Omitted => left_out(field, before, meanwhile, write),
        });
        let before_repeat = match before {
            [only] if write.repeats && meanwhile.is_empty() => Some(only.all_read()),
            _ => None,
        };
        Self { fields, write: Some(Arc::clone(write)), before_repeat }
    }

    /// What a create leaves: of a field it left out nothing is known.
    pub(super) fn created(write: &Arc<Write>) -> Self {
        let fields = FieldMap::from_fn(|field| match &write.fields[field] {
            Giving::Sent(value) => Expected::Sent(value.clone()),
            Giving::Unclear | Giving::Omitted => Expected::Anything,
        });
        Self { fields, write: Some(Arc::clone(write)), before_repeat: None }
    }

    /// The value that is expected of a field, for a reader.
    pub(super) fn expected(&self, field: Field) -> Value {
        match &self.fields[field] {
            Expected::Anything => Value::Null,
            Expected::Read(value) | Expected::Sent(value) | Expected::Answered(value) => value.clone(),
            Expected::LeftOut(kept) => {
                let repeated = self.before_repeat.as_ref().and_then(|before| before[field].clone());
                let answered = || self.write.as_ref().and_then(|write| write.answered[field].clone());
                repeated.or_else(answered).or_else(|| kept.first().cloned()).unwrap_or_default()
            }
        }
    }

    /// What the last read showed of every field, where nothing has written it since.
    pub(super) fn all_read(&self) -> FieldMap<Option<Value>> {
        FieldMap::from_fn(|field| self.read(field))
    }

    /// The value of every field that can have but one.
    pub(super) fn all_known(&self) -> FieldMap<Option<Value>> {
        FieldMap::from_fn(|field| match self.possible(field)?.as_slice() {
            [value] => Some(value.clone()),
            _ => None,
        })
    }

    fn read(&self, field: Field) -> Option<Value> {
        match &self.fields[field] {
            Expected::Read(value) => Some(value.clone()),
            _ => None,
        }
    }

    /// The values that a field may have; `None` where it may have any.
    pub(super) fn possible(&self, field: Field) -> Option<Vec<Value>> {
        let answered = self.write.as_ref().and_then(|write| write.answered[field].clone());
        match (&self.fields[field], answered) {
            (Expected::Anything, _) | (Expected::LeftOut(_), None) => None,
            (Expected::Read(value) | Expected::Answered(value), _) => Some(vec![value.clone()]),
            (Expected::Sent(value), None) => Some(vec![value.clone()]),
            (Expected::Sent(value), Some(answered)) if field.same(value, &answered) => Some(vec![answered]),
            // The answer goes against the request: either may be what is stored.
            (Expected::Sent(value), Some(answered)) => Some(vec![value.clone(), answered]),
            (Expected::LeftOut(kept), Some(answered)) => {
                Some(kept.iter().filter(|value| **value != answered).cloned().chain([answered.clone()]).collect())
            }
        }
    }
}

/// An update leaves a field out: it is kept from whichever record or write was there before, or reset.
fn left_out(field: Field, before: &[Candidate], meanwhile: &[Arc<Write>], write: &Arc<Write>) -> Expected {
    let mut kept: Vec<Value> = Vec::new();
    let mut add = |values: Vec<Value>| {
        values.into_iter().for_each(|v| {
            if !kept.contains(&v) {
                kept.push(v)
            }
        })
    };
    for candidate in before {
        match candidate.possible(field) {
            Some(values) => add(values),
            None => return Expected::Anything,
        }
    }
    for other in meanwhile.iter().filter(|other| !Arc::ptr_eq(other, write)) {
        match &other.fields[field] {
            Giving::Sent(value) => add(vec![value.clone()]),
            Giving::Unclear => return Expected::Anything,
            // Reset there, perhaps, and kept here.
            Giving::Omitted => return Expected::Anything,
        }
    }
    if kept.is_empty() { Expected::Anything } else { Expected::LeftOut(kept) }
}
