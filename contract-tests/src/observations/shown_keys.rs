//! What lists have shown of an account's keys, as long as nothing has changed them.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::Value;

use crate::effect::Effect;
use crate::examined::Examined;
use crate::exchange::Credential;
use crate::operation::Operation;

/// What earlier lists have shown, by server and account. Only a yardstick of observations: what a list answers while
/// another request changes the keys may be told wrongly.
#[derive(Clone, Debug, Default)]
pub(super) struct ShownKeys {
    accounts: HashMap<(Arc<str>, Option<usize>), Shown>,
}

/// What the lists of one account have shown.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Shown {
    /// The newest key: ids rise.
    pub(super) newest: Option<i64>,
    /// The most keys on a page.
    pub(super) most: usize,
}

impl ShownKeys {
    /// What lists before this exchange have shown of the keys of its account.
    pub(super) fn before(&self, examined: &Examined<'_>) -> Shown {
        account(examined).and_then(|account| self.accounts.get(&account)).copied().unwrap_or_default()
    }

    /// Takes an exchange.
    pub(super) fn take(&mut self, examined: &Examined<'_>) {
        if examined.exchange.gap_before.is_some() {
            self.accounts.clear();
        }
        let changed = match examined.operation() {
            Operation::Create | Operation::Delete => !matches!(examined.effect, Effect::Refused | Effect::Throttled),
            Operation::Undocumented => examined.exchange.request.method != "GET",
            _ => false,
        };
        if changed {
            return self.accounts.clear();
        }
        let (Some(account), Some((_, items))) = (account(examined), examined.items()) else { return };
        let shown = self.accounts.entry(account).or_default();
        shown.most = shown.most.max(items.len());
        shown.newest = shown.newest.max(items.iter().filter_map(id).max());
    }
}

/// The id of a record.
pub(super) fn id(record: &Value) -> Option<i64> {
    record.get("id")?.as_i64()
}

fn account(examined: &Examined<'_>) -> Option<(Arc<str>, Option<usize>)> {
    let account = match examined.exchange.sender.credential {
        Credential::Account(index) => Some(index),
        Credential::Unknown => None,
        Credential::Wrong | Credential::Missing | Credential::Key(_) => return None,
    };
    Some((Arc::clone(&examined.exchange.request.origin), account))
}
