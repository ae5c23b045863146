//! The keys of a run, and what may be sent about them.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::Value;

use super::guards::Guards;
use super::key_ledger::{KeyLedger, SeenKey};
use super::key_name::{KeyNames, RunId};
use super::known_keys::{KnownKeys, OwnKey, Unkept};
use super::ledger_entry::{Entry, Fingerprint};
use super::step_class::{StepClass, class};
use crate::steps::{Ask, What};
use crate::wire::{Record, id_of};

/// By how much a server's clock may be behind ours, in seconds.
const CLOCK_SLACK: i64 = 300;

/// What whoever started a run allowed.
#[derive(Clone, Copy, Debug)]
pub struct Permissions {
    /// Requests that a lenient server could read as about another key: for an account with nothing in it.
    pub is_disposable: bool,
    /// Model requests with the run's own keys.
    pub models: bool,
    /// How many keys may be there at once; any number where it is not said.
    pub most_keys: Option<usize>,
    /// How many requests may carry a wrong token; any number where it is not said.
    pub most_wrong_tokens: Option<u32>,
}

/// Which keys are a run's own, and what it may send. No `Debug`: it holds what signs names.
pub struct Custody {
    run: RunId,
    names: Vec<KeyNames>,
    salt: String,
    permissions: Permissions,
    next: AtomicU32,
    wrong_tokens: AtomicU32,
    known: Mutex<KnownKeys>,
}

impl Custody {
    /// The custody of a run whose accounts have these tokens. Until a ledger is begun, nothing may be created.
    pub fn new(run: RunId, tokens: &[&str], salt: String, permissions: Permissions) -> Self {
        Self {
            run,
            names: tokens.iter().map(|token| KeyNames::signed_by(token)).collect(),
            salt,
            permissions,
            next: AtomicU32::new(0),
            wrong_tokens: AtomicU32::new(0),
            known: Mutex::default(),
        }
    }

    /// The run.
    pub fn run(&self) -> RunId {
        self.run
    }

    /// What was allowed.
    pub fn permissions(&self) -> Permissions {
        self.permissions
    }

    /// Keeps a ledger from now on.
    pub fn keep(&self, ledger: KeyLedger) {
        self.known().ledger = Some(ledger);
    }

    /// Closes the ledger.
    pub fn close(&self) {
        self.known().ledger = None;
    }

    /// The server was seen to store these guards.
    pub fn stores(&self, guards: Guards) {
        self.known().stored = guards;
    }

    /// A name that no key has had; `None` when the run has had all its names.
    pub fn new_name(&self) -> Option<String> {
        self.names.first()?.name(self.run, self.next.fetch_add(1, Ordering::Relaxed))
    }

    /// The wrong token that is sent instead of one made from an account's, where only a few may be: as long, and of the same
    /// kinds of characters, and nothing of it is the account's.
    pub fn synthetic(&self, token: &str) -> Option<String> {
        self.permissions.most_wrong_tokens?;
        let counter = self.wrong_tokens.load(Ordering::Relaxed);
        let mut text = String::new();
        for (place, c) in token.chars().enumerate() {
            let digit = Fingerprint::of(&self.salt, &format!("wrong token {counter}, {place}")).number();
            let one_of = |set: &[u8]| char::from(set[digit % set.len()]);
            text.push(match c {
                '0'..='9' => one_of(b"0123456789"),
                'a'..='z' => one_of(b"abcdefghijklmnopqrstuvwxyz"),
                'A'..='Z' => one_of(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
                other => other,
            });
        }
        (text != token).then_some(text)
    }

    /// Whether a record is of a key of the run, for who must not show others' records.
    pub fn is_ours(&self, id: Option<i64>, name: &str) -> bool {
        let known = self.known();
        let is_known = id.is_some_and(|id| known.own.contains_key(&id));
        let is_other = id.is_some_and(|id| known.others.contains(&id));
        is_known || (!is_other && self.is_of_the_run(name))
    }

    fn is_of_the_run(&self, name: &str) -> bool {
        self.names.iter().any(|names| names.find(name).is_some_and(|(run, _)| run == self.run))
    }

    /// Whether a request may be sent, and what it is.
    ///
    /// # Errors
    ///
    /// When it may not: why.
    pub fn allows(&self, ask: &Ask, body: Option<&[u8]>, id: Option<i64>) -> Result<StepClass, &'static str> {
        let mut known = self.known();
        let allowed =
            self.permitted(&known, ask, body).and_then(|class| match self.hindrance(&known, ask, class, id) {
                Some(why) => Err(why),
                None => Ok(class),
            });
        match allowed {
            Err(why) => *known.skipped.entry(why).or_default() += 1,
            Ok(_) if ask.token.is_wrong() => drop(self.wrong_tokens.fetch_add(1, Ordering::Relaxed)),
            Ok(_) => {}
        }
        allowed
    }

