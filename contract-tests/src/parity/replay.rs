//! Recorded requests, sent to a sandbox.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use sandbox::{Profile, RateLimit, Sandbox, Situation};

use super::bindings::{Made, bindings};
use super::date::answered_at;
use super::order::order;
use super::recorded::Recorded;
use crate::exchange::{Answer, Exchange, Headers, Location, Response};
use crate::failure::Failure;
use crate::trace::Trace;

/// The request headers that the client sets by itself: they say where a request goes and how it is framed.
const OF_THE_CONNECTION: [&str; 4] = ["host", "connection", "content-length", "transfer-encoding"];

/// How long an answer may take. The sandbox is on this machine.
const LONGEST: Duration = Duration::from_secs(10);

/// A recorded exchange, and what a sandbox answered the same request.
#[derive(Clone)]
pub struct Pair {
    /// As it was recorded.
    pub recorded: Arc<Exchange>,
    /// The sandbox's answer.
    pub seen: Response,
}

/// Recorded requests with the answers of a sandbox, in the order of the trace.
#[derive(Clone)]
pub struct Replayed {
    /// The name of the sandbox's profile.
    pub profile: &'static str,
    /// Every exchange.
    pub pairs: Vec<Pair>,
    /// The situations that came up in the sandbox.
    pub situations: Vec<Situation>,
}

/// Sends every request of a recording to a sandbox of that profile, and waits for every answer.
///
/// # Errors
///
/// When the sandbox does not start, a request cannot be sent, or an answer does not come.
pub fn replay(recorded: &Recorded, profile: &Profile) -> Result<Replayed, Failure> {
    let mut builder = Sandbox::builder().profile(profile).note_situations();
    for account in &recorded.accounts {
        builder = builder.account(account.clone());
    }
    let sandbox = builder.start().map_err(Failure::could_not_run)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Failure::could_not_run)?;
    let mut seen = runtime.block_on(Replay::new(recorded, &sandbox)?.run())?;
    let pairs = recorded
        .trace
        .exchanges
        .iter()
        .enumerate()
        .filter_map(|(place, exchange)| Some(Pair { recorded: Arc::clone(exchange), seen: seen.remove(&place)? }));
    Ok(Replayed { profile: profile.name, pairs: pairs.collect(), situations: sandbox.situations() })
}

impl Replayed {
    /// The trace of the replay: the recorded requests at their recorded times, with the sandbox's answers.
    #[must_use]
    pub fn trace(&self, recorded: &Recorded) -> Trace {
        let answered = |pair: &Pair| {
            let answer = Answer::Response(pair.seen.clone());
            Arc::new(Exchange { answer, ..Exchange::clone(&pair.recorded) })
        };
        Trace { exchanges: self.pairs.iter().map(answered).collect(), ..recorded.trace.clone() }
    }
}

struct Replay<'a> {
    recorded: &'a Recorded,
    sandbox: &'a Sandbox,
    client: reqwest::Client,
    made: BTreeMap<Location, Made>,
    limit: Option<RateLimit>,
}

impl<'a> Replay<'a> {
    fn new(recorded: &'a Recorded, sandbox: &'a Sandbox) -> Result<Self, Failure> {
        let client =
            reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().timeout(LONGEST).build();
        let client = client.map_err(|error| Failure::could_not_run(format!("no HTTP client: {error}")))?;
        Ok(Self { recorded, sandbox, client, made: bindings(&recorded.trace), limit: None })
    }

    /// The answers, by the place of their exchange in the trace.
    async fn run(mut self) -> Result<HashMap<usize, Response>, Failure> {
        let exchanges = &self.recorded.trace.exchanges;
        let mut seen = HashMap::with_capacity(exchanges.len());
        for place in order(exchanges) {
            let exchange = &exchanges[place];
            self.bind(exchange);
            let answer = self
                .send(exchange)
                .await
                .map_err(|why| Failure::could_not_run(format!("{} could not be replayed: {why}", exchange.location)))?;
            seen.insert(place, answer);
        }
        Ok(seen)
    }

    /// Lets the sandbox choose what the recorded server chose.
    fn bind(&mut self, exchange: &Exchange) {
        let limit = self.recorded.limits.get(&exchange.location.file).copied();
        if limit != self.limit {
            self.sandbox.set_rate_limit(limit);
            self.limit = limit;
        }
        match self.made.remove(&exchange.location) {
            None => self.sandbox.clock().set(answered_at(exchange)),
            Some(Made { id, created, key }) => {
                self.sandbox.clock().set(created);
                self.sandbox.raise_next_id(id);
                self.sandbox.give_key_value(key);
            }
        }
    }

    /// Sends a request as it was recorded. The text of an error holds nothing of the request.
    async fn send(&self, exchange: &Exchange) -> Result<Response, String> {
        let request = &exchange.request;
        let target = self.recorded.targets.get(&exchange.location).ok_or("the recording does not hold its URL")?;
        let url = format!("{}{target}", self.sandbox.base_url());
        let method = reqwest::Method::from_bytes(request.method.as_bytes()).map_err(|error| error.to_string())?;
        let mut sending = self.client.request(method, url).headers(headers(&request.headers)?);
        if let Some(body) = &request.body {
            sending = sending.body(body.clone());
        }
        let failed = |error: reqwest::Error| error.without_url().to_string();
        let response = sending.send().await.map_err(failed)?;
        let status = response.status().as_u16();
        let fields = response.headers().iter();
        let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        let headers = Headers(fields.map(|(name, value)| (name.as_str().to_owned(), text(value))).collect());
        Ok(Response { status, headers, body: response.bytes().await.map_err(failed)? })
    }
}

fn headers(recorded: &Headers) -> Result<HeaderMap, String> {
    let mut headers = HeaderMap::with_capacity(recorded.0.len());
    let sent = recorded.0.iter().filter(|(name, _)| !OF_THE_CONNECTION.iter().any(|of| name.eq_ignore_ascii_case(of)));
    for (name, value) in sent {
        let field = (HeaderName::try_from(name.as_str()), HeaderValue::try_from(value.as_str()));
        let (Ok(name), Ok(value)) = field else { return Err("a header field of it is none of HTTP".to_owned()) };
        headers.append(name, value);
    }
    Ok(headers)
}
