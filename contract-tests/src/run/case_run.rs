//! One case, step by step.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use reqwest::Method;
use tokio::time::Instant;

use super::made_keys::{MadeKeys, Wanted};
use super::membership::Membership;
use super::place::Place;
use super::request::Prepared;
use crate::effect::Effect;
use crate::steps::{Ask, Body, Case, ContentType, KeyRef, Known, Step, Token, What, Who};
use crate::wire::{Over, Session};

/// How often a throttled request is sent again.
const THROTTLED: usize = 3;

/// The longest wait for a throttled request, in seconds.
const LONGEST_WAIT: u64 = 2;

/// A record as it came.
type Record = serde_json::Map<String, serde_json::Value>;

/// How the newest keys are asked for.
const PAGES: [&[(&str, &str)]; 3] =
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
    session: &'a Arc<Session>,
    membership: &'a Membership,
    place: Place,
    mark: String,
    keys: Mutex<MadeKeys>,
}

impl<'a> CaseRun<'a> {
    /// A run of the case with that number.
    pub fn new(session: &'a Arc<Session>, membership: &'a Membership, driver: &str, number: u64) -> Self {
        let (place, keys) = (Place::new(driver, number), Mutex::default());
        Self { session, membership, place, mark: membership.mark(), keys }
    }

