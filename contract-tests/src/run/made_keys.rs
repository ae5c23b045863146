//! The keys that a case made.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use serde_json::Value;

use crate::redaction::is_redacted;
use crate::wire::{Record, id_of};

/// A key that a case made.
#[derive(Clone)]
pub(super) struct MadeKey {
    pub(super) id: i64,
    pub(super) owner: usize,
    /// In clear, where the server shows it so.
    pub(super) value: Option<String>,
    pub(super) is_deleted: bool,
    /// The `user_id` it was first shown with.
    pub(super) user_id: Option<i64>,
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

    /// The `user_id` that keys were first shown with, by their numbers.
    pub(super) fn owners(&self) -> BTreeMap<usize, i64> {
        self.numbered.iter().filter_map(|(number, key)| Some((*number, key.user_id?))).collect()
    }

    /// Takes the keys that a list shows for creates: those whose names hold the mark of the create.
    pub(super) fn take_marked(&mut self, wanted: &Wanted<'_>, owner: usize, records: &[Record]) {
        for record in records {
            let name = record.get("name").and_then(Value::as_str).unwrap_or_default().to_lowercase();
            if name.contains(wanted.mark) {
                self.take(wanted.number, owner, record);
            }
        }
    }

    /// Takes the newest key above an id: of a create whose name does not hold its mark.
    pub(super) fn take_newest(&mut self, number: usize, owner: usize, records: &[Record], above: i64) {
        let newest = records.iter().filter(|record| id_of(record) > Some(above)).max_by_key(|record| id_of(record));
        if let Some(record) = newest {
            self.take(number, owner, record);
        }
    }

    fn take(&mut self, number: usize, owner: usize, record: &Record) {
        let Some(id) = id_of(record) else { return };
        if self.all().any(|key| key.id == id) {
            return;
        }
        let value = record.get("key").and_then(Value::as_str).filter(|value| !is_redacted(value));
        let user_id = record.get("user_id").and_then(Value::as_i64);
        let key = MadeKey { id, owner, value: value.map(str::to_owned), is_deleted: false, user_id };
        match self.numbered.entry(number) {
            Entry::Occupied(_) => self.others.push(key),
            Entry::Vacant(entry) => drop(entry.insert(key)),
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
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn keys_of_one_name_are_told_apart_by_which_was_there_before() {
        let record = |id: i64| json!({"id": id, "user_id": 9, "name": "m0z"}).as_object().unwrap().clone();
        let mut keys = MadeKeys::default();
        keys.take_marked(&Wanted { number: 0, mark: "m0z" }, 0, &[record(4)]);
        assert_eq!(keys.owners(), BTreeMap::from([(0, 9)]));
        keys.take_marked(&Wanted { number: 1, mark: "m0z" }, 0, &[record(5), record(4)]);
        let id = |number| keys.get(number).map(|key| key.id);
        assert_eq!((id(0), id(1)), (Some(4), Some(5)));
        assert_eq!(keys.remaining().iter().map(|key| key.id).collect::<Vec<_>>(), [5, 4]);
    }
}
