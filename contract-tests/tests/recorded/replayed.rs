//! Every recorded request that the client can be asked for, sent by the client.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::sync::Arc;

use cometapi_keys::{AccessToken, Client, CreateApiKey, Error, KeyId, UpdateApiKey};
use contract_tests::contract::Contract;
use contract_tests::exchange::Exchange;
use contract_tests::judging::Judging;
use contract_tests::operation::{Operation, path_id};
use contract_tests::replay::ReplayServer;
use contract_tests::sent_body::SentBody;
use contract_tests::trace::Trace;
use openapi::{InstanceValidator, Source};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::tape::{assert_played, client, deployments};

/// A recorded request as a call of the client.
enum Call {
    List(Option<i64>, Option<i64>),
    Get(KeyId),
    Create(CreateApiKey),
    Update(UpdateApiKey),
    Delete(KeyId),
}

impl Call {
    /// The call that a request is, or why the client cannot be asked for it.
    fn of(exchange: &Exchange, schemas: &Schemas) -> Result<Self, &'static str> {
        let request = &exchange.request;
        let token = request.headers.get("authorization").ok_or("no access token")?;
        AccessToken::new(token).map_err(|_| "an access token that the client refuses, as behind Bearer")?;
        let is_body = matches!(exchange.operation, Operation::Create | Operation::Update);
        if is_body && request.headers.media_type().as_deref() != Some("application/json") {
            return Err("another Content-Type than the client's");
        }
        let id = || path_id(&request.path).and_then(|id| KeyId::new(id).ok()).ok_or("an id that is none");
        if exchange.operation != Operation::List && !request.query.is_empty() {
            return Err("a query that the document does not have");
        }
        match exchange.operation {
            Operation::List => list(&request.query),
            Operation::Get => id().map(Self::Get),
            Operation::Delete => id().map(Self::Delete),
            Operation::Create => body(exchange, &schemas.create).map(Self::Create),
            Operation::Update => body(exchange, &schemas.update).map(Self::Update),
            Operation::Models | Operation::Undocumented => Err("not of the document"),
        }
    }

    async fn send(&self, client: &Client) -> Result<Value, Error> {
        match self {
            Self::List(page, size) => client.list(*page, *size).await.map(json),
            Self::Get(id) => client.get(*id).await.map(json),
            Self::Create(key) => client.create_as_is(key).await.map(json),
            Self::Update(update) => client.update_as_is(update).await.map(json),
            Self::Delete(id) => client.delete(*id).await.map(json),
        }
    }
}

fn json(read: impl Serialize) -> Value {
    serde_json::to_value(read).unwrap()
}

fn list(query: &[(String, String)]) -> Result<Call, &'static str> {
    let (mut page, mut size) = (None, None);
    for (name, value) in query {
        let slot = match name.as_str() {
            "p" => &mut page,
            "page_size" => &mut size,
            _ => return Err("a query that the document does not have"),
        };
        let number = value.parse::<i64>().ok().filter(|number| *number > 0 && number.to_string() == *value);
        if slot.replace(number.ok_or("a page that is not counted from 1")?).is_some() {
            return Err("a query parameter twice");
        }
    }
    Ok(Call::List(page, size))
}

/// A body that fits the document and has nothing beside it.
fn body<T: DeserializeOwned + Serialize>(exchange: &Exchange, schema: &InstanceValidator) -> Result<T, &'static str> {
    let sent = SentBody::read(exchange.request.body.as_deref());
    let members = sent.members().ok_or("a body that is no object")?;
    if members.has_duplicates() || members.trailing {
        return Err("a body with a member twice, or text after it");
    }
    let value: Value = serde_json::from_slice(exchange.request.body.as_deref().unwrap_or_default())
        .map_err(|_| "a body that is no JSON")?;
    if !schema.is_valid(&value) {
        return Err("a body that does not fit the document");
    }
    let body: T = serde_json::from_value(value.clone()).map_err(|_| "a body that is written in another way")?;
    if json(&body) == value { Ok(body) } else { Err("members that the document does not have") }
}

struct Schemas {
    create: InstanceValidator,
    update: InstanceValidator,
}

impl Schemas {
    fn new() -> Self {
        let document = Source::maintained().unwrap();
        let of = |name: &str| InstanceValidator::new(&document, &format!("/components/schemas/{name}")).unwrap();
        Self { create: of("CreateApiKey"), update: of("UpdateApiKey") }
    }
}

