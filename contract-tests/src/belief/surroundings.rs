//! What else was done on a server of late, beside what a key's own history holds.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use jiff::Timestamp;

use super::cause::Around;
use super::write::Write;
use crate::exchange::Exchange;

/// How many accepted writes are kept in mind.
const RECENT: usize = 32;

/// An accepted write: whose, of which key, and what.
#[derive(Clone, Debug)]
pub(super) struct Mutation {
    account: usize,
    id: Option<i64>,
    exchange: Arc<Exchange>,
    write: Option<Arc<Write>>,
}

/// The accepted writes of late, of all accounts.
#[derive(Clone, Debug, Default)]
pub(super) struct Recent(VecDeque<Mutation>);

impl Recent {
    /// Takes an accepted write.
    pub(super) fn add(&mut self, account: usize, id: Option<i64>, exchange: &Arc<Exchange>, write: Option<Arc<Write>>) {
        if self.0.len() == RECENT {
            self.0.pop_front();
        }
        self.0.push_back(Mutation { account, id, exchange: Arc::clone(exchange), write });
    }

    /// Forgets all.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}

/// A server as one account sees it while an exchange is judged.
pub(super) struct Surroundings<'a> {
    /// The account.
    pub(super) account: usize,
    /// Whether the account is told apart from others.
    pub(super) told_apart: bool,
    /// The ordinal of the exchange.
    pub(super) ordinal: u64,
    /// How many model requests were sent with keys that are not known.
    pub(super) epoch: u64,
    /// Whose keys are, by id.
    pub(super) owners: &'a HashMap<i64, usize>,
    /// The accepted writes of late.
    pub(super) recent: &'a Recent,
}

impl<'a> Surroundings<'a> {
    /// What an account sees at an ordinal, after so many model requests with unknown keys; and whether it is told apart
    /// from others.
    pub(super) fn new(
        account: usize,
        told_apart: bool,
        (ordinal, epoch): (u64, u64),
        owners: &'a HashMap<i64, usize>,
        recent: &'a Recent,
    ) -> Self {
        Self { account, told_apart, ordinal, epoch, owners, recent }
    }

    /// Whether an id is another account's.
    pub(super) fn is_foreign(&self, id: i64) -> bool {
        self.told_apart && self.owners.get(&id).is_some_and(|owner| *owner != self.account && *owner != super::UNKNOWN)
    }

    /// What else happened since a key was shown last.
    pub(super) fn of(&self, id: i64, shown_at: Option<Timestamp>) -> Around {
        let mut around = Around::default();
        let Some(shown_at) = shown_at else { return around };
        let since = self.recent.0.iter().filter(|mutation| mutation.exchange.started > shown_at);
        for Mutation { account, id: other, exchange, write } in since {
            if *account != self.account {
                if self.told_apart && *account != super::UNKNOWN {
                    around.other_account.push((Arc::clone(exchange), write.clone()));
                }
            } else if let (Some(other), Some(write)) = (other, write)
                && *other != id
            {
                around.other_key.push(Arc::clone(write));
            }
        }
        around
    }
}
