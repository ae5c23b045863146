//! One request at a faulty server.

use std::time::Duration;

use serde_json::{Map, Value};

use super::memory::Memory;
use super::raw_answer::RawAnswer;
use crate::account::Account;
use crate::answer::{Accepted, Answer, Record};
use crate::body;
use crate::key::Key;
use crate::limits::Limits;
use crate::model;
use crate::profile::Profile;
use crate::refusal::Refusal;
use crate::request::Request;
use crate::route::Route;
use crate::sent::Sent;
use crate::world::World;

/// Something to be done to the keys later, when the lock was free in between.
pub(crate) type Rest = Box<dyn FnOnce(&mut World, &mut Memory) + Send>;

/// The answer that a held request gets in the end.
pub(crate) type Ending = Box<dyn FnOnce(&mut World, &mut Memory) -> Answer + Send>;

/// One request at a faulty server, with everything that a fault may touch. The keys are locked meanwhile.
pub(crate) struct Turn<'a> {
    pub(crate) profile: &'a Profile,
    pub(crate) limits: &'a Limits,
    pub(crate) world: &'a mut World,
    pub(crate) memory: &'a mut Memory,
    pub(crate) request: Request,
    pub(crate) now: i64,
    pub(crate) outcome: Outcome,
}

/// What becomes of the answer beside itself.
#[derive(Default)]
pub(crate) struct Outcome {
    /// Bytes to be written in place of the answer, on a connection that then ends.
    pub(crate) raw: Option<RawAnswer>,
    /// The body goes out in chunks of so many bytes.
    pub(crate) chunks: Option<usize>,
    /// The answer waits so long.
    pub(crate) hold: Duration,
    /// What is done so long after the request was looked at, whether or not it was answered by then.
    pub(crate) later: Vec<(Duration, Rest)>,
    /// What is done after the wait, and gives the answer that counts.
    pub(crate) ending: Option<Ending>,
}

/// What a request asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asks {
    List,
    Get,
    Create,
    Update,
    Delete,
    Models,
    Other,
}