    /// What a request would be, were it sent about a key of the run.
    ///
    /// # Errors
    ///
    /// When it would not be sent: why.
    pub fn foresees(&self, ask: &Ask, body: Option<&[u8]>) -> Result<StepClass, &'static str> {
        self.permitted(&self.known(), ask, body)
    }

    /// What a request is, where whoever started the run allowed such.
    fn permitted(&self, known: &KnownKeys, ask: &Ask, body: Option<&[u8]>) -> Result<StepClass, &'static str> {
        let Permissions { is_disposable, models, .. } = self.permissions;
        match (class(ask, body, known.stored, jiff::Timestamp::now().as_second()), &ask.what) {
            (StepClass::Risky(why), _) if !is_disposable => Err(why),
            (_, What::Models(_)) if !models => Err("a model request, without --probe-models"),
            (class, _) => Ok(class),
        }
    }

    /// Why a request is not sent although such are allowed.
    fn hindrance(&self, known: &KnownKeys, ask: &Ask, class: StepClass, id: Option<i64>) -> Option<&'static str> {
        let Permissions { most_keys, most_wrong_tokens, .. } = self.permissions;
        let spent = most_wrong_tokens.is_some_and(|most| self.wrong_tokens.load(Ordering::Relaxed) >= most);
        match (class, &ask.what) {
            (_, What::Create(..)) if known.ledger.is_none() => Some("a create without a ledger"),
            (_, What::Create(..)) if most_keys.is_some_and(|most| known.may_be_there() >= most) => {
                Some("one key more than --max-keys")
            }
            (StepClass::Confined { .. }, What::Update(..) | What::Delete(_))
                if !id.is_some_and(|id| known.owns(id)) =>
            {
                Some("a write about a key that was never seen under a name of the run")
            }
            _ => (spent && ask.token.is_wrong()).then_some("one wrong token more than a run may try"),
        }
    }

    /// A create is about to be sent.
    ///
    /// # Errors
    ///
    /// When the ledger cannot be kept: it must not be sent then.
    pub fn creating(&self, name: &str, account: usize) -> Result<(), Unkept> {
        let mut known = self.known();
        known.write(&Entry::Creating { name: name.to_owned(), account })?;
        known.pending.entry(name.to_owned()).or_default().count += 1;
        Ok(())
    }

    /// A create was accepted: there is such a key, whether or not a list shows it.
    pub fn accepted(&self, name: &str) {
        if let Some(pending) = self.known().pending.get_mut(name) {
            pending.is_accepted = true;
        }
    }

    /// Returns when what is known of the run's keys is on the disk: before one of them is updated or deleted.
    ///
    /// # Errors
    ///
    /// When the ledger cannot be kept.
    pub fn secure(&self) -> Result<(), Unkept> {
        self.known().secure()
    }

    /// A create was refused.
    ///
    /// # Errors
    ///
    /// When the ledger cannot be kept.
    pub fn refused(&self, name: &str) -> Result<(), Unkept> {
        let mut known = self.known();
        known.settle(name);
        known.write(&Entry::Refused { name: name.to_owned() })
    }

    /// A list of an account showed a record.
    ///
    /// # Errors
    ///
    /// When it is of a key of the run and the ledger cannot be kept: the key must not be updated then.
    pub fn saw(&self, record: &Record, account: usize) -> Result<(), Unkept> {
        let Some(id) = id_of(record) else { return Ok(()) };
        let mut known = self.known();
        if known.own.contains_key(&id) || known.others.contains(&id) {
            return Ok(());
        }
        // A key that is older than the run got the run's name from a server that renames what it should not.
        if self.is_older(record) || !self.is_of_the_run(name_of(record)) {
            known.others.insert(id);
            return Ok(());
        }
        self.take(&mut known, id, record, account)
    }

    /// Takes a key for the run's own that came right after a create without the run's name: on a disposable account, where
    /// nobody else makes keys. `wanted` is the name that stands for it in the ledger.
    ///
    /// # Errors
    ///
    /// When the ledger cannot be kept.
    pub fn take_unnamed(&self, record: &Record, account: usize, wanted: &str) -> Result<bool, Unkept> {
        let may_be = self.permissions.is_disposable && !self.is_older(record);
        let Some(id) = id_of(record).filter(|_| may_be) else { return Ok(false) };
        let mut known = self.known();
        known.others.remove(&id);
        known.settle(wanted);
        self.take(&mut known, id, record, account)?;
        Ok(true)
    }

    /// Whether a record says that its key was there before the run.
    fn is_older(&self, record: &Record) -> bool {
        created_time_of(record).is_some_and(|time| time < self.run.began() - CLOCK_SLACK)
    }

    fn take(&self, known: &mut KnownKeys, id: i64, record: &Record, account: usize) -> Result<(), Unkept> {
        let (created_time, fingerprint) = (created_time_of(record), self.fingerprint_of(record));
        let name = self.bare(name_of(record));
        known.settle(&name);
        known.own.insert(id, OwnKey { account, created_time, fingerprint: fingerprint.clone(), is_gone: false });
        known.write(&Entry::Created { name, account, id, created_time, fingerprint })
    }

    fn fingerprint_of(&self, record: &Record) -> Option<Fingerprint> {
        record.get("key").and_then(Value::as_str).map(|value| Fingerprint::of(&self.salt, value))
    }

    /// Takes a key that the ledger of an earlier run says was that run's own. It is believed where a record proves it: see
    /// [`Custody::matches`].
    pub fn take_from_ledger(&self, id: i64, key: &SeenKey) {
        let SeenKey { account, created_time, fingerprint, .. } = key.clone();
        self.known().own.insert(id, OwnKey { account, created_time, fingerprint, is_gone: false });
    }

    /// Whether a record proves that its key is the run's own, as one is asked for before a delete: it holds a name of the
    /// run, or it was created when that key was and has its value.
    pub fn matches(&self, id: i64, record: &Record) -> bool {
        let known = self.known();
        let Some(own) = known.own.get(&id).filter(|_| known.owns(id)) else { return false };
        let is_same_time = own.created_time.is_some() && own.created_time == created_time_of(record);
        let is_same_value = own.fingerprint.is_some() && own.fingerprint == self.fingerprint_of(record);
        id_of(record) == Some(id) && (self.is_of_the_run(name_of(record)) || is_same_time && is_same_value)
    }

    /// Whether a key was seen under a name of the run, and under no other before.
    pub fn owns(&self, id: i64) -> bool {
        self.known().owns(id)
    }

    /// The run's name within a text; the text itself where it holds none.
    fn bare(&self, text: &str) -> String {
        let found = self.names.iter().find_map(|names| {
            let (run, counter) = names.find(text)?;
            names.name(run, counter)
        });
        found.unwrap_or_else(|| text.chars().take(64).collect())
    }

    /// A key was shown to be gone.
    pub fn gone(&self, id: i64) {
        let mut known = self.known();
        if let Some(key) = known.own.get_mut(&id)
            && !key.is_gone
        {
            key.is_gone = true;
            // A key that is gone and still in the ledger is looked for once more by `cleanup`, which is harmless.
            let _ = known.write(&Entry::Gone { id });
        }
    }

    /// A key that was gone is shown again.
    pub fn is_back(&self, id: i64) {
        if let Some(key) = self.known().own.get_mut(&id) {
            key.is_gone = false;
        }
    }

    /// The run's keys that may still be there: id and account.
    pub fn alive(&self) -> Vec<(i64, usize)> {
        let known = self.known();
        known.own.iter().filter(|(_, key)| !key.is_gone).map(|(id, key)| (*id, key.account)).collect()
    }

    /// Names of creates whose keys were not seen, and whether they were accepted.
    pub fn pending(&self) -> Vec<(String, bool)> {
        self.known().pending.iter().map(|(name, pending)| (name.clone(), pending.is_accepted)).collect()
    }

    /// Takes a create from the ledger of an earlier run of which nothing more is known.
    pub fn pending_from_ledger(&self, name: &str) {
        self.known().pending.entry(name.to_owned()).or_default().count += 1;
    }

    /// Writes what is known of an account into the ledger, before anything is created.
    ///
    /// # Errors
    ///
    /// When the ledger cannot be kept.
    pub fn account(&self, account: usize, user_id: Option<i64>, foreign: &BTreeSet<i64>) -> Result<(), Unkept> {
        let mut known = self.known();
        known.others.extend(foreign);
        known.write(&Entry::Account { account, user_id, foreign: foreign.iter().copied().collect() })
    }

    /// What was not sent, and how often: why.
    pub fn skipped(&self) -> Vec<(&'static str, u64)> {
        self.known().skipped.iter().map(|(why, count)| (*why, *count)).collect()
    }

    /// The salt of fingerprints.
    pub fn salt(&self) -> &str {
        &self.salt
    }

    fn known(&self) -> MutexGuard<'_, KnownKeys> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn name_of(record: &Record) -> &str {
    record.get("name").and_then(Value::as_str).unwrap_or_default()
}

fn created_time_of(record: &Record) -> Option<i64> {
    record.get("created_time").and_then(Value::as_i64)
}
