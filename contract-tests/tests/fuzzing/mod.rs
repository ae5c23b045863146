//! A fuzzer of what the client makes of answers, in one process and on stable Rust: it mutates a kept corpus, keeps what gives
//! an outcome not seen before, and holds every outcome against the document.
//!
//! Coverage of the code guides other fuzzers; here the outcome does: operation, kind of error, place and problem.

use std::collections::HashSet;
use std::path::Path;
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use cometapi_keys::{
    AccessToken, BaseUrl, Client, CreateApiKey, Error, KeyId, Kind, Options, Sending, Transport, UpdateApiKey,
};
use contract_tests::duplicates::has_duplicates;
use openapi::{InstanceValidator, Source};
use serde_json::{Value, json};

/// The access token, and a word in the corpus: neither may be in the text of an error.
const SECRET: &str = "canary";

/// The largest input that is made, in bytes.
const LARGEST: usize = 4096;

type Failure = Box<dyn std::error::Error>;

/// One input: the first byte picks the operation, the second the status, the rest is the body.
type Input = Vec<u8>;

/// What was done, in numbers.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    /// Inputs.
    pub(crate) inputs: u64,
    /// Inputs that were read, and so held against the answer's own values.
    pub(crate) read: u64,
    /// Different outcomes.
    pub(crate) outcomes: usize,
}

/// The fuzzer, with its corpus.
pub(crate) struct Fuzzer {
    client: Client,
    answer: Answer,
    validators: [InstanceValidator; 5],
    corpus: Vec<Input>,
    /// How many of them are kept in files.
    known: usize,
    seen: HashSet<String>,
    random: Random,
    counts: Counts,
}

impl Fuzzer {
    /// Reads the corpus: a file for each input.
    pub(crate) fn new(folder: &Path, seed: u64) -> Result<Self, Failure> {
        let mut files: Vec<_> =
            std::fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
        files.sort();
        let corpus: Vec<Input> = files.iter().map(std::fs::read).collect::<Result<_, _>>()?;
        if corpus.len() < 10 {
            return Err(
                format!("{} holds {} inputs: restore it with git checkout", folder.display(), corpus.len()).into()
            );
        }
        let answer = Answer::default();
        let options = Options::default().transport(answer.clone());
        let client = Client::with_options(&BaseUrl::new("https://h")?, AccessToken::new(SECRET)?, options)?;
        let document = Source::maintained()?;
        let validator = |name: &str| InstanceValidator::new(&document, &format!("/components/schemas/{name}"));
        let validators = [
            validator("ApiKeyPageResponse")?,
            validator("ApiKeyResponse")?,
            validator("Acknowledgement")?,
            validator("ApiKeyResponse")?,
            validator("Acknowledgement")?,
        ];
        let (seen, counts) = (HashSet::new(), Counts::default());
        Ok(Self { client, answer, validators, known: corpus.len(), corpus, seen, random: Random(seed | 1), counts })
    }

    /// Runs the corpus as it is, and then so many mutations of it. Gives what was kept beside the corpus.
    ///
    /// # Errors
    ///
    /// The first outcome that goes against the document, with its input.
    pub(crate) fn run(mut self, mutations: u64) -> Result<(Counts, Vec<Input>), Failure> {
        for index in 0..self.known {
            let input = self.corpus[index].clone();
            self.check(&input)?;
        }
        for _ in 0..mutations {
            let input = self.mutated();
            if self.check(&input)? && self.corpus.len() < 4096 {
                self.corpus.push(input);
            }
        }
        self.counts.outcomes = self.seen.len();
        Ok((self.counts, self.corpus.split_off(self.known)))
    }

    fn mutated(&mut self) -> Input {
        // What was found on the way is broken more often than not, and breaks no more.
        let among = if self.random.below(2) == 0 { self.known } else { self.corpus.len() };
        let mut input = self.corpus[self.random.below(among)].clone();
        for _ in 0..[1, 1, 1, 2, 4][self.random.below(5)] {
            self.mutate(&mut input);
        }
        input.resize(input.len().clamp(2, LARGEST), b' ');
        input
    }

