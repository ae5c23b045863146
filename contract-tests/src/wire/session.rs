//! A run, or the repetition of a case: requests within limits, judged together.

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use tokio::time::Instant;

use super::answer::{RawAnswer, retry_after};
use super::judged::{GIVEN_UP, Judged, Numbers};
use super::target::Target;
use super::unreached::unreached;
use crate::contract::Contract;
use crate::effect::Effect;
use crate::exchange::{Answer, Credential, Exchange, Headers, Location, Request, Response};
use crate::judging::Outcome;
use crate::operation::Operation;

/// The most that is read of a body, in bytes: a page of 100 records takes 60 KiB.
const LARGEST_BODY: usize = 2 * 1024 * 1024;

/// How far a session may go.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// When it is over.
    pub deadline: Instant,
    /// How many requests it may send.
    pub requests: u64,
    /// How long it waits for a whole answer.
    pub request_timeout: Duration,
    /// After how many requests in a row without any answer the server counts as gone.
    pub silent: u64,
    /// Whether it is over as soon as something speaks against any rule.
    pub stops_at_first: bool,
}

/// Nothing more is sent: time, requests, or the server's answers have come to an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Over;

/// Requests within limits, judged together.
pub struct Session {
    target: Arc<Target>,
    limits: Limits,
    judged: Mutex<Judged>,
    began: Instant,
    /// When somebody first asked since when it is over.
    over: OnceLock<Instant>,
}

/// An answer as it came off the wire.
struct Received {
    status: u16,
    headers: Headers,
    body: Bytes,
}

impl Session {
    /// One with no evidence yet.
    pub fn new(target: &Arc<Target>, contract: &Arc<Contract>, limits: Limits) -> Self {
        let judged = Judged::new(Arc::clone(contract), target.named());
        Self {
            target: Arc::clone(target),
            limits,
            judged: Mutex::new(judged),
            began: Instant::now(),
            over: OnceLock::new(),
        }
    }

    /// The server.
    pub fn target(&self) -> &Arc<Target> {
        &self.target
    }

    /// How long it has been there.
    pub fn elapsed(&self) -> Duration {
        self.began.elapsed()
    }

    /// How much was done so far.
    pub fn numbers(&self) -> Numbers {
        self.judged().numbers()
    }

    /// Whether nothing more is to be sent.
    pub fn is_over(&self) -> bool {
        let (numbers, is_contradicted) = {
            let judged = self.judged();
            (judged.numbers(), judged.is_contradicted())
        };
        self.target.care.is_over()
            || numbers.requests >= self.limits.requests
            || numbers.silent >= self.limits.silent
            || (self.limits.stops_at_first && is_contradicted)
            || Instant::now() >= self.limits.deadline
    }

    /// Since when it is over, where it is: from the first who asks on. What is still put away has its time from then,
    /// whoever does it.
    pub fn over_since(&self) -> Option<Instant> {
        self.is_over().then(|| *self.over.get_or_init(Instant::now))
    }

    /// Whether the server has stopped answering.
    pub fn is_silent(&self) -> bool {
        self.numbers().silent >= self.limits.silent
    }

    /// A line for a shell for each of its last requests, secrets as variables.
    pub fn curls(&self) -> Vec<String> {
        self.judged().curls()
    }

    /// What is known.
    pub fn outcome(self) -> Outcome {
        self.judged.into_inner().unwrap_or_else(PoisonError::into_inner).outcome()
    }

    /// Sends a request, and has the exchange judged.
    ///
    /// # Errors
    ///
    /// When a limit is reached: nothing was sent then.
    pub async fn send(&self, request: reqwest::Request, place: Location) -> Result<RawAnswer, Over> {
        if self.is_over() || !self.target.care.has_turn().await || self.is_over() {
            return Err(Over);
        }
        let until = self.limits.deadline.min(Instant::now() + self.limits.request_timeout);
        Ok(self.exchange(request, place, until).await)
    }

    /// Sends a request although the session may be over: to put away what it made. It waits until that time at most;
    /// nothing is sent where its turn would come later.
    pub async fn send_until(&self, request: reqwest::Request, place: Location, until: Instant) -> Option<RawAnswer> {
        self.target.care.has_turn_before(until).await.then_some(())?;
        Some(self.exchange(request, place, until.min(Instant::now() + self.limits.request_timeout)).await)
    }

    async fn exchange(&self, mut request: reqwest::Request, place: Location, until: Instant) -> RawAnswer {
        let (operation, authorization) = (self.operation(&request), authorization(&request));
        let sender = self.target.sender(operation, authorization.as_deref());
        let is_second = matches!(sender.credential, Credential::Account(1..));
        self.target.headers.set_on(&mut request, is_second);
        let described = self.described(&request, is_second);
        let (number, started) = self.judged().start(self.target.clock.now());
        let received = match tokio::time::timeout_at(until, self.received(request)).await {
            Ok(received) => received,
            Err(_) if until >= self.limits.deadline => Err(format!("{GIVEN_UP}the time of the run was over")),
            Err(_) => Err(format!("no whole answer within {} ms", self.limits.request_timeout.as_millis())),
        };
        let ended = self.target.clock.now().max(started);
        let raw = raw(operation, received.as_ref().map_err(String::as_str), ended);
        self.target.care.take_note_of(&raw);
        let answer = self.cleaned(received);
        let exchange = Exchange {
            location: place,
            started,
            ended,
            sender,
            operation,
            request: described,
            answer,
            gap_before: None,
        };
        self.judged().finish(number, exchange);
        raw
    }