/// What the client must make of an answer, from the recorded bytes alone: the data, or none.
fn expected(exchange: &Exchange) -> Option<Value> {
    let response = exchange.answer.response().unwrap();
    let answer: Value = serde_json::from_slice(&response.body).ok()?;
    (response.status == 200 && answer["success"] == json!(true)).then(|| answer["data"].clone())
}

/// Sends what can be sent of a history, in its order, and holds every outcome against the recorded answer. Counts what was
/// sent, and what was left out and why.
async fn replay(trace: &Trace, schemas: &Schemas, counts: &mut BTreeMap<String, usize>) {
    let mut calls = Vec::new();
    for exchange in &trace.exchanges {
        let operation = exchange.operation.name();
        let counted = match Call::of(exchange, schemas) {
            Ok(call) => {
                calls.push((Arc::clone(exchange), call));
                format!("{operation}: sent as recorded")
            }
            Err(why) => format!("{operation}: left out, {why}"),
        };
        *counts.entry(counted).or_default() += 1;
    }
    let server = ReplayServer::start(calls.iter().map(|(exchange, _)| Arc::clone(exchange)).collect()).unwrap();
    let mut clients: HashMap<String, Client> = HashMap::new();
    for (exchange, call) in &calls {
        let token = exchange.request.headers.get("authorization").unwrap();
        let client = clients.entry(token.to_owned()).or_insert_with(|| client(&server, token));
        let outcome = call.send(client).await;
        assert_eq!(server.failures(), [], "{}", exchange.location);
        match (&outcome, expected(exchange)) {
            (Ok(Value::Null), Some(_)) => {}
            (Ok(read), Some(mut data)) => {
                forget_undocumented(&mut data);
                assert_eq!(read, &data, "{}", exchange.location);
            }
            (Ok(read), None) => panic!("{}: {read}", exchange.location),
            (Err(error), _) => {
                assert_eq!(client_kind(exchange), format!("{:?}", error.kind()), "{}", exchange.location)
            }
        }
    }
    assert_played(&server);
}

/// Members that these servers have beside the document's.
fn forget_undocumented(data: &mut Value) {
    match data {
        Value::Object(members) => {
            members.remove("DeletedAt");
            members.values_mut().for_each(forget_undocumented);
        }
        Value::Array(items) => items.iter_mut().for_each(forget_undocumented),
        _ => {}
    }
}

/// The kind of error that a recorded answer must give, by its status and its envelope.
fn client_kind(exchange: &Exchange) -> &'static str {
    let response = exchange.answer.response().unwrap();
    let answer: Option<Value> = serde_json::from_slice(&response.body).ok();
    let success = answer.as_ref().and_then(|answer| answer["success"].as_bool());
    match (response.status, success) {
        (401, _) => "Unauthorized",
        (429, _) => "Throttled",
        (200, Some(false)) => "Refused",
        (200, _) => "Malformed",
        _ => "UnexpectedStatus",
    }
}

#[tokio::test]
async fn every_valid_request_is_sent_as_it_was_recorded() {
    let schemas = Schemas::new();
    for (name, trace) in deployments() {
        let mut counts = BTreeMap::new();
        replay(&trace, &schemas, &mut counts).await;
        let mut table = String::new();
        for (counted, count) in counts {
            writeln!(table, "{count:>4}  {counted}").unwrap();
        }
        insta::with_settings!({omit_expression => true, prepend_module_to_snapshot => false, snapshot_path => "../snapshots"}, {
            insta::assert_snapshot!(format!("replayed-{name}"), table);
        });
    }
}

/// What the client makes of a recorded answer is a verdict like any other.
#[test]
fn a_judge_has_a_verdict_on_what_the_client_reads() {
    let contract = Arc::new(Contract::new(&Source::maintained().unwrap()).unwrap());
    for (name, trace) in deployments() {
        let evidences = Judging::new(Arc::clone(&contract)).trace(&trace).evidences;
        for rule in [
            "client.reads-list",
            "client.reads-get",
            "client.reads-create",
            "client.reads-update",
            "client.reads-delete",
        ] {
            let evidence = evidences.of(rule).unwrap();
            assert!(evidence.confirming > 40 && evidence.contradicting == 0, "{name} {rule}: {:?}", evidence.findings);
        }
    }
}
