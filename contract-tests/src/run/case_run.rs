//! One case, step by step.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::future::join_all;

use super::made_keys::{MadeKeys, Wanted};
use super::membership::Membership;
use super::place::Place;
use crate::effect::Effect;
use crate::steps::{Ask, Body, Case, Step, What, Who};
use crate::wire::{Over, RawAnswer, Record, Session, id_of};

/// How often a throttled request is sent again.
const THROTTLED: usize = 3;

/// The longest wait for a throttled request. A pace waits for as long as the server asks.
const LONGEST_WAIT: Duration = Duration::from_secs(2);

/// How the newest keys are asked for.
pub(super) const PAGES: [&[(&str, &str)]; 3] =
    [&[("p", "1"), ("page_size", "20")], &[("p", "0"), ("size", "100")], &[("p", "1"), ("page_size", "100")]];

/// A create whose key is to be found.
struct Sought {
    number: usize,
    /// The number of the key whose mark its name holds.
    named_as: usize,
    effect: Effect,
}

impl Sought {
    fn new(number: usize, body: &Body, effect: Effect) -> Self {
        Self { number, named_as: body.named_as().unwrap_or(number), effect }
    }
}

/// Carries out a case.
pub struct CaseRun<'a> {
    pub(super) session: &'a Arc<Session>,
    pub(super) membership: &'a Membership,
    pub(super) place: Place,
    mark: String,
    keys: Mutex<MadeKeys>,
    /// The names of its keys, by their numbers, where a custody gives them.
    names: Mutex<BTreeMap<usize, String>>,
    /// The number of the key that a guard was taken off.
    pub(super) loosened: Mutex<Option<usize>>,
}

impl<'a> CaseRun<'a> {
    /// A run of the case with that number.
    pub fn new(session: &'a Arc<Session>, membership: &'a Membership, driver: &str, number: u64) -> Self {
        Self::at(session, membership, Place::new(driver, number))
    }

    fn at(session: &'a Arc<Session>, membership: &'a Membership, place: Place) -> Self {
        let (keys, names, loosened) = (Mutex::default(), Mutex::default(), Mutex::default());
        Self { session, membership, place, mark: membership.mark(), keys, names, loosened }
    }

    /// Looks at the keys that are there before any case, so that none of them is taken for one of the run's.
    pub async fn beforehand(session: &'a Arc<Session>, membership: &'a Membership) {
        let run = Self::at(session, membership, Place::beforehand());
        for who in [Who::First, Who::Second] {
            for query in [PAGES[0], PAGES[1]] {
                // A session that is over already ends the run, too.
                let _ = run.listed(query, who).await;
            }
        }
    }

    /// Does its steps, and then deletes the keys it made: even when the session is over, until `grace` has passed. Gives the
    /// ids that may be left.
    pub async fn run(&self, case: &Case, grace: Duration) -> Vec<i64> {
        for step in &case.steps {
            if self.step(step).await == Err(Over) {
                break;
            }
        }
        self.put_away(grace).await
    }

    pub(super) async fn step(&self, step: &Step) -> Result<(), Over> {
        match step {
            Step::Wait(milliseconds) => {
                tokio::time::sleep(Duration::from_millis(*milliseconds)).await;
                Ok(())
            }
            Step::Ask(ask) => self.one(ask).await,
            Step::Together(asks) => self.together(asks.iter().map(std::slice::from_ref).collect()).await,
            Step::Lanes(lanes) => self.together(lanes.iter().map(Vec::as_slice).collect()).await,
            Step::Undisturbed(asks) => self.undisturbed(asks).await,
        }
    }

