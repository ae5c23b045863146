//! The keys that a case made.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::redaction::is_redacted;

/// A key that a case made.
#[derive(Clone)]
pub(super) struct MadeKey {
    pub(super) id: i64,
    pub(super) owner: usize,
    /// In clear, where the server shows it so.
    pub(super) value: Option<String>,
    pub(super) is_deleted: bool,
}

/// The keys of a case, by their numbers in it. No `Debug`: it holds keys in clear.
#[derive(Default)]
pub(super) struct MadeKeys {
    pub(super) numbered: BTreeMap<usize, MadeKey>,
    /// Keys that came although no step has them: of a create that was repeated.
    pub(super) others: Vec<MadeKey>,
}

impl MadeKeys {
    pub(super) fn get(&self, number: usize) -> Option<&MadeKey> {
        self.numbered.get(&number)
    }

    /// Takes the keys that a list shows for creates: those whose names hold the mark of the create, else, for a create
    /// without such a name, the newest that nobody has seen.
    pub(super) fn take(&mut self, numbers: &[Wanted<'_>], owner: usize, records: &[Map<String, Value>], new: &[bool]) {
        for wanted in numbers {
            for (record, is_new) in records.iter().zip(new) {
                let Some(id) = record.get("id").and_then(Value::as_i64) else { continue };
                if self.all().any(|key| key.id == id) {
                    continue;
                }
                let name = record.get("name").and_then(Value::as_str).unwrap_or_default().to_lowercase();
                let is_wanted = match wanted.is_marked {
                    true => name.contains(wanted.mark),
                    false => *is_new && !self.numbered.contains_key(&wanted.number),
                };
                if !is_wanted {
                    continue;
                }
                let value = record.get("key").and_then(Value::as_str).filter(|value| !is_redacted(value));
                let key = MadeKey { id, owner, value: value.map(str::to_owned), is_deleted: false };
                if self.numbered.contains_key(&wanted.number) {
                    self.others.push(key);
                } else {
                    self.numbered.insert(wanted.number, key);
                }
            }
        }
    }

    /// Notes that a key was deleted.
    pub(super) fn deleted(&mut self, id: i64) {
        for key in self.numbered.values_mut().chain(&mut self.others).filter(|key| key.id == id) {
            key.is_deleted = true;
        }
    }

    fn all(&self) -> impl Iterator<Item = &MadeKey> {
        self.numbered.values().chain(&self.others)
    }

    /// The keys that may still be there, the newest first.
    pub(super) fn remaining(&self) -> Vec<MadeKey> {
        let mut keys: Vec<MadeKey> = self.all().filter(|key| !key.is_deleted).cloned().collect();
        keys.sort_by_key(|key| std::cmp::Reverse(key.id));
        keys
    }
}

/// A create whose key is looked for.
pub(super) struct Wanted<'a> {
    /// Its number in the case.
    pub(super) number: usize,
    /// What its name holds.
    pub(super) mark: &'a str,
    /// Whether its name does hold it.
    pub(super) is_marked: bool,
}
