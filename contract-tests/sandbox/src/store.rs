//! The keys of all accounts.

use std::collections::HashMap;

use crate::key::Key;

/// The keys of all accounts: found by id, by value, and by place in an account's list, at a cost that does not grow with
/// their number.
#[derive(Debug)]
pub(crate) struct Store {
    keys: HashMap<i64, Key>,
    by_value: HashMap<String, i64>,
    /// The ids of each account, ascending: ids only rise, so the newest is the last.
    by_account: HashMap<i64, Vec<i64>>,
    next_id: i64,
}

impl Store {
    pub(crate) fn new() -> Self {
        Self { keys: HashMap::new(), by_value: HashMap::new(), by_account: HashMap::new(), next_id: 1 }
    }

    /// The id that the next key gets.
    pub(crate) fn next_id(&self) -> i64 {
        self.next_id
    }

    /// Lets the next key get this id, or a higher one if there is a key with a higher one already.
    pub(crate) fn raise_next_id(&mut self, id: i64) {
        self.next_id = self.next_id.max(id);
    }

    /// Adds a key; its id is the next one.
    pub(crate) fn add(&mut self, key: Key) {
        self.raise_next_id(key.id.saturating_add(1));
        self.by_value.insert(key.key.clone(), key.id);
        let ids = self.by_account.entry(key.user_id).or_default();
        if let Err(place) = ids.binary_search(&key.id) {
            ids.insert(place, key.id);
        }
        self.keys.insert(key.id, key);
    }

    /// The account's key of this id.
    pub(crate) fn get(&self, user_id: i64, id: i64) -> Option<&Key> {
        self.keys.get(&id).filter(|key| key.user_id == user_id)
    }

    /// The account's key of this id, to be changed. Its id, account and value stay.
    pub(crate) fn get_mut(&mut self, user_id: i64, id: i64) -> Option<&mut Key> {
        self.keys.get_mut(&id).filter(|key| key.user_id == user_id)
    }

    /// Any key of this id, to be changed. Its id, account and value stay.
    pub(crate) fn any_mut(&mut self, id: i64) -> Option<&mut Key> {
        self.keys.get_mut(&id)
    }

    /// The key of this value, to be changed. Its id, account and value stay.
    pub(crate) fn by_value_mut(&mut self, value: &str) -> Option<&mut Key> {
        self.by_value.get(value).and_then(|id| self.keys.get_mut(id))
    }

    /// Takes the account's key of this id away.
    pub(crate) fn remove(&mut self, user_id: i64, id: i64) -> Option<Key> {
        self.get(user_id, id)?;
        let key = self.keys.remove(&id)?;
        self.by_value.remove(&key.key);
        if let Some(ids) = self.by_account.get_mut(&user_id)
            && let Ok(place) = ids.binary_search(&id)
        {
            ids.remove(place);
        }
        Some(key)
    }

    /// How many keys the account has.
    pub(crate) fn count(&self, user_id: i64) -> usize {
        self.by_account.get(&user_id).map_or(0, Vec::len)
    }

    /// The account's keys, newest first, from the one of this rank on.
    pub(crate) fn newest_first(&self, user_id: i64, skip: usize) -> impl Iterator<Item = &Key> {
        let ids = self.by_account.get(&user_id).map_or(&[][..], Vec::as_slice);
        let left = ids.len().saturating_sub(skip);
        ids[..left].iter().rev().filter_map(|id| self.keys.get(id))
    }

    /// All keys, in no order.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Key> {
        self.keys.values()
    }
}
