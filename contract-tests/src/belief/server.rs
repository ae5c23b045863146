//! What one server may hold now.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::account::AccountBelief;
use super::key_values::KeyValues;
use super::listing::{List, list};
use super::meanwhile::during;
use super::model_request::model_request;
use super::named::named;
use super::overlap::Overlap;
use super::shown::{Pointer, RecordShown, Shown};
use super::surroundings::{Recent, Surroundings};
use super::tracking::{KnownKey, UNKNOWN, account};
use super::write::Write;
use crate::effect::Effect;
use crate::examined::Examined;
use crate::exchange::Exchange;
use crate::operation::{Operation, path_id};

/// How long what was shown of somebody's key is taken to hold, in seconds.
const JUST_NOW: i64 = 60;

/// What one server may hold.
#[derive(Clone, Debug, Default)]
pub(super) struct ServerBelief {
    accounts: HashMap<usize, AccountBelief>,
    /// Whose keys are, by id: as answers have shown them.
    owners: HashMap<i64, usize>,
    recent: Recent,
    values: KeyValues,
    ordinal: u64,
    /// When the trace began, or went on after a gap.
    began: Option<Timestamp>,
    /// How many model requests were sent with keys that are not known: each may have used any.
    epoch: u64,
}

impl ServerBelief {
    /// Exchanges are missing: what is there may have changed in any way.
    pub(super) fn gap(&mut self) {
        self.accounts.values_mut().for_each(AccountBelief::gap);
        self.recent.clear();
        self.began = None;
    }

    /// Whether a request of the account was accepted.
    pub(super) fn is_proven(&self, account: usize) -> bool {
        account != UNKNOWN && self.accounts.get(&account).is_some_and(|account| account.proven)
    }

    /// The key of an id, if it is provably the account's and there.
    pub(super) fn known(&self, account: usize, id: i64, exchange: &Exchange, overlap: &Overlap) -> Option<KnownKey> {
        let account = self.accounts.get(&account)?;
        let key = account.keys.get(&id).filter(|key| key.exists && !overlap.may_delete(id))?;
        // A key that is not the trace's own may be changed or deleted by others. Where nothing shows that there are any, what
        // was shown just now still holds.
        let shown = !account.is_shared
            && key.shown_at.is_some_and(|at| exchange.started.as_second() - at.as_second() < JUST_NOW);
        if !key.ours && !shown {
            return None;
        }
        let (unused, now) = (key.epoch == self.epoch, exchange.ended.as_second());
        let plainly_enabled = unused && key.is_plainly_enabled(now);
        Some(KnownKey { plainly_enabled, can_be_enabled: unused && key.can_be_enabled(now) })
    }

    /// Holds an exchange against what is believed, and takes what it shows.
    pub(super) fn take(&mut self, examined: &Examined<'_>, overlap: &Overlap) -> Shown {
        self.ordinal += 1;
        self.began.get_or_insert(examined.exchange.started);
        let mut shown = Shown::default();
        if matches!(examined.operation(), Operation::Get | Operation::Update | Operation::Delete) {
            let id = named_id(examined);
            shown.named = id.and_then(|id| named(id, self, examined, overlap));
        }
        match examined.operation() {
            Operation::List => self.list(examined, overlap, &mut shown),
            Operation::Get => self.get(examined, overlap, &mut shown),
            Operation::Create => self.create(examined, overlap),
            Operation::Update => self.update(examined, &mut shown),
            Operation::Delete => self.delete(examined),
            Operation::Models => shown.model = self.models(examined, overlap),
            Operation::Undocumented => self.undocumented(examined),
        }
        if examined.accepted()
            && let Some(account) = account(examined.exchange)
            && Operation::DOCUMENTED.contains(&examined.operation())
        {
            self.accounts.entry(account).or_default().proven = true;
        }
        shown
    }

    fn list(&mut self, examined: &Examined<'_>, overlap: &Overlap, shown: &mut Shown) {
        let (Some(sender), Some(page)) = (account(examined.exchange), List::of(examined)) else { return };
        let account = self.accounts.entry(sender).or_default();
        let surroundings =
            Surroundings::new(sender, is_listed(examined), (self.ordinal, self.epoch), &self.owners, &self.recent);
        let (records, listing) = list(account, &page, overlap, &surroundings);
        for (_, id, record) in page.records() {
            learn(&mut self.owners, &mut self.values, sender, *id, record);
        }
        shown.records = records;
        shown.listing = Some(listing);
    }

