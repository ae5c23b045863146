//! What a custody lets a case do, and what is done for it.

use std::borrow::Cow;
use std::sync::PoisonError;

use super::case_run::CaseRun;
use super::made_keys::MadeKey;
use super::request::Prepared;
use crate::custody::{StepClass, Unkept};
use crate::effect::Effect;
use crate::steps::{Ask, Body, Case, KeyRef, Token, What, Who};
use crate::wire::{Over, RawAnswer, Record, id_of};

/// A request of a case, as it is foreseen before anything is sent.
#[derive(Clone, Debug)]
pub struct Foreseen {
    /// The request, for people.
    pub text: String,
    /// What it would be; else why it would not be sent.
    pub class: Result<StepClass, &'static str>,
}

/// A case that is worth its requests, before anything is sent.
#[derive(Clone, Debug)]
pub struct ForeseenCase {
    /// Its requests.
    pub asks: Vec<Foreseen>,
    /// How many it takes in all, about: with those that find keys and put them away.
    pub requests: u64,
}

/// How many requests it takes to find a key that was made and to put it away, above those that a case asks for.
const FOR_A_KEY: u64 = 5;

impl CaseRun<'_> {
    /// Whether a plain body is to leave a harmless key.
    pub(super) fn is_harmless(&self) -> bool {
        self.membership.custody().is_some_and(|custody| !custody.permissions().is_disposable)
    }

    /// Whether a request may be sent. A guard that was taken off is put back before the next write, and a key that was
    /// deleted is looked for before it is written to once more.
    pub(super) async fn is_allowed(&self, ask: &Ask, prepared: &Prepared) -> Result<bool, Over> {
        let Some(custody) = self.membership.custody() else { return Ok(true) };
        let own = self.own_id(ask);
        let Ok(class) = custody.allows(ask, prepared.body.as_deref(), own.map(|(_, id)| id)) else { return Ok(false) };
        if matches!(ask.what, What::Update(..) | What::Delete(_)) {
            self.kept(custody.secure())?;
        }
        if custody.permissions().is_disposable || class == StepClass::Read {
            return Ok(true);
        }
        let number = match &ask.what {
            What::Create(number, _) => Some(*number),
            _ => own.map(|(number, _)| number),
        };
        let loosened = self.loosened.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(loose) = loosened.filter(|loose| Some(*loose) != number) {
            let restore = self.prepared(&self.by_owner(loose, What::Update(KeyRef::Made(loose), Body::plain())));
            if let Some(restore) = restore {
                restore.send(self.session, self.place.next()).await?;
            }
        }
        if let Some((number, id)) = own
            && self.keys().get(number).is_some_and(|key| key.is_deleted)
            && !self.is_still_gone(number, id).await?
        {
            // Its id may be somebody else's by now.
            return Ok(false);
        }
        if class == (StepClass::Confined { loosens: true }) {
            *self.loosened.lock().unwrap_or_else(PoisonError::into_inner) = number;
        }
        Ok(true)
    }

    async fn is_still_gone(&self, number: usize, id: i64) -> Result<bool, Over> {
        let Some(look) = self.prepared(&self.by_owner(number, What::Get(KeyRef::Id(id)))) else { return Ok(false) };
        let answer = look.send(self.session, self.place.next()).await?;
        let own = |record: &Record| self.membership.custody().is_some_and(|custody| custody.matches(id, record));
        Ok(answer.effect == Effect::Refused || answer.records().iter().any(own))
    }

    fn by_owner(&self, number: usize, what: What) -> Ask {
        let owner = self.keys().get(number).map_or(0, |key| key.owner);
        Ask::new(what).by(if owner == self.account(Who::Second) && owner != 0 { Who::Second } else { Who::First })
    }

    /// The number and id of the key of the case that a request is plainly about.
    fn own_id(&self, ask: &Ask) -> Option<(usize, i64)> {
        let (What::Get(KeyRef::Made(number))
        | What::Update(KeyRef::Made(number), _)
        | What::Delete(KeyRef::Made(number))) = &ask.what
        else {
            return None;
        };
        self.keys().get(*number).map(|key| (*number, key.id))
    }

    /// Sends a request; a create only when it is in the ledger.
    pub(super) async fn sent(&self, ask: &Ask, prepared: &Prepared) -> Result<RawAnswer, Over> {
        let created = match (&ask.what, self.membership.custody()) {
            (What::Create(number, body), Some(custody)) => {
                let name = self.mark_of(body.named_as().unwrap_or(*number)).ok_or(Over)?;
                self.kept(custody.creating(&name, self.account(ask.by)))?;
                Some((custody, name))
            }
            _ => None,
        };
        let answer = prepared.send(self.session, self.place.next()).await;
        if let Some((custody, name)) = created {
            // What was not sent, or was refused, is not there: should a list show it all the same, it is taken then.
            let is_refused = answer.as_ref().map_or(true, |a| matches!(a.effect, Effect::Refused | Effect::Throttled));
            if is_refused {
                self.kept(custody.refused(&name))?;
            }
            if answer.as_ref().is_ok_and(|answer| answer.effect == Effect::Accepted) {
                custody.accepted(&name);
            }
        }
        answer
    }

    /// Notes what an answer proves: that a key is gone, or that it is there.
    pub(super) fn takes_note(&self, ask: &Ask, effect: Effect) {
        let Some(custody) = self.membership.custody() else { return };
        let Some((number, id)) = self.own_id(ask) else { return };
        let is_owner = self.keys().get(number).is_some_and(|key| key.owner == self.account(ask.by));
        if !matches!(ask.what, What::Get(_)) || ask.token != Token::Right || !is_owner {
            return;
        }
        match effect {
            Effect::Refused => {
                self.keys().deleted(id);
                custody.gone(id);
            }
            Effect::Accepted => custody.is_back(id),
            _ => {}
        }
    }

    /// The records that are the run's own, where it matters.
    pub(super) fn owned<'r>(&self, records: &'r [Record]) -> Cow<'r, [Record]> {
        let Some(custody) = self.membership.custody() else { return Cow::Borrowed(records) };
        let is_own = |record: &&Record| id_of(record).is_some_and(|id| custody.owns(id));
        records.iter().filter(is_own).cloned().collect()
    }

    /// Lets a custody see the records of a list: those under its names are the run's, and in the ledger before anything is
    /// done to them.
    pub(super) fn shown_to_custody(&self, records: &[Record], account: usize) -> Result<(), Over> {
        let Some(custody) = self.membership.custody() else { return Ok(()) };
        records.iter().try_for_each(|record| self.kept(custody.saw(record, account)))
    }

    /// The newest record above an id that came after a create without the run's name, where it may be taken for the run's.
    pub(super) fn unnamed(
        &self,
        records: &[Record],
        above: i64,
        account: usize,
        wanted: Option<String>,
    ) -> Result<Vec<Record>, Over> {
        let Some(custody) = self.membership.custody() else { return Ok(records.to_vec()) };
        let newest = records.iter().filter(|record| id_of(record) > Some(above)).max_by_key(|record| id_of(record));
        let Some(newest) = newest.filter(|record| id_of(record).is_some_and(|id| !custody.owns(id))) else {
            return Ok(Vec::new());
        };
        let is_taken = self.kept(custody.take_unnamed(newest, account, &wanted.unwrap_or_default()))?;
        Ok(is_taken.then(|| newest.clone()).into_iter().collect())
    }

    /// Without a ledger nothing goes on.
    fn kept<T>(&self, kept: Result<T, Unkept>) -> Result<T, Over> {
        kept.map_err(|unkept| {
            self.session.target().care.stop(unkept.to_string());
            Over
        })
    }

    /// What a case would send, with ids that are made up; nothing where a custody lets too little of it be sent. Nothing is
    /// sent.
    pub fn foreseen(&self, case: &Case) -> Option<ForeseenCase> {
        let numbers = case.asks().filter_map(|ask| match &ask.what {
            What::Create(number, _) => Some((*number, self.account(ask.by))),
            _ => None,
        });
        let made: Vec<(usize, usize)> = numbers.collect();
        let most = self.membership.custody().and_then(|custody| custody.permissions().most_keys);
        if most.is_some_and(|most| made.len() > most) {
            return None;
        }
        let key = |(at, (number, owner)): (i64, &(usize, usize))| {
            let (id, value) = (1_000_000_001 + at, Some("made-up".to_owned()));
            (*number, MadeKey { id, owner: *owner, value, is_deleted: false, user_id: Some(1) })
        };
        self.keys().numbered = (0..).zip(&made).map(key).collect();
        let asks: Vec<Foreseen> = case.asks().map(|ask| self.foreseen_ask(ask)).collect();
        let sent = asks.iter().filter(|foreseen| foreseen.class.is_ok()).count() as u64;
        let requests = sent + made.len() as u64 * FOR_A_KEY;
        (sent * 2 >= asks.len() as u64).then_some(ForeseenCase { asks, requests })
    }

    fn foreseen_ask(&self, ask: &Ask) -> Foreseen {
        let class = match (self.prepared(ask), self.membership.custody()) {
            (Some(prepared), Some(custody)) => custody.foresees(ask, prepared.body.as_deref()),
            _ => Err("a request about a key that is not made"),
        };
        Foreseen { text: ask.to_string(), class }
    }
}