impl Turn<'_> {
    /// What the server itself does and answers, to the request as it is now.
    pub(crate) fn served(&mut self) -> Answer {
        model::answer(self.profile, self.limits, self.world, &self.request, self.now)
    }

    /// The answer of a refusal; nothing is done.
    pub(crate) fn refuses(&self, refusal: &Refusal) -> Answer {
        model::refused(self.profile, &self.request, refusal)
    }

    fn route(&self) -> Route {
        Route::of(self.profile, &self.request.method, self.request.uri.path())
    }

    pub(crate) fn asks(&self) -> Asks {
        match self.route() {
            Route::List => Asks::List,
            Route::Get(_) => Asks::Get,
            Route::Create => Asks::Create,
            Route::Update => Asks::Update,
            Route::Delete(_) => Asks::Delete,
            Route::Models => Asks::Models,
            _ => Asks::Other,
        }
    }

    pub(crate) fn asks_one_of(&self, any: &[Asks]) -> bool {
        any.contains(&self.asks())
    }

    pub(crate) fn writes(&self) -> bool {
        self.asks_one_of(&[Asks::Create, Asks::Update])
    }

    /// The account of the request, if its access token is right.
    pub(crate) fn account(&self) -> Option<Account> {
        model::authorized(self.profile, self.world, &self.request).ok().cloned()
    }

    /// What the body says, if it says it well.
    pub(crate) fn sent(&self) -> Option<Sent> {
        body::read(self.profile, &self.request.body).ok()
    }

    /// The id that the request names, in its path or its body.
    pub(crate) fn id(&self) -> Option<i64> {
        match self.route() {
            Route::Get(id) | Route::Delete(id) => id.parse().ok(),
            Route::Update => self.sent()?.id,
            _ => None,
        }
    }

    /// The key that the request names, if it is of the account.
    pub(crate) fn key(&self) -> Option<Key> {
        self.world.store.get(self.account()?.user_id, self.id()?).cloned()
    }

    /// The key of this id, whosever it is.
    pub(crate) fn any_key(&self, id: i64) -> Option<Key> {
        self.world.accounts.iter().find_map(|account| self.world.store.get(account.user_id, id)).cloned()
    }

    /// The newest key of the account.
    pub(crate) fn newest(&self) -> Option<Key> {
        self.world.store.newest_first(self.account()?.user_id, 0).next().cloned()
    }

    /// Changes a key behind the back of the server.
    pub(crate) fn change(&mut self, id: i64, change: impl FnOnce(&mut Key)) {
        let Some(mut key) = self.any_key(id) else { return };
        // Taken out and put back, so that the store finds it by a new value or account too.
        self.world.store.remove(key.user_id, id);
        change(&mut key);
        self.world.store.add(key);
        self.world.changes += 1;
    }

    /// Changes the key that an accepted create made or an accepted update named, and shows it changed.
    pub(crate) fn store_otherwise(&mut self, change: impl FnOnce(&mut Key, &Sent)) -> Answer {
        let asks = self.asks();
        let (sent, named) = (self.sent(), self.id());
        let answer = self.served();
        let id = if asks == Asks::Create { self.newest().map(|key| key.id) } else { named };
        if let (true, Some(sent), Some(id)) = (answer.is_accepted(), sent, id) {
            self.change(id, |key| change(key, &sent));
            if asks == Asks::Update {
                return self.shows(id).unwrap_or(answer);
            }
        }
        answer
    }

    /// The answer that shows a key, whosever it is.
    pub(crate) fn shows(&self, id: i64) -> Option<Answer> {
        self.any_key(id).map(|key| Answer::json(200, &Accepted::with(Record(self.profile, &key))))
    }

    /// Lets the server see another body, if this one is an object.
    pub(crate) fn edit_body(&mut self, change: impl FnOnce(&mut Map<String, Value>)) {
        let Ok(Value::Object(mut members)) = serde_json::from_slice(&self.request.body) else { return };
        change(&mut members);
        self.request.body = Value::Object(members).to_string().into();
    }

    /// Lets the server see another text in a member of the body.
    pub(crate) fn edit_text(&mut self, member: &str, change: impl FnOnce(&str) -> String) {
        let Some(text) = self.sent_text(member) else { return };
        let changed = change(&text);
        if changed != text {
            self.edit_body(|members| {
                members.insert(member.to_owned(), Value::String(changed));
            });
        }
    }

    /// Lets the server see another number in a member of the body.
    pub(crate) fn edit_number(&mut self, member: &str, change: impl FnOnce(i64) -> i64) {
        self.edit_body(|members| {
            if let Some(value) = members.get_mut(member)
                && let Some(number) = value.as_i64()
            {
                *value = change(number).into();
            }
        });
    }

    /// A text in the body, as it was sent.
    pub(crate) fn sent_text(&self, member: &str) -> Option<String> {
        let body: Value = serde_json::from_slice(&self.request.body).ok()?;
        body.get(member)?.as_str().map(str::to_owned)
    }

    /// Lets the server see the access token of this account.
    pub(crate) fn sign_as(&mut self, account: &Account) {
        if let Ok(token) = http::HeaderValue::try_from(&account.access_token) {
            self.request.headers.insert("authorization", token);
        }
    }

    /// Does this so many milliseconds from now, with the lock free in between.
    pub(crate) fn later(&mut self, milliseconds: u64, rest: impl FnOnce(&mut World, &mut Memory) + Send + 'static) {
        self.outcome.later.push((Duration::from_millis(milliseconds), Box::new(rest)));
    }

    /// Lets the answer wait so many milliseconds.
    pub(crate) fn hold(&mut self, milliseconds: u64) {
        self.outcome.hold = Duration::from_millis(milliseconds);
    }

    /// Lets the answer wait so many milliseconds, and be made only then.
    pub(crate) fn answer_later(
        &mut self,
        milliseconds: u64,
        ending: impl FnOnce(&mut World, &mut Memory) -> Answer + Send + 'static,
    ) {
        self.hold(milliseconds);
        self.outcome.ending = Some(Box::new(ending));
    }
}