    fn mutate(&mut self, input: &mut Input) {
        const TOKENS: [&str; 26] = [
            "null",
            "true",
            "false",
            "0",
            "-1",
            "1e999",
            "1.0",
            "9223372036854775808",
            "-9223372036854775809",
            "\"\"",
            "[]",
            "{}",
            "[",
            "{",
            "}",
            "]",
            ",",
            ":",
            "\"",
            "\\",
            "\"\\ud83d\"",
            "\"canary\"",
            "\u{feff}",
            "\"success\":false",
            "\"data\":",
            "-0",
        ];
        let random = &mut self.random;
        let at = random.below(input.len() + 1);
        let end = at + random.below((input.len() - at).min(24) + 1);
        match random.below(7) {
            0 if at < input.len() => input[at] ^= 1 << random.below(8),
            1 => drop(input.drain(at..end)),
            2 => drop(input.splice(at..end, TOKENS[random.below(TOKENS.len())].bytes())),
            3 => {
                let repeated: Vec<u8> = input[at..end].repeat(1 + random.below(3));
                input.splice(at..at, repeated);
            }
            4 => {
                let other = &self.corpus[random.below(self.corpus.len())];
                let from = random.below(other.len() + 1);
                let part = other[from..(from + random.below(200)).min(other.len())].to_vec();
                input.splice(at..end, part);
            }
            5 => drop(input.splice(at..at, [random.below(256) as u8])),
            // Another operation, or another status.
            _ => input[random.below(2)] = random.below(256) as u8,
        }
        if input.len() < 2 {
            input.resize(2, 0);
        }
    }

    /// Whether the outcome is one not seen before.
    fn check(&mut self, input: &[u8]) -> Result<bool, Failure> {
        const STATUSES: [u16; 12] = [201, 204, 206, 301, 307, 400, 401, 403, 404, 429, 500, 502];
        let operation = usize::from(input[0]) % 5;
        // Most of what there is to find is behind 200.
        let status = STATUSES.get(usize::from(input[1])).copied().unwrap_or(200);
        let body = &input[2..];
        self.answer.put(status, body);
        let outcome = self.outcome(operation)?;
        self.counts.inputs += 1;
        self.objection(operation, status, body, &outcome)
            .map_err(|why| format!("{why}\n  input {:?}", input.escape_ascii().to_string()))?;
        let signature = match &outcome {
            Ok(_) => format!("{operation} read"),
            Err(Error::Refused { .. }) => format!("{operation} {status} refused"),
            Err(error) => format!("{operation} {}", error.to_string().replace(|c: char| c.is_ascii_digit(), "")),
        };
        Ok(self.seen.insert(signature))
    }

    fn outcome(&self, operation: usize) -> Result<Result<Value, Error>, Failure> {
        let id: KeyId = serde_json::from_value(json!(1234))?;
        let client = &self.client;
        let json = |read: Result<_, serde_json::Error>| read.unwrap_or(Value::Null);
        Ok(now(async {
            match operation {
                0 => client.list(None, None).await.map(|page| json(serde_json::to_value(page))),
                1 => client.get(id).await.map(|key| json(serde_json::to_value(key))),
                2 => client.create_as_is(&CreateApiKey::default()).await.map(|()| Value::Null),
                3 => client.update_as_is(&UpdateApiKey::of(id)).await.map(|key| json(serde_json::to_value(key))),
                _ => client.delete(id).await.map(|()| Value::Null),
            }
        })?)
    }

