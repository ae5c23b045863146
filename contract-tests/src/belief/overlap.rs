//! What else was under way while an exchange was: what it shows of that cannot be relied on.

use std::sync::Arc;

use serde_json::Value;

use crate::exchange::{Credential, Exchange};
use crate::operation::{Operation, path_id};
use crate::sent_body::SentBody;

/// The writes that were started while an exchange was under way.
#[derive(Clone, Debug, Default)]
pub struct Overlap {
    /// Updates, with the ids that they name.
    updates: Vec<(i64, Arc<Exchange>)>,
    /// Ids of keys that were deleted.
    deleted: Vec<i64>,
    /// Whether keys may have come.
    creates: bool,
    /// Whether keys may have come or gone.
    membership: bool,
    /// Whether any key may have changed.
    all: bool,
    /// How many exchanges were started meanwhile.
    pub started: u64,
}

impl Overlap {
    /// Looks at the exchanges that were started after one, as far as they were started before it ended.
    pub fn of<'e>(exchange: &Exchange, later: impl Iterator<Item = &'e Arc<Exchange>>) -> Self {
        let mut overlap = Self::default();
        for other in later.take_while(|other| other.started < exchange.ended) {
            overlap.started += 1;
            if other.request.origin == exchange.request.origin {
                overlap.add(other, exchange.sender.credential);
            }
        }
        overlap
    }

    fn add(&mut self, other: &Arc<Exchange>, sender: Credential) {
        match other.operation {
            Operation::List | Operation::Get | Operation::Models => {}
            Operation::Create => self.creates |= may_be_same(other.sender.credential, sender),
            Operation::Update => match updated_id(other) {
                Some(id) => self.updates.push((id, Arc::clone(other))),
                None => self.all = true,
            },
            Operation::Delete => {
                self.membership = true;
                self.deleted.extend(path_id(&other.request.path));
            }
            Operation::Undocumented if other.request.method == "GET" => {}
            Operation::Undocumented => (self.all, self.membership) = (true, true),
        }
    }

    /// Whether a key may have changed meanwhile.
    pub fn touches(&self, id: i64) -> bool {
        self.all || self.deleted.contains(&id) || self.updates.iter().any(|(updated, _)| *updated == id)
    }

    /// The updates of a key; `None` where it may have changed in other ways too.
    pub fn updates_of(&self, id: i64) -> Option<impl Iterator<Item = &Arc<Exchange>>> {
        (!self.all).then(|| self.updates.iter().filter(move |(updated, _)| *updated == id).map(|(_, update)| update))
    }

    /// Whether a key may have gone meanwhile.
    pub fn may_delete(&self, id: i64) -> bool {
        self.all || self.deleted.contains(&id)
    }

    /// Whether keys of the account may have come or gone meanwhile.
    pub fn changes_membership(&self) -> bool {
        self.membership || self.creates
    }

    /// Whether keys of the account may have come meanwhile.
    pub fn may_create(&self) -> bool {
        self.creates
    }
}

fn may_be_same(one: Credential, other: Credential) -> bool {
    match (one, other) {
        (Credential::Account(one), Credential::Account(other)) => one == other,
        _ => true,
    }
}

fn updated_id(exchange: &Exchange) -> Option<i64> {
    let sent = SentBody::read(exchange.request.body.as_deref());
    sent.members()?.get("id").and_then(Value::as_i64)
}
