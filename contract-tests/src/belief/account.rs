//! What the keys of one account may look like.

use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};
use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::field::{Field, FieldMap};
use super::identity::Identity;
use super::key::KeyBelief;
use super::write::{Write, values};
use crate::exchange::Exchange;

/// How many deletions keep the exchange that proves them.
const PROVEN_DELETIONS: usize = 1024;

/// How many creates are kept in mind until a list shows their keys.
const PENDING_CREATES: usize = 256;

/// How many records of lists are kept in mind that may be of creates under way.
const SIGHTINGS: usize = 64;

/// How many refused creates are kept in mind.
const REFUSED_CREATES: usize = 16;

/// What the keys of one account may look like.
#[derive(Clone, Debug, Default)]
pub(super) struct AccountBelief {
    /// The keys that are there, or may be, by id.
    pub(super) keys: HashMap<i64, KeyBelief>,
    /// The ids of the keys that the trace made or changed, by when they were made.
    pub(super) ours: BTreeSet<(u64, i64)>,
    /// Deleted keys.
    pub(super) deleted: HashMap<i64, Deletion>,
    /// Deleted keys that no list has been seen without.
    pub(super) listed_before: Vec<i64>,
    /// Accepted creates whose keys no answer has shown.
    pub(super) pending: Vec<Pending>,
    /// Records that lists showed while creates were under way, of keys that were not known.
    pub(super) sightings: Vec<Sighting>,
    /// Refused creates, of this account or of nobody's token, that no list was held against.
    pub(super) refused_creates: Vec<Arc<Write>>,
    /// Whether `keys` are all that the account has, as far as the trace shows.
    pub(super) complete: bool,
    /// Whether a request with its token was accepted, so that the token is right.
    pub(super) proven: bool,
    recent: VecDeque<i64>,
    /// Whether keys came or went that the trace neither made nor deleted: somebody else is at work there.
    pub(super) is_shared: bool,
    /// Keys whose delete was never answered: they may go at any time.
    pub(super) late_deletes: HashSet<i64>,
    /// The read-only fields of keys that were known before a gap.
    identities: HashMap<i64, Identity>,
}

/// A deletion.
#[derive(Clone, Debug)]
pub(super) struct Deletion {
    /// When it was over.
    pub(super) ended: Timestamp,
    /// The exchange, unless it was long ago.
    pub(super) by: Option<Arc<Exchange>>,
    /// The last list that showed the key.
    pub(super) listed_by: Option<Arc<Exchange>>,
}

/// A record that a list showed while a create was under way: it may be of that.
#[derive(Clone, Debug)]
pub(super) struct Sighting {
    pub(super) id: i64,
    pub(super) list: Arc<Exchange>,
    pub(super) seen: FieldMap<Option<Value>>,
}

/// A create whose key no answer has shown yet.
#[derive(Clone, Debug)]
pub(super) struct Pending {
    /// The create.
    pub(super) write: Arc<Write>,
    /// The ordinals of exchanges between which it made the key.
    pub(super) born: (u64, u64),
}

impl AccountBelief {
    /// Exchanges are missing: what is there may have changed in any way. What is final stays known.
    pub(super) fn gap(&mut self) {
        self.identities.extend(self.keys.drain().map(|(id, key)| (id, key.identity)));
        self.ours.clear();
        self.listed_before.clear();
        self.pending.clear();
        self.sightings.clear();
        self.refused_creates.clear();
        self.complete = false;
    }

    /// A key came up that no list has shown: it may be that of a create, and then it is found.
    pub(super) fn came_up(&mut self, record: Option<&Map<String, Value>>) {
        match record {
            Some(record) => match self.pending.iter().rposition(|pending| pending.write.fits(record, &Field::ALL)) {
                Some(found) => drop(self.pending.remove(found)),
                // It may be one of them, changed since.
                None => self.pending.clear(),
            },
            None => self.pending.clear(),
        }
    }

    /// A key that is there, by its id: as it is believed to be, or with nothing known of it.
    pub(super) fn key(&mut self, id: i64, born: (u64, u64)) -> &mut KeyBelief {
        let identities = &mut self.identities;
        self.keys.entry(id).or_insert_with(|| {
            let mut key = KeyBelief::there(born);
            key.identity = identities.remove(&id).unwrap_or_default();
            key
        })
    }

    /// Notes that the trace made or changed a key.
    pub(super) fn own(&mut self, id: i64) {
        if let Some(key) = self.keys.get_mut(&id) {
            key.ours = true;
            self.ours.insert((key.born.0, id));
        }
    }

    /// Whether a key was there before one that was made between two ordinals.
    pub(super) fn is_older(&self, id: i64, born: (u64, u64)) -> bool {
        self.keys.get(&id).is_some_and(|key| key.born.1 < born.0)
    }

    /// A key is there no more, or nobody knows: nothing is expected of it.
    pub(super) fn lose(&mut self, id: i64) {
        if let Some(key) = self.keys.get_mut(&id) {
            self.is_shared |= key.exists && !key.ours && !self.late_deletes.contains(&id);
            self.ours.remove(&(key.born.0, id));
            key.forget();
        }
    }

    /// Takes an accepted delete.
    pub(super) fn delete(&mut self, id: i64, by: &Arc<Exchange>) {
        let key = self.keys.remove(&id);
        if key.is_none() {
            self.came_up(None);
        }
        if let Some(key) = &key {
            self.ours.remove(&(key.born.0, id));
        }
        let listed_by = key.and_then(|key| key.listed_by);
        if listed_by.is_some() && self.listed_before.len() < PENDING_CREATES {
            self.listed_before.push(id);
        }
        let deletion = Deletion { ended: by.ended, by: Some(Arc::clone(by)), listed_by };
        if self.deleted.insert(id, deletion).is_none() {
            self.recent.push_back(id);
        }
        if self.recent.len() > PROVEN_DELETIONS
            && let Some(old) = self.recent.pop_front().and_then(|id| self.deleted.get_mut(&id))
        {
            (old.by, old.listed_by) = (None, None);
        }
    }

    /// A deleted key was shown again: it is there.
    pub(super) fn undelete(&mut self, id: i64) {
        self.deleted.remove(&id);
        self.listed_before.retain(|other| *other != id);
    }

    /// Takes a create that was accepted, or may have been.
    pub(super) fn create(&mut self, write: Arc<Write>, born: (u64, u64)) {
        self.complete &= write.certain;
        if self.pending.len() >= PENDING_CREATES {
            self.pending.remove(0);
            self.complete = false;
        }
        self.pending.push(Pending { write, born });
    }

    /// Keeps a record in mind that may be of a create under way.
    pub(super) fn sight(&mut self, id: i64, list: &Arc<Exchange>, record: &Map<String, Value>) {
        if self.sightings.len() < SIGHTINGS {
            self.sightings.push(Sighting { id, list: Arc::clone(list), seen: values(record) });
        }
    }

    /// Takes a refused create.
    pub(super) fn refuse_create(&mut self, write: &Arc<Write>) {
        if self.refused_creates.len() < REFUSED_CREATES {
            self.refused_creates.push(Arc::clone(write));
        }
    }
}