    fn get(&mut self, examined: &Examined<'_>, overlap: &Overlap, shown: &mut Shown) {
        let (Some(sender), Some(id)) = (account(examined.exchange), path_id(&examined.exchange.request.path)) else {
            return;
        };
        if examined.refused_by_the_api() {
            if let Some(account) = self.accounts.get_mut(&sender) {
                account.lose(id);
            }
            return;
        }
        let Some(record) = own_record(examined, id) else { return };
        let account = self.accounts.entry(sender).or_default();
        if account.deleted.get(&id).is_some_and(|deletion| deletion.ended > examined.exchange.started) {
            return;
        }
        account.undelete(id);
        if !account.keys.contains_key(&id) {
            account.came_up(Some(record));
        }
        let born = (0, self.ordinal + overlap.started);
        let key = account.key(id, born);
        if !overlap.touches(id) {
            let surroundings =
                Surroundings::new(sender, is_listed(examined), (self.ordinal, self.epoch), &self.owners, &self.recent);
            let around = surroundings.of(id, key.shown_at);
            key.at_epoch(self.epoch);
            shown.records.extend(key.read(examined.shared, (Pointer::Data, id), record, &around));
        } else if let Some(updates) = during(examined, overlap, id) {
            key.glimpse(examined.shared, record, &updates);
        }
        learn(&mut self.owners, &mut self.values, sender, id, record);
    }

    fn create(&mut self, examined: &Examined<'_>, overlap: &Overlap) {
        let born = (self.ordinal, self.ordinal + overlap.started);
        match (effect(examined), account(examined.exchange)) {
            (Effect::Accepted | Effect::Unknown, Some(sender)) => {
                let write = Arc::new(Write::of(examined));
                let born = if write.certain { born } else { (born.0, u64::MAX) };
                if write.certain {
                    self.recent.add(sender, None, examined.shared, Some(Arc::clone(&write)));
                }
                self.accounts.entry(sender).or_default().create(write, born);
            }
            (Effect::Refused, sender) => {
                let write = Arc::new(Write::of(examined));
                match sender {
                    Some(sender) => self.accounts.entry(sender).or_default().refuse_create(&write),
                    None => self.accounts.values_mut().for_each(|account| account.refuse_create(&write)),
                }
            }
            _ => {}
        }
    }

    fn update(&mut self, examined: &Examined<'_>, shown: &mut Shown) {
        let Some(id) = named_id(examined) else {
            // Nobody knows which key it changed.
            if matches!(effect(examined), Effect::Accepted | Effect::Unknown) {
                self.accounts.values_mut().for_each(AccountBelief::gap);
            }
            return;
        };
        let owner = self.owners.get(&id).copied();
        match (effect(examined), account(examined.exchange)) {
            (Effect::Refused, _) => {
                let write = Arc::new(Write::of(examined));
                for account in self.accounts.values_mut() {
                    if let Some(key) = account.keys.get_mut(&id) {
                        key.refused = Some(Arc::clone(&write));
                    }
                }
            }
            (Effect::Accepted | Effect::Unknown, Some(sender)) if owner.is_none_or(|owner| owner == sender) => {
                self.updated(sender, id, examined, shown);
            }
            // Somebody else's key, or with a token that is none: what became of it nobody knows.
            (Effect::Accepted | Effect::Unknown, _) => self.doubt(id),
            (Effect::Throttled | Effect::None, _) => {}
        }
    }

    fn updated(&mut self, sender: usize, id: i64, examined: &Examined<'_>, shown: &mut Shown) {
        let account = self.accounts.entry(sender).or_default();
        let write = Write::of(examined);
        let certain = write.certain;
        if account.deleted.get(&id).is_some_and(|deletion| deletion.ended > examined.exchange.started) {
            return;
        }
        if certain {
            account.undelete(id);
        }
        if certain && !account.keys.contains_key(&id) {
            account.came_up(None);
        }
        let ordinal = self.ordinal;
        let key = account.key(id, (0, ordinal));
        key.exists |= certain;
        let named = write.named_used_quota;
        let write = key.written(write, self.began.unwrap_or(examined.exchange.started));
        if let Some(record) = own_record(examined, id) {
            key.at_epoch(self.epoch);
            let (read_only_compared, read_only) =
                key.identity.compare(record, examined.exchange, named, key.is_unusable);
            key.used = false;
            shown.records.push(RecordShown {
                read_only_compared,
                read_only,
                before: key.shown_by.clone(),
                ..RecordShown::empty(Pointer::Data, id)
            });
            learn(&mut self.owners, &mut self.values, sender, id, record);
        }
        if certain {
            if write.name().is_some() {
                account.own(id);
            }
            self.owners.entry(id).or_insert(sender);
            self.recent.add(sender, Some(id), examined.shared, Some(write));
        }
    }

