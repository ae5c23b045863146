//! What our own client makes of an answer: it follows from the answer's effect and from whether it fits the document.

use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use cometapi_keys::{
    AccessToken, BaseUrl, Client, CreateApiKey, Error, KeyId, Kind, Options, Sending, Transport, UpdateApiKey,
};
use openapi::Violation;
use serde::Serialize;
use serde_json::Value;

use super::Judge;
use crate::contract::Contract;
use crate::duplicates::has_duplicates;
use crate::effect::Effect;
use crate::examined::Examined;
use crate::exchange::Response;
use crate::operation::{Operation, path_id};
use crate::verdict::{Contradiction, Evidences};

/// The judge of our client. It sends nothing: the recorded answer is all that the client's transport has.
pub(super) struct ClientReads {
    contract: Arc<Contract>,
    answers: Answers,
    /// None only where HTTP could not be set up on this machine, which needs no network and so does not happen.
    client: Option<Client>,
}

impl ClientReads {
    pub(super) fn new(contract: Arc<Contract>) -> Self {
        let answers = Answers::default();
        let client = client(answers.clone()).ok();
        Self { contract, answers, client }
    }
}

fn client(answers: Answers) -> Result<Client, Error> {
    let options = Options::default().transport(answers);
    Client::with_options(&BaseUrl::new("http://127.0.0.1")?, AccessToken::new("a-judge-sends-nothing")?, options)
}

impl Judge for ClientReads {
    fn name(&self) -> &'static str {
        "client"
    }

    fn rules(&self) -> Vec<&'static str> {
        Operation::DOCUMENTED.into_iter().filter_map(rule_of).collect()
    }

    fn judge(&mut self, examined: &Examined<'_>, evidences: &mut Evidences) {
        let (Some(client), Some(rule)) = (&self.client, rule_of(examined.operation())) else { return };
        let Some(response) = examined.response() else { return };
        let Some(answer) = in_memory(response) else { return };
        self.answers.put(answer);
        let Some(outcome) = outcome(client, examined) else { return };
        let contradiction = self.objection(examined, response, &outcome);
        // Of a member that is there twice the client may take neither, and of an integer beyond 64 bits nothing, and be right.
        let beyond = || examined.received.as_ref().is_some_and(has_fraction);
        if contradiction.is_some() && (has_duplicates(&response.body) || beyond()) {
            return;
        }
        evidences.decide(rule, examined, contradiction);
    }
}

fn rule_of(operation: Operation) -> Option<&'static str> {
    match operation {
        Operation::List => Some("client.reads-list"),
        Operation::Get => Some("client.reads-get"),
        Operation::Create => Some("client.reads-create"),
        Operation::Update => Some("client.reads-update"),
        Operation::Delete => Some("client.reads-delete"),
        Operation::Models | Operation::Undocumented => None,
    }
}

/// What the client must give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expected {
    Data,
    Error(Kind),
}

impl ClientReads {
    fn objection(&self, examined: &Examined<'_>, response: &Response, outcome: &Outcome) -> Option<Contradiction> {
        let expected = self.expected(examined, response);
        let seen = match outcome {
            Ok(_) => Expected::Data,
            Err(error) => Expected::Error(error.kind()),
        };
        if expected != seen {
            let expected = format!("our client gives {}", describe(expected));
            return Some(Contradiction::new(expected, format!("it gives {}", describe(seen))));
        }
        let Ok(Some(read)) = outcome else { return None };
        let lost = lost(&self.contract, read, examined.data()?, "/data")?;
        let expected = "our client keeps every documented value of the answer";
        Some(Contradiction::new(expected, "this one is lost or changed").at(lost))
    }

    fn expected(&self, examined: &Examined<'_>, response: &Response) -> Expected {
        match (examined.effect, response.status) {
            (Effect::Throttled, _) => Expected::Error(Kind::Throttled),
            (Effect::None, _) => Expected::Error(Kind::Redirect),
            (_, 401) => Expected::Error(Kind::Unauthorized),
            (_, 500..=599) => Expected::Error(Kind::ServerFault),
            (_, 200) if self.breaks_types(examined) => Expected::Error(Kind::Malformed),
            (Effect::Accepted, 200) if answers_another(examined) => Expected::Error(Kind::OtherKey),
            (Effect::Accepted, 200) => Expected::Data,
            (Effect::Refused, _) if is_refusal(examined) => Expected::Error(Kind::Refused),
            _ => Expected::Error(Kind::UnexpectedStatus),
        }
    }

    /// Whether an answer lacks a member, has one of another JSON type, or an integer that its format cannot hold. Another
    /// value outside its stated range parses.
    fn breaks_types(&self, examined: &Examined<'_>) -> bool {
        let breaks = |violation: &Violation| matches!(violation.keyword.as_str(), "required" | "type" | "format");
        match (&examined.received, examined.effect) {
            (None, _) | (_, Effect::Unknown) => true,
            (Some(_), Effect::Refused) => !is_refusal(examined),
            (Some(received), _) => {
                let validator = self.contract.accepted(examined.operation());
                validator.is_some_and(|v| !v.is_valid(received) && v.violations(received).iter().any(breaks))
            }
        }
    }
}