    async fn received(&self, request: reqwest::Request) -> Result<Received, String> {
        let mut response = self.target.http.execute(request).await.map_err(unreached)?;
        let status = response.status().as_u16();
        let fields = response.headers().iter();
        let headers =
            fields.map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()));
        let headers = Headers(headers.collect());
        let mut body = response.chunk().await.map_err(unreached)?.unwrap_or_default();
        if let Some(second) = response.chunk().await.map_err(unreached)? {
            let mut whole = BytesMut::from(body);
            whole.extend_from_slice(&second);
            while let Some(chunk) = response.chunk().await.map_err(unreached)? {
                whole.extend_from_slice(&chunk);
                if whole.len() > LARGEST_BODY {
                    return Err(format!("the body did not end within {LARGEST_BODY} bytes"));
                }
            }
            body = whole.freeze();
        }
        Ok(Received { status, headers, body })
    }

    /// The request without its secrets.
    fn described(&self, request: &reqwest::Request, is_second: bool) -> Request {
        let mut secrets = self.target.secrets();
        let (url, fields) = (request.url(), request.headers().iter());
        let headers = fields.map(|(name, value)| {
            let given = self.target.headers.variable(name, is_second);
            let clean = || secrets.clean_header(name.as_str(), &String::from_utf8_lossy(value.as_bytes()));
            (name.to_string(), given.unwrap_or_else(clean))
        });
        let headers = Headers(headers.collect());
        let body = request.body().and_then(reqwest::Body::as_bytes).map(Bytes::copy_from_slice);
        body.iter().for_each(|body| self.target.care.sends(body));
        Request {
            method: request.method().to_string(),
            origin: Arc::clone(&self.target.origin),
            path: self.path(url).to_owned(),
            query: url.query_pairs().map(|(name, value)| (name.into_owned(), value.into_owned())).collect(),
            headers,
            body: body.map(|body| secrets.clean_body(&body)),
        }
    }

    /// The answer without its secrets.
    fn cleaned(&self, received: Result<Received, String>) -> Answer {
        let mut secrets = self.target.secrets();
        match received {
            Err(why) => Answer::Nothing(secrets.clean(&why).into_owned()),
            Ok(Received { status, headers, body }) => {
                // The body first: it shows keys that a header may repeat.
                let body = self.target.care.without_others(body);
                let body = secrets.clean_body(&body);
                let fields = headers.0.into_iter().map(|(name, value)| {
                    let value = self.target.care.header_without_others(&name, value);
                    let value = secrets.clean_header(&name, &value);
                    (name, value)
                });
                Answer::Response(Response { status, headers: Headers(fields.collect()), body })
            }
        }
    }

    /// The path below the base URL.
    fn path<'u>(&self, url: &'u url::Url) -> &'u str {
        let base = url::Url::parse(self.target.base_url.as_str());
        let base = base.as_ref().map_or("", |base| base.path().trim_end_matches('/'));
        url.path().strip_prefix(base).unwrap_or(url.path())
    }

    fn operation(&self, request: &reqwest::Request) -> Operation {
        Operation::of(request.method().as_str(), self.path(request.url())).unwrap_or(Operation::Undocumented)
    }

    fn judged(&self) -> MutexGuard<'_, Judged> {
        self.judged.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn authorization(request: &reqwest::Request) -> Option<String> {
    let value = request.headers().get(reqwest::header::AUTHORIZATION)?;
    Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
}

fn raw(operation: Operation, received: Result<&Received, &str>, now: jiff::Timestamp) -> RawAnswer {
    let Received { status, headers, body } = match received {
        Ok(received) => received,
        Err(why) => {
            let (nothing, body) = (Some(why.to_owned()), Bytes::new());
            return RawAnswer { status: None, retry_after: None, nothing, body, effect: Effect::Unknown };
        }
    };
    let answer = Answer::Response(Response { status: *status, headers: Headers::default(), body: Bytes::new() });
    let effect = match operation {
        Operation::Models => Effect::of_model_request(&answer),
        _ => Effect::of(&answer, success(body)),
    };
    let retry_after = headers.get("retry-after").and_then(|text| retry_after(text, now));
    RawAnswer { status: Some(*status), retry_after, nothing: None, body: body.clone(), effect }
}

fn success(body: &[u8]) -> Option<bool> {
    let value: serde_json::Value = serde_json::from_slice(body).ok()?;
    value.get("success")?.as_bool()
}