    fn delete(&mut self, examined: &Examined<'_>) {
        let Some(id) = path_id(&examined.exchange.request.path) else { return };
        let owner = self.owners.get(&id).copied();
        match (effect(examined), account(examined.exchange)) {
            (Effect::Refused, _) => {
                for account in self.accounts.values_mut() {
                    if let Some(key) = account.keys.get_mut(&id) {
                        key.refused_delete = Some(Arc::clone(examined.shared));
                    }
                }
            }
            (Effect::Accepted, Some(sender)) if owner.is_none_or(|owner| owner == sender) => {
                self.accounts.entry(sender).or_default().delete(id, examined.shared);
                self.recent.add(sender, Some(id), examined.shared, None);
            }
            (Effect::Accepted | Effect::Unknown, _) => {
                for account in self.accounts.values_mut() {
                    account.late_deletes.insert(id);
                    account.lose(id);
                    account.complete = false;
                }
            }
            (Effect::Throttled | Effect::None, _) => {}
        }
    }

    fn models(&mut self, examined: &Examined<'_>, overlap: &Overlap) -> Option<super::shown::ModelShown> {
        let authorization = examined.exchange.request.headers.get("authorization").unwrap_or_default();
        let Some((owner, id)) = self.values.find(authorization) else {
            self.epoch += 1;
            return None;
        };
        let account = self.accounts.get_mut(&owner)?;
        let shown = (!overlap.touches(id)).then(|| model_request(account, id, examined.exchange)).flatten();
        if let Some(key) = account.keys.get_mut(&id) {
            (key.used, key.is_unusable) = (true, false);
        }
        shown
    }

    fn undocumented(&mut self, examined: &Examined<'_>) {
        let request = &examined.exchange.request;
        let nothing = matches!(examined.effect, Effect::Refused | Effect::Throttled | Effect::None);
        if request.method == "GET" || nothing {
            return;
        }
        let segment = request.path.strip_prefix("/api/token/").and_then(|rest| rest.split('/').next());
        let digits = segment.filter(|segment| segment.bytes().all(|byte| byte.is_ascii_digit()));
        match digits.and_then(|digits| digits.parse().ok()).filter(|_| request.method != "DELETE") {
            Some(id) => {
                self.doubt(id);
                for account in self.accounts.values_mut() {
                    if let Some(key) = account.keys.get_mut(&id) {
                        key.identity.forget_key();
                    }
                }
            }
            // Which key it is about nobody knows, nor whether that is still there.
            None => self.gap(),
        }
    }

    /// Nothing is known of the fields of a key any more.
    fn doubt(&mut self, id: i64) {
        for account in self.accounts.values_mut() {
            if let Some(key) = account.keys.get_mut(&id) {
                key.doubt();
            }
        }
    }

    /// What is believed of an account.
    pub(super) fn account(&self, account: usize) -> Option<&AccountBelief> {
        self.accounts.get(&account)
    }

    /// Whose key an id is, as answers have shown it.
    pub(super) fn owner(&self, id: i64) -> Option<usize> {
        self.owners.get(&id).copied()
    }
}

/// Whether the trace names the account that sent a request: of others two tokens may be one account's.
fn is_listed(examined: &Examined<'_>) -> bool {
    examined.account().is_some_and(|account| account.listed)
}

/// What belief makes of an answer: of a request given up half way nobody knows what became.
pub(super) fn effect(examined: &Examined<'_>) -> Effect {
    match examined.response().map(|response| response.status) {
        Some(408 | 499) => Effect::Unknown,
        _ => examined.effect,
    }
}

/// The id that a get, an update or a delete names.
fn named_id(examined: &Examined<'_>) -> Option<i64> {
    match examined.operation() {
        Operation::Update => {
            let sent = examined.sent.members()?;
            let plain = !sent.has_duplicates() && !sent.trailing;
            let member = sent.iter().find(|member| member.name == "id").filter(|member| !member.unusual_number)?;
            member.value.as_i64().filter(|_| plain)
        }
        _ => path_id(&examined.exchange.request.path),
    }
}

/// The record of an accepted answer, if it is the one asked for, and not plainly another account's.
fn own_record<'a>(examined: &'a Examined<'_>, id: i64) -> Option<&'a Map<String, Value>> {
    let record = examined.data()?.as_object()?;
    let integer = |name: &str| record.get(name).and_then(Value::as_i64);
    let stated = examined.account().and_then(|account| account.user_id);
    let foreign = stated.zip(integer("user_id")).is_some_and(|(own, user)| own != user);
    (integer("id") == Some(id) && !foreign).then_some(record)
}

fn learn(
    owners: &mut HashMap<i64, usize>,
    values: &mut KeyValues,
    sender: usize,
    id: i64,
    record: &Map<String, Value>,
) {
    if owners.insert(id, sender) != Some(sender)
        && let Some(value) = record.get("key").and_then(Value::as_str)
    {
        values.add(value, (sender, id));
    }
}
