//! Which keys are provably there, from what the trace has shown so far: a refusal says something about a limit only if
//! the key it names exists.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::effect::Effect;
use crate::examined::Examined;
use crate::exchange::{Credential, Exchange};
use crate::operation::{Operation, path_id};

/// A key that an answer has shown, and nothing since has put in doubt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownKey {
    /// Whether it was last seen with status 1, unexpired and with quota. Only then is an update to status 1 no
    /// re-enabling, which a server may refuse.
    pub plainly_enabled: bool,
}

/// The keys that are provably there, and the accounts whose tokens are provably right.
#[derive(Clone, Debug, Default)]
pub struct KnownKeys {
    keys: HashMap<Owner, HashMap<i64, KnownKey>>,
    /// The accounts of which a request was accepted.
    proven: HashSet<Owner>,
    /// When the last deletion of an id ended: a read that was under way then may show the key as it was before.
    deleted: HashMap<i64, Timestamp>,
}

/// An account on a server: the same token may be sent to two.
type Owner = (Arc<str>, usize);

impl KnownKeys {
    /// To be called before an exchange is judged: exchanges that are missing before it may have changed anything.
    pub fn before(&mut self, exchange: &Exchange) {
        if exchange.gap_before.is_some() {
            self.keys.clear();
        }
    }

    /// The key that an update names, if it is provably there.
    pub fn named_by_update(&self, exchange: &Exchange, id: Option<&Value>) -> Option<KnownKey> {
        self.keys.get(&owner(exchange)?)?.get(&id?.as_i64()?).copied()
    }

    /// Whether the account that sent a request was served before, so that its token is right.
    pub fn is_proven(&self, exchange: &Exchange) -> bool {
        owner(exchange).is_some_and(|owner| self.proven.contains(&owner))
    }

    /// To be called after an exchange was judged: takes from it what it shows.
    pub fn after(&mut self, examined: &Examined<'_>) {
        let exchange = examined.exchange;
        let undone = matches!(examined.effect, Effect::Throttled | Effect::None);
        match examined.operation() {
            Operation::Models => self.doubt_all(),
            Operation::Undocumented if exchange.request.method != "GET" => return self.keys.clear(),
            Operation::Get if examined.refused() => self.forget(exchange),
            Operation::Delete if !undone => self.forget(exchange),
            Operation::Update if examined.effect == Effect::Unknown => self.doubt_all(),
            _ => {}
        }
        let Some(owner) = owner(exchange).filter(|_| examined.accepted()) else { return };
        self.proven.insert(owner.clone());
        let keys = self.keys.entry(owner).or_default();
        for (_, record) in examined.records() {
            let Some(id) = record.get("id").and_then(Value::as_i64) else { continue };
            if self.deleted.get(&id).is_none_or(|deleted| exchange.started >= *deleted) {
                let plainly_enabled = is_plainly_enabled(record, exchange.ended.as_second());
                keys.insert(id, KnownKey { plainly_enabled });
            }
        }
    }

    /// Whoever sent it: a credential that the trace does not tell may be the owner's.
    fn forget(&mut self, exchange: &Exchange) {
        let Some(id) = path_id(&exchange.request.path) else { return };
        let sender = owner(exchange);
        for (owner, keys) in &mut self.keys {
            if sender.as_ref().is_none_or(|sender| sender == owner) {
                keys.remove(&id);
            }
        }
        self.deleted.insert(id, exchange.ended);
    }

    fn doubt_all(&mut self) {
        self.keys.values_mut().flat_map(HashMap::values_mut).for_each(|key| key.plainly_enabled = false);
    }
}

fn owner(exchange: &Exchange) -> Option<Owner> {
    match exchange.sender.credential {
        Credential::Account(account) => Some((Arc::clone(&exchange.request.origin), account)),
        _ => None,
    }
}

fn is_plainly_enabled(record: &Map<String, Value>, now: i64) -> bool {
    let integer = |name: &str| record.get(name).and_then(Value::as_i64);
    let unlimited = record.get("unlimited_quota").and_then(Value::as_bool) == Some(true);
    let unexpired = integer("expired_time").is_some_and(|time| time == -1 || time > now + 60);
    let quota = unlimited || integer("remain_quota").is_some_and(|quota| quota > 0);
    integer("status") == Some(1) && unexpired && quota
}