    /// Looks at the keys that are there before any case, so that none of them is taken for one of the run's.
    pub async fn beforehand(session: &'a Arc<Session>, membership: &'a Membership) {
        let (place, keys) = (Place::beforehand(), Mutex::default());
        let run = Self { session, membership, place, mark: membership.mark(), keys };
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

    async fn step(&self, step: &Step) -> Result<(), Over> {
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
        let mut under_way = Vec::new();
        for lane in &lanes {
            under_way.push(Box::pin(self.lane(lane)));
        }
        let effects: Vec<Vec<Effect>> = all(under_way).await.into_iter().collect::<Result<_, Over>>()?;
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

    /// Sends a request, again if it is throttled, and once more if it is not answered: only then is that a fault.
    async fn asked(&self, ask: &Ask) -> Result<Effect, Over> {
        let Some(prepared) = self.prepared(ask) else { return Ok(Effect::None) };
        let mut answer = prepared.send(self.session, self.place.next()).await?;
        for _ in 0..THROTTLED {
            if answer.effect != Effect::Throttled {
                break;
            }
            let seconds = answer.retry_after.unwrap_or_default().min(LONGEST_WAIT);
            tokio::time::sleep(Duration::from_millis(seconds * 1000).max(Duration::from_millis(100))).await;
            answer = prepared.send(self.session, self.place.next()).await?;
        }
        if answer.status.is_none_or(|status| status >= 500) {
            answer = prepared.send(self.session, self.place.next()).await?;
        }
        if let (What::Delete(key), Effect::Accepted) = (&ask.what, answer.effect)
            && let Some(id) = self.id(key).and_then(|id| id.parse().ok())
        {
            self.keys().deleted(id);
        }
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
        if let [Sought { number, effect: Effect::Accepted | Effect::Unknown, .. }] = sought
            && self.keys().get(*number).is_none()
        {
            self.keys().take_newest(*number, self.account(who), &shown, above);
        }
        Ok(())
    }

    /// Takes the keys of creates that an account's list shows by their marks.
    fn take(&self, sought: &[Sought], who: Who, records: &[Record]) {
        for Sought { number, named_as, .. } in sought {
            let wanted = Wanted { number: *number, mark: &self.mark_of(*named_as) };
            self.keys().take_marked(&wanted, self.account(who), records);
        }
    }

    /// The records of a list; `None` where the account has no token to ask with.
    async fn listed(&self, query: &[(&str, &str)], who: Who) -> Result<Option<Vec<Record>>, Over> {
        let query = query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let Some(prepared) = self.prepared(&Ask::new(What::List(query)).by(who)) else { return Ok(None) };
        let records = prepared.send(self.session, self.place.next()).await?.records();
        let ids = records.iter().filter_map(|record| record.get("id")?.as_i64());
        ids.for_each(|id| self.membership.saw(id));
        Ok(Some(records))
    }

    /// A request worked out; `None` where it is about a key that was never made, or whose value is not known.
    fn prepared(&self, ask: &Ask) -> Option<Prepared> {
        let account = &self.session.target().accounts()[self.account(ask.by)];
        let mut query = Vec::new();
        let (mut body, mut content_type, mut is_as_is) = (None, ContentType::Json, true);
        let mut write = |sent: &Body, mark: &str, id: Option<&str>, update: bool| {
            let owners = self.keys().owners();
            let known = Known { mark, id, update, now: now(), owners: &owners };
            (body, content_type, is_as_is) = (sent.bytes(&known), sent.content_type.clone(), sent.is_as_is());
        };
        let mut authorization = match &ask.token {
            Token::KeyValue(key) => Some(self.value(key)?),
            token => token.value(account.token.trim()),
        };
        let (method, path) = match &ask.what {
            What::List(pairs) => {
                query.clone_from(pairs);
                (Method::GET, "/api/token/".to_owned())
            }
            What::Get(key) => (Method::GET, format!("/api/token/{}", self.id(key)?)),
            What::Delete(key) => (Method::DELETE, format!("/api/token/{}", self.id(key)?)),
            What::Create(number, sent) => {
                write(sent, &self.mark_of(sent.named_as().unwrap_or(*number)), None, false);
                (Method::POST, "/api/token/".to_owned())
            }
            What::Update(key, sent) => {
                let id = match key {
                    KeyRef::Omitted => None,
                    key => Some(self.id(key)?),
                };
                let mark = match key {
                    KeyRef::Made(number) | KeyRef::MadeAs(number, _) => {
                        self.mark_of(sent.named_as().unwrap_or(*number))
                    }
                    _ => self.mark.clone(),
                };
                write(sent, &mark, id.as_deref(), true);
                (Method::PUT, "/api/token/".to_owned())
            }
            What::Models(key) => {
                authorization = Some(format!("Bearer {}", self.value(key)?));
                is_as_is = false;
                (Method::GET, "/v1/models".to_owned())
            }
        };
        let by_client = (is_as_is && ask.token == Token::Right).then(|| account.token.trim().to_owned());
        Some(Prepared { method, path, query, authorization, body, content_type, by_client })
    }

    fn id(&self, key: &KeyRef) -> Option<String> {
        match key {
            KeyRef::Made(number) => self.keys().get(*number).map(|key| key.id.to_string()),
            KeyRef::Beside(number, above) => Some(self.keys().get(*number)?.id.checked_add(*above)?.to_string()),
            KeyRef::MadeAs(number, text) => self.keys().get(*number).map(|key| text.replace("{}", &key.id.to_string())),
            KeyRef::Id(id) => Some(id.to_string()),
            KeyRef::Text(text) => Some(text.clone()),
            KeyRef::Omitted => None,
        }
    }

    fn value(&self, key: &KeyRef) -> Option<String> {
        let KeyRef::Made(number) = key else { return None };
        self.keys().get(*number)?.value.clone()
    }

    /// What the names of a key hold. The letter behind ends it, so that no mark begins another.
    fn mark_of(&self, number: usize) -> String {
        format!("{}n{number}z", self.mark)
    }

    /// The account that is meant: the first where there is no second.
    fn account(&self, who: Who) -> usize {
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

    fn keys(&self) -> MutexGuard<'_, MadeKeys> {
        self.keys.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Deletes what is left, each key at most twice.
    async fn put_away(&self, grace: Duration) -> Vec<i64> {
        let mut left = Vec::new();
        let remaining = self.keys().remaining();
        for key in remaining {
            let _turn = self.membership.changing().await;
            let token = self.session.target().accounts()[key.owner].token.trim().to_owned();
            let delete = Prepared {
                method: Method::DELETE,
                path: format!("/api/token/{}", key.id),
                query: Vec::new(),
                authorization: Some(token.clone()),
                body: None,
                content_type: ContentType::Json,
                by_client: Some(token),
            };
            let mut is_gone = false;
            for _ in 0..2 {
                // While the session goes on there is time; the grace begins when it is over.
                let until = self.session.over_since().unwrap_or_else(Instant::now) + grace;
                if is_gone || self.session.is_silent() || Instant::now() >= until {
                    break;
                }
                let answer = match delete.send(self.session, self.place.next()).await {
                    Ok(answer) => Some(answer),
                    Err(Over) => delete.send_until(self.session, self.place.next(), until).await,
                };
                is_gone = match answer.map(|answer| answer.effect) {
                    Some(Effect::Accepted) => true,
                    // Gone already, or not to be had: a look tells.
                    Some(Effect::Refused) => {
                        let look = Prepared { method: Method::GET, by_client: None, ..delete.clone() };
                        let seen = look.send_until(self.session, self.place.next(), until).await;
                        seen.is_some_and(|seen| seen.effect == Effect::Refused)
                    }
                    _ => false,
                };
            }
            if !is_gone {
                left.push(key.id);
            }
        }
        left
    }
}

fn now() -> i64 {
    jiff::Timestamp::now().as_second()
}

/// Waits for all of them.
async fn all<F: Future<Output = T> + Unpin, T>(mut futures: Vec<F>) -> Vec<T> {
    let mut results: Vec<Option<T>> = futures.iter().map(|_| None).collect();
    std::future::poll_fn(|context| {
        for (future, result) in futures.iter_mut().zip(&mut results) {
            if result.is_none()
                && let std::task::Poll::Ready(value) = std::pin::Pin::new(future).poll(context)
            {
                *result = Some(value);
            }
        }
        if results.iter().all(Option::is_some) { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    results.into_iter().flatten().collect()
}
