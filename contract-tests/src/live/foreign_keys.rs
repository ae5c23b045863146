//! Keys that are not the run's own, compared before and after.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::custody::{Custody, Fingerprint};
use crate::steps::FIELDS;
use crate::wire::{Record, id_of};

/// What is kept of the keys that are not the run's own: of each its editable fields, those with names and addresses as salted
/// hashes, and a salted hash of its value.
#[derive(Clone, Default)]
pub(super) struct ForeignKeys(BTreeMap<i64, BTreeMap<&'static str, Kept>>);

/// What a key had used up, where its record says it: not editable, and the reason why its quota shrinks.
const USED: &str = "used_quota";

/// A value of a field.
#[derive(Clone, PartialEq)]
struct Kept {
    /// For comparing.
    hash: Fingerprint,
    /// For people.
    text: String,
    /// As a number, where it is one.
    number: Option<i64>,
    /// Whether it holds what only this run writes.
    is_ours: bool,
}

/// A field of somebody's key that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Changed {
    /// The key.
    pub id: i64,
    /// The field.
    pub field: &'static str,
    /// What it was; names and addresses are not said.
    pub before: String,
    /// What it is.
    pub after: String,
    /// Whether the new value is one that only this run writes.
    pub is_ours: bool,
}

impl std::fmt::Display for Changed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { id, field, before, after, is_ours } = self;
        let whose =
            if *is_ours { "a value that this run sent for its own keys" } else { "by somebody else, or by the server" };
        write!(f, "key {id}, which is not this run's: {field} was {before} and is {after} ({whose})")
    }
}

/// Members whose values are not to be shown.
const UNSAID: [&str; 2] = ["name", "allow_ips"];

/// Members that are compared but not editable: a key that is given another value is harmed most of all.
const VALUE: &str = "key";

impl ForeignKeys {
    /// Those among records.
    pub(super) fn of(records: &[Record], custody: &Custody) -> Self {
        let key = |record: &Record| {
            let id = id_of(record)?;
            let fields = FIELDS.iter().copied().chain([VALUE, USED]);
            let kept = fields.filter_map(|field| Some((field, kept(field, record.get(field)?, custody))));
            (!custody.owns(id)).then(|| (id, kept.collect()))
        };
        Self(records.iter().filter_map(key).collect())
    }

    /// Their ids.
    pub(super) fn ids(&self) -> BTreeSet<i64> {
        self.0.keys().copied().collect()
    }

    /// What changed of those that are there both times. A key that came or went says nothing by itself: its owner may do
    /// that; what went is named.
    pub(super) fn changed(&self, after: &Self) -> Vec<Changed> {
        let mut changes = Vec::new();
        for (id, fields) in &self.0 {
            let Some(now) = after.0.get(id) else { continue };
            for (field, before) in fields {
                let Some(after) = now.get(field).filter(|after| after.hash != before.hash) else { continue };
                if *field == USED
                    || (*field == "remain_quota" && is_use(fields, now))
                    || (*field == "status" && is_end(after))
                {
                    continue;
                }
                let (before, is_ours) = (before.text.clone(), after.is_ours);
                changes.push(Changed { id: *id, field, before, after: after.text.clone(), is_ours });
            }
        }
        changes
    }

    /// The ids of those that are no longer there.
    pub(super) fn missing(&self, after: &Self) -> Vec<i64> {
        self.0.keys().filter(|id| !after.0.contains_key(id)).copied().collect()
    }
}

/// Whether a key was used in between: its quota shrank by what it used up.
fn is_use(before: &BTreeMap<&'static str, Kept>, after: &BTreeMap<&'static str, Kept>) -> bool {
    let number = |fields: &BTreeMap<&'static str, Kept>, field: &str| fields.get(field)?.number;
    let difference = |field: &str| Some(number(after, field)?.wrapping_sub(number(before, field)?));
    matches!((difference("remain_quota"), difference(USED)), (Some(quota), Some(used)) if used > 0 && quota == -used)
}

/// Whether a key came to its end by itself: expired, or its quota used up.
fn is_end(status: &Kept) -> bool {
    matches!(status.number, Some(3 | 4))
}

fn kept(field: &str, value: &Value, custody: &Custody) -> Kept {
    let text = value.to_string();
    let hash = Fingerprint::of(custody.salt(), &text);
    let is_ours = match value {
        Value::String(text) => custody.is_ours(None, text) || text.contains("ct-no-such-model"),
        _ => false,
    };
    let shown = match value {
        Value::String(text) if UNSAID.contains(&field) => format!("a text of {} characters", text.chars().count()),
        Value::String(_) if field == VALUE => "one value".to_owned(),
        _ => text,
    };
    Kept { hash, text: shown, number: value.as_i64(), is_ours }
}