fn is_refusal(examined: &Examined<'_>) -> bool {
    let success = examined.received.as_ref().and_then(|received| received.get("success"));
    success.and_then(Value::as_bool) == Some(false) && examined.message().is_some()
}

/// Whether a get is answered with the record of another key.
fn answers_another(examined: &Examined<'_>) -> bool {
    let answered = examined.data().and_then(|data| data.get("id"));
    examined.operation() == Operation::Get && answered != Some(&Value::from(asked(examined)))
}

/// The id of the key that was asked for by path.
fn asked(examined: &Examined<'_>) -> i64 {
    path_id(&examined.exchange.request.path).unwrap_or_default()
}

fn describe(expected: Expected) -> String {
    match expected {
        Expected::Data => "the answer's data".to_owned(),
        Expected::Error(kind) => format!("the error {kind:?}"),
    }
}

/// Whether a number is held with a fraction: what is written as an integer beyond 64 bits, or as -0, is too, and may come out
/// within the range that the document states.
fn has_fraction(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.is_f64(),
        Value::Array(items) => items.iter().any(has_fraction),
        Value::Object(members) => members.values().any(has_fraction),
        _ => false,
    }
}

/// The place of a value that was read otherwise than it was received, or not at all. Members that the documentation does
/// not have are no loss.
fn lost(contract: &Contract, read: &Value, received: &Value, pointer: &str) -> Option<String> {
    match (read, received) {
        (Value::Object(read), Value::Object(received)) => {
            let invented = read.keys().find(|name| !received.contains_key(*name));
            let documented = received.iter().filter(|(name, _)| contract.is_answered(name));
            let mut places =
                documented.map(|(name, received)| (openapi::child(pointer, name), read.get(name), received));
            invented.map(|name| openapi::child(pointer, name)).or_else(|| {
                places.find_map(|(pointer, read, received)| match read {
                    Some(read) => lost(contract, read, received, &pointer),
                    None => Some(pointer),
                })
            })
        }
        (Value::Array(read), Value::Array(received)) if read.len() == received.len() => {
            let mut pairs = read.iter().zip(received).enumerate();
            pairs.find_map(|(i, (read, received))| lost(contract, read, received, &format!("{pointer}/{i}")))
        }
        _ => (read != received).then(|| pointer.to_owned()),
    }
}

/// What the client gave: what it read, as JSON, or its error.
type Outcome = Result<Option<Value>, Error>;

fn outcome(client: &Client, examined: &Examined<'_>) -> Option<Outcome> {
    // As it was recorded, and so without the check of an id that a caller makes.
    let id: KeyId = serde_json::from_value(asked(examined).into()).ok()?;
    match examined.operation() {
        Operation::List => now(client.list(None, None)).map(as_json),
        Operation::Get => now(client.get(id)).map(as_json),
        Operation::Update => now(client.update_as_is(&UpdateApiKey::of(id))).map(as_json),
        Operation::Create => now(client.create_as_is(&CreateApiKey::default())).map(|done| done.map(|()| None)),
        Operation::Delete => now(client.delete(id)).map(|done| done.map(|()| None)),
        Operation::Models | Operation::Undocumented => None,
    }
}

fn as_json<T: Serialize>(outcome: Result<T, Error>) -> Outcome {
    outcome.map(|read| serde_json::to_value(read).ok())
}

/// The value of a future that waits for nothing: the answer is in memory.
fn now<F: Future>(future: F) -> Option<F::Output> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => Some(value),
        Poll::Pending => None,
    }
}

/// A transport that gives the answer it was last given.
#[derive(Clone, Default)]
struct Answers(Arc<Mutex<Option<http::Response<Bytes>>>>);

impl Answers {
    fn put(&self, answer: http::Response<Bytes>) {
        if let Ok(mut slot) = self.0.lock() {
            *slot = Some(answer);
        }
    }
}

impl Transport for Answers {
    fn send(&self, _: reqwest::Request) -> Sending<'_> {
        let answer = self.0.lock().ok().and_then(|mut slot| slot.take()).unwrap_or_default();
        Box::pin(std::future::ready(Ok(answer.into())))
    }
}

/// A recorded answer as the client's HTTP library has one; `None` for a status that HTTP does not have.
fn in_memory(response: &Response) -> Option<http::Response<Bytes>> {
    let mut answer = http::Response::builder().status(response.status);
    for (name, value) in &response.headers.0 {
        // A recording may hold header names and values that HTTP does not allow: no client would have seen them.
        if let (Ok(name), Ok(value)) = (http::HeaderName::try_from(name), http::HeaderValue::try_from(value)) {
            answer = answer.header(name, value);
        }
    }
    answer.body(response.body.clone()).ok()
}

#[cfg(test)]
mod tests {
    use openapi::Source;
    use serde_json::json;