    async fn one(&self, ask: &Ask) -> Result<(), Over> {
        match &ask.what {
            What::Create(number, body) => {
                let _turn = self.membership.changing().await;
                let effect = self.asked(ask).await?;
                self.find(&[Sought::new(*number, body, effect)], ask.by).await
            }
            What::Delete(_) => {
                let _turn = self.membership.changing().await;
                self.asked(ask).await.map(drop)
            }
            What::List(_) | What::Get(_) | What::Update(..) | What::Models(_) => {
                let _turn = self.membership.reading().await;
                self.asked(ask).await.map(drop)
            }
        }
    }

    /// Lanes at the same time, each one request after the other.
    async fn together(&self, lanes: Vec<&[Ask]>) -> Result<(), Over> {
        let (_reading, _changing) = match lanes.iter().copied().flatten().any(Ask::is_about_membership) {
            true => (None, Some(self.membership.changing().await)),
            false => (Some(self.membership.reading().await), None),
        };
        let under_way = lanes.iter().map(|lane| self.lane(lane));
        let effects: Vec<Vec<Effect>> = join_all(under_way).await.into_iter().collect::<Result<_, Over>>()?;
        self.find_made(lanes.iter().copied().flatten().zip(effects.iter().flatten())).await
    }

    /// One request after the other, with none of another case between them. Keys are looked for at the end, or when they are
    /// asked about.
    async fn undisturbed(&self, asks: &[Ask]) -> Result<(), Over> {
        let _turn = self.membership.changing().await;
        let mut asked: Vec<(&Ask, Effect)> = Vec::new();
        for ask in asks {
            if ask.key().is_some_and(|key| self.id(key).is_none()) {
                self.find_made(std::mem::take(&mut asked).iter().map(|(ask, effect)| (*ask, effect))).await?;
            }
            asked.push((ask, self.asked(ask).await?));
        }
        self.find_made(asked.iter().map(|(ask, effect)| (*ask, effect))).await
    }

