//! Which keys are provably there, from what the trace has shown so far: a refusal says something about a limit only if
//! the key it names exists.

use std::collections::HashMap;

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

/// The keys that are provably there, by account and id.
#[derive(Clone, Debug, Default)]
pub struct KnownKeys {
    keys: HashMap<(usize, i64), KnownKey>,
}

impl KnownKeys {
    /// To be called before an exchange is judged: exchanges that are missing before it may have changed anything.
    pub fn before(&mut self, exchange: &Exchange) {
        if exchange.gap_before.is_some() {
            self.keys.clear();
        }
    }

    /// The key that an update names, if it is provably there.
    pub fn named_by_update(&self, exchange: &Exchange, id: Option<&Value>) -> Option<KnownKey> {
        let Credential::Account(account) = exchange.sender.credential else { return None };
        self.keys.get(&(account, id?.as_i64()?)).copied()
    }

    /// To be called after an exchange was judged: takes from it what it shows.
    pub fn after(&mut self, examined: &Examined<'_>) {
        let exchange = examined.exchange;
        match examined.operation() {
            Operation::Models => self.doubt_all(),
            Operation::Undocumented if exchange.request.method != "GET" => return self.keys.clear(),
            Operation::Get if examined.refused() => self.forget(exchange),
            Operation::Delete if !matches!(examined.effect, Effect::Throttled | Effect::None) => self.forget(exchange),
            Operation::Update if examined.effect == Effect::Unknown => self.doubt_all(),
            _ => {}
        }
        let Credential::Account(account) = exchange.sender.credential else { return };
        for (_, record) in examined.records() {
            if let Some(id) = record.get("id").and_then(Value::as_i64) {
                let plainly_enabled = is_plainly_enabled(record, exchange.ended.as_second());
                self.keys.insert((account, id), KnownKey { plainly_enabled });
            }
        }
    }

    fn forget(&mut self, exchange: &Exchange) {
        if let (Credential::Account(account), Some(id)) = (exchange.sender.credential, path_id(&exchange.request.path))
        {
            self.keys.remove(&(account, id));
        }
    }

    fn doubt_all(&mut self) {
        self.keys.values_mut().for_each(|key| key.plainly_enabled = false);
    }
}

fn is_plainly_enabled(record: &Map<String, Value>, now: i64) -> bool {
    let integer = |name: &str| record.get(name).and_then(Value::as_i64);
    let unlimited = record.get("unlimited_quota").and_then(Value::as_bool) == Some(true);
    let unexpired = integer("expired_time").is_some_and(|time| time == -1 || time > now + 60);
    let quota = unlimited || integer("remain_quota").is_some_and(|quota| quota > 0);
    integer("status") == Some(1) && unexpired && quota
}