    fn objection(
        &mut self,
        operation: usize,
        status: u16,
        body: &[u8],
        outcome: &Result<Value, Error>,
    ) -> Result<(), String> {
        if let Err(error) = outcome
            && !matches!(error, Error::Refused { .. })
        {
            let text = format!("{error} {error:?}");
            if text.contains(SECRET) || text.len() > 500 {
                return Err(format!("an error shows a secret, or too much: {text}"));
            }
        }
        let kind = outcome.as_ref().err().map(Error::kind);
        let answer: Option<Value> = serde_json::from_slice(body).ok();
        let expected = match status {
            401 => vec![Some(Kind::Unauthorized)],
            429 => vec![Some(Kind::Throttled)],
            300..=399 => vec![Some(Kind::Redirect)],
            500..=599 => vec![Some(Kind::ServerFault)],
            200 => self.of_the_body(operation, answer.as_ref()),
            _ if is_refusal(answer.as_ref()) => vec![Some(Kind::Refused)],
            _ => vec![Some(Kind::UnexpectedStatus)],
        };
        // JSON that has a number, half a character or bytes that no value holds: what does not read that member, does not mind.
        let unreadable = answer.is_none() && serde_json::from_slice::<serde::de::IgnoredAny>(body).is_ok();
        let beside = [Kind::Malformed, Kind::Refused, Kind::OtherKey, Kind::UnexpectedStatus];
        if unreadable && kind.is_none_or(|kind| beside.contains(&kind)) {
            return Ok(());
        }
        // Of a member that is there twice the other reader takes the last, and the client none.
        let twice = has_duplicates(body) && matches!(kind, Some(Kind::Malformed | Kind::UnexpectedStatus));
        // Of an integer beyond 64 bits, and of -0, the other reader makes a number with a fraction: it may come out in range.
        let beyond = kind == Some(Kind::Malformed) && answer.as_ref().is_some_and(has_fraction);
        if !expected.contains(&kind) && !twice && !beyond {
            return Err(format!("{kind:?} instead of one of {expected:?}"));
        }
        if let (Ok(read), Some(answer)) = (outcome, &answer) {
            self.counts.read += 1;
            if !has_duplicates(body) && !keeps(read, &answer["data"]) {
                return Err(format!("a value was read otherwise than it was answered: {read}"));
            }
        }
        Ok(())
    }

    /// What an answer with status 200 must give: by the document, types and required members alone.
    fn of_the_body(&self, operation: usize, answer: Option<&Value>) -> Vec<Option<Kind>> {
        let Some(answer) = answer else {
            return vec![Some(Kind::Malformed)];
        };
        if is_refusal(Some(answer)) {
            return vec![Some(Kind::Refused)];
        }
        let breaks = |keyword: &str| matches!(keyword, "required" | "type" | "format");
        if self.validators[operation].violations(answer).iter().any(|violation| breaks(&violation.keyword))
            || answer["success"] != json!(true)
        {
            return vec![Some(Kind::Malformed)];
        }
        if operation == 1 && answer["data"]["id"] != json!(1234) { vec![Some(Kind::OtherKey)] } else { vec![None] }
    }
}

fn is_refusal(answer: Option<&Value>) -> bool {
    answer.is_some_and(|answer| answer["success"] == json!(false) && answer["message"].is_string())
}

fn has_fraction(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.is_f64(),
        Value::Array(items) => items.iter().any(has_fraction),
        Value::Object(members) => members.values().any(has_fraction),
        _ => false,
    }
}

/// Whether everything that was read is what was answered. What was answered beside it is no loss.
fn keeps(read: &Value, answered: &Value) -> bool {
    match (read, answered) {
        (Value::Null, _) => true,
        (Value::Object(read), Value::Object(answered)) => {
            read.iter().all(|(name, read)| answered.get(name).is_some_and(|answered| keeps(read, answered)))
        }
        (Value::Array(read), Value::Array(answered)) => {
            read.len() == answered.len() && read.iter().zip(answered).all(|(read, answered)| keeps(read, answered))
        }
        _ => read == answered,
    }
}

/// The value of a future that waits for nothing.
fn now<F: Future>(future: F) -> Result<F::Output, &'static str> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => Ok(value),
        Poll::Pending => Err("an answer from memory is there at once, and the client waits"),
    }
}

/// A transport that gives the answer it was last given.
#[derive(Clone, Default)]
struct Answer(Arc<Mutex<(u16, Vec<u8>)>>);

impl Answer {
    fn put(&self, status: u16, body: &[u8]) {
        if let Ok(mut slot) = self.0.lock() {
            *slot = (status, body.to_vec());
        }
    }
}

impl Transport for Answer {
    fn send(&self, _: reqwest::Request) -> Sending<'_> {
        let (status, body) = self.0.lock().map(|mut slot| std::mem::take(&mut *slot)).unwrap_or_default();
        let mut answer = http::Response::new(body);
        *answer.status_mut() = http::StatusCode::from_u16(status).unwrap_or_default();
        Box::pin(std::future::ready(Ok(answer.into())))
    }
}

/// Marsaglia's xorshift: the same seed gives the same run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap_or(usize::MAX) % bound.max(1)
    }
}