    use super::*;
    use crate::exchange::{Answer, Credential, Exchange, Headers, Location, Request, Sender};

    const RECORD: &str = r#"{"id":7,"user_id":2,"key":"K","status":1,"name":"n","created_time":1766102400,
        "accessed_time":1766102400,"expired_time":-1,"remain_quota":5,"unlimited_quota":false,
        "model_limits_enabled":false,"model_limits":"","allow_ips":null,"used_quota":0,"group":"","cross_group_retry":false}"#;

    fn exchange(status: u16, body: &str) -> Arc<Exchange> {
        let request = Request {
            method: "GET".to_owned(),
            origin: "http://127.0.0.1".into(),
            path: "/api/token/7".to_owned(),
            query: Vec::new(),
            headers: Headers::default(),
            body: None,
        };
        let response = Response { status, headers: Headers::default(), body: body.to_owned().into() };
        Arc::new(Exchange {
            location: Location { file: "f".into(), entry: 0 },
            started: jiff::Timestamp::UNIX_EPOCH,
            ended: jiff::Timestamp::UNIX_EPOCH,
            sender: Sender { credential: Credential::Unknown, bearer: false },
            operation: Operation::Get,
            request,
            answer: Answer::Response(response),
            gap_before: None,
        })
    }

    fn objection(status: u16, body: &str, outcome: &Outcome) -> Option<Contradiction> {
        let contract = Arc::new(Contract::new(&Source::maintained().unwrap()).unwrap());
        let exchange = exchange(status, body);
        let examined = Examined::new(&exchange, &[], &contract);
        ClientReads::new(Arc::clone(&contract)).objection(&examined, examined.response().unwrap(), outcome)
    }

    /// A client that loses, rounds or renames a value, or calls a failure success, is noticed.
    #[test]
    fn a_broken_client_is_noticed() {
        let accepted = format!(r#"{{"success":true,"message":"","data":{RECORD}}}"#);
        let right: Value = serde_json::from_str(RECORD).unwrap();
        assert!(objection(200, &accepted, &Ok(Some(right.clone()))).is_none());
        for (member, value) in
            [("remain_quota", json!(5.0)), ("allow_ips", json!("")), ("name", json!("N")), ("x", json!(0))]
        {
            let mut wrong = right.clone();
            wrong[member] = value;
            assert!(objection(200, &accepted, &Ok(Some(wrong))).is_some(), "{member}");
        }
        let mut without = right.clone();
        without.as_object_mut().unwrap().remove("group").unwrap();
        assert!(objection(200, &accepted, &Ok(Some(without))).is_some(), "a member is lost");
        let refused = r#"{"success":false,"message":"no"}"#;
        assert!(objection(200, refused, &Ok(Some(right.clone()))).is_some());
        assert!(objection(200, "{", &Ok(Some(right.clone()))).is_some());
        assert!(objection(429, "", &Ok(Some(right.clone()))).is_some());
        assert!(objection(200, &accepted.replace(r#""id":7,"#, ""), &Ok(Some(right))).is_some());
        let error = AccessToken::new("").map(|_| None);
        assert!(objection(200, &accepted, &error).is_some());
    }

    /// The real client, on every class of answer.
    #[test]
    fn our_client_gives_what_follows_from_the_answer() {
        let accepted = format!(r#"{{"success":true,"message":"","data":{RECORD}}}"#);
        let bodies = [
            accepted.clone(),
            accepted.replace(r#""status":1"#, r#""status":9"#),
            accepted.replace(r#""status":1"#, r#""status":4294967296"#),
            accepted.replace(r#""id":7"#, r#""id":9223372036854775808"#),
            accepted.replace(r#""user_id":2"#, r#""user_id":-9223372036854775809"#),
            accepted.replace(r#""user_id":2"#, r#""user_id":-0"#),
            accepted.replace(r#""id":7,"#, ""),
            accepted.replace(r#""id":7"#, r#""id":8"#),
            accepted.replace("null", "5"),
            r#"{"success":false,"message":"no"}"#.to_owned(),
            r#"{"success":false}"#.to_owned(),
            r#"{"success":0,"message":""}"#.to_owned(),
            accepted.replace(r#""id":7"#, r#""id":7,"id":8"#),
            "{".to_owned(),
            String::new(),
            "[]".to_owned(),
        ];
        let contract = Arc::new(Contract::new(&Source::maintained().unwrap()).unwrap());
        for status in [200, 201, 204, 301, 400, 401, 403, 404, 429, 500, 502] {
            for body in &bodies {
                let exchange = exchange(status, body);
                let examined = Examined::new(&exchange, &[], &contract);
                let mut evidences = Evidences::default();
                ClientReads::new(Arc::clone(&contract)).judge(&examined, &mut evidences);
                let Some(evidence) = evidences.of("client.reads-get") else { continue };
                assert!(evidence.findings.is_empty(), "{status} {body}: {:?}", evidence.findings);
            }
        }
    }
}