    /// Looks for the keys of those requests that are creates.
    async fn find_made<'s>(&self, asked: impl Iterator<Item = (&'s Ask, &'s Effect)> + Clone) -> Result<(), Over> {
        for who in [Who::First, Who::Second] {
            let made = asked.clone().filter(|(ask, _)| ask.by == who).filter_map(|(ask, effect)| match &ask.what {
                What::Create(number, body) => Some(Sought::new(*number, body, *effect)),
                _ => None,
            });
            let made: Vec<Sought> = made.collect();
            if !made.is_empty() {
                self.find(&made, who).await?;
            }
        }
        Ok(())
    }

    async fn lane(&self, asks: &[Ask]) -> Result<Vec<Effect>, Over> {
        let mut effects = Vec::new();
        for ask in asks {
            effects.push(self.asked(ask).await?);
        }
        Ok(effects)
    }

    /// Sends a request of a step.
    pub(super) async fn asked(&self, ask: &Ask) -> Result<Effect, Over> {
        let Some(prepared) = self.prepared(ask) else { return Ok(Effect::None) };
        if !self.is_allowed(ask, &prepared).await? {
            return Ok(Effect::None);
        }
        let answer = insisted(async || self.sent(ask, &prepared).await).await?;
        if let (What::Delete(key), Effect::Accepted) = (&ask.what, answer.effect)
            && let Some(id) = self.id(key).and_then(|id| id.parse().ok())
            && self.membership.custody().is_none()
        {
            self.keys().deleted(id);
        }
        self.takes_note(ask, answer.effect);
        Ok(answer.effect)
    }

    /// Looks for the keys of creates in lists, newest first: in the documented way, and where that does not show what was
    /// accepted, as older dialects have it.
    async fn find(&self, sought: &[Sought], who: Who) -> Result<(), Over> {
        let above = self.membership.highest();
        let mut shown = Vec::new();
        for query in PAGES {
            let Some(records) = self.listed(query, who).await? else { return Ok(()) };
            self.take(sought, who, &records);
            shown.extend(records);
            let is_wanted = |effect: Effect| matches!(effect, Effect::Accepted | Effect::Unknown);
            if sought.iter().all(|sought| !is_wanted(sought.effect) || self.keys().get(sought.number).is_some()) {
                break;
            }
        }
        // One that was made for the other account.
        let (other, is_missing) = (self.other(who), |sought: &&Sought| {
            sought.effect == Effect::Accepted && self.keys().get(sought.number).is_none()
        });
        if let Some(other) = other
            && sought.iter().any(|sought| is_missing(&sought))
            && let Some(records) = self.listed(PAGES[0], other).await?
        {
            self.take(sought, other, &records);
        }
        // One that was made under another name. After a refusal the newest is somebody else's.
        if let [Sought { number, named_as, effect: Effect::Accepted | Effect::Unknown }] = sought
            && self.keys().get(*number).is_none()
        {
            let shown = self.unnamed(&shown, above, self.account(who), self.mark_of(*named_as))?;
            self.keys().take_newest(*number, self.account(who), &shown, above);
        }
        Ok(())
    }

    /// Takes the key of the first create, if a list shows it.
    pub(super) fn take_probe(&self, records: &[Record]) {
        self.take(&[Sought { number: 0, named_as: 0, effect: Effect::Accepted }], Who::First, records);
    }

    /// Takes the keys of creates that an account's list shows by their marks.
    fn take(&self, sought: &[Sought], who: Who, records: &[Record]) {
        let owned = self.owned(records);
        for Sought { number, named_as, .. } in sought {
            let Some(mark) = self.mark_of(*named_as) else { continue };
            let wanted = Wanted { number: *number, mark: &mark };
            self.keys().take_marked(&wanted, self.account(who), &owned);
        }
    }

    /// The records of a list; `None` where the account has no token to ask with.
    async fn listed(&self, query: &[(&str, &str)], who: Who) -> Result<Option<Vec<Record>>, Over> {
        let query = query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let Some(prepared) = self.prepared(&Ask::new(What::List(query)).by(who)) else { return Ok(None) };
        let records = prepared.send(self.session, self.place.next()).await?.records();
        let ids = records.iter().filter_map(id_of);
        ids.for_each(|id| self.membership.saw(id));
        self.shown_to_custody(&records, self.account(who))?;
        Ok(Some(records))
    }

    /// What the names of a key hold. The letter behind ends it, so that no mark begins another. Nothing when a run has had
    /// all the names that a custody gives.
    pub(super) fn mark_of(&self, number: usize) -> Option<String> {
        let Some(custody) = self.membership.custody() else { return Some(format!("{}n{number}z", self.mark)) };
        let mut names = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(name) = names.get(&number) {
            return Some(name.clone());
        }
        let name = custody.new_name()?;
        names.insert(number, name.clone());
        Some(name)
    }

    /// The account that is meant: the first where there is no second.
    pub(super) fn account(&self, who: Who) -> usize {
        match who {
            Who::First => 0,
            Who::Second => self.session.target().accounts().len().min(2) - 1,
        }
    }

    /// The account that is not meant, where there are two.
    fn other(&self, who: Who) -> Option<Who> {
        let other = if who == Who::First { Who::Second } else { Who::First };
        (self.account(other) != self.account(who)).then_some(other)
    }

    pub(super) fn keys(&self) -> MutexGuard<'_, MadeKeys> {
        self.keys.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Sends a request, again if it is throttled, and once more if it is not answered: only then is that a fault.
pub(super) async fn insisted(send: impl AsyncFn() -> Result<RawAnswer, Over>) -> Result<RawAnswer, Over> {
    let mut answer = send().await?;
    for _ in 0..THROTTLED {
        if answer.effect != Effect::Throttled {
            break;
        }
        let wait = answer.retry_after.unwrap_or_default().min(LONGEST_WAIT);
        tokio::time::sleep(wait.max(Duration::from_millis(100))).await;
        answer = send().await?;
    }
    if answer.status.is_none_or(|status| status >= 500) { send().await } else { Ok(answer) }
}
