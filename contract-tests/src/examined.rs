//! An exchange with everything judges ask of it worked out once.

use std::sync::Arc;

use serde_json::{Map, Value};

use crate::belief::{KnownKey, Shown};
use crate::contract::Contract;
use crate::effect::Effect;
use crate::exchange::{Credential, Exchange, Response};
use crate::operation::Operation;
use crate::request_reading::RequestReading;
use crate::sent_body::SentBody;
use crate::trace::Account;

/// An exchange, its effect, and both bodies read.
pub struct Examined<'a> {
    /// The exchange itself.
    pub exchange: &'a Exchange,
    /// The exchange itself, for those that keep it.
    pub shared: &'a Arc<Exchange>,
    /// The accounts of its trace.
    pub accounts: &'a [Account],
    /// What it is read by.
    pub contract: &'a Contract,
    /// What it did.
    pub effect: Effect,
    /// What it sent.
    pub sent: SentBody,
    /// What the document says of what it sent; `None` for operations without a request body.
    pub reading: Option<RequestReading>,
    /// The response body, where it is JSON.
    pub received: Option<Value>,
    /// The key that an update names, where the trace has shown that it is there.
    pub named_key: Option<KnownKey>,
    /// Whether its access token is right beyond doubt: the recording lists it, or it was served before.
    pub token_is_right: bool,
    /// What it shows when it is held against what is believed.
    pub shown: Shown,
}

impl<'a> Examined<'a> {
    /// Reads an exchange, with nothing known of what was before it.
    pub fn new(exchange: &'a Arc<Exchange>, accounts: &'a [Account], contract: &'a Contract) -> Self {
        let response = exchange.answer.response();
        let received: Option<Value> = response.and_then(|response| serde_json::from_slice(&response.body).ok());
        let success = received.as_ref().and_then(|value| value.get("success")).and_then(Value::as_bool);
        let effect = match exchange.operation {
            Operation::Models => Effect::of_model_request(&exchange.answer),
            _ => Effect::of(&exchange.answer, success),
        };
        let body = contract.body(exchange.operation);
        let sent = body.map_or(SentBody::Absent, |_| SentBody::read(exchange.request.body.as_deref()));
        let reading = body.map(|body| RequestReading::new(body, &sent, &exchange.request));
        let account = match exchange.sender.credential {
            Credential::Account(index) => accounts.get(index),
            _ => None,
        };
        let token_is_right = account.is_some_and(|account| account.listed);
        let (named_key, shown) = (None, Shown::default());
        let shared = exchange;
        Self { exchange, shared, accounts, contract, effect, sent, reading, received, named_key, token_is_right, shown }
    }

    /// Another exchange of its trace, with nothing known of what was before it.
    pub fn another<'b>(&self, exchange: &'b Arc<Exchange>) -> Examined<'b>
    where
        'a: 'b,
    {
        Examined::new(exchange, self.accounts, self.contract)
    }

    /// The operation.
    pub fn operation(&self) -> Operation {
        self.exchange.operation
    }

    /// The response, if there was one.
    pub fn response(&self) -> Option<&'a Response> {
        self.exchange.answer.response()
    }

    /// Whether the server refused the request in its own envelope, for what it asks: not a gateway in between, nor for
    /// want of a credential.
    pub fn refused_by_the_api(&self) -> bool {
        let status = self.response().map_or(0, |response| response.status);
        let success = self.received.as_ref().and_then(|received| received.get("success")).and_then(Value::as_bool);
        success == Some(false) && matches!(status, 200..=299 | 400 | 422)
    }

    /// Whether the request was accepted.
    pub fn accepted(&self) -> bool {
        self.effect == Effect::Accepted
    }

    /// Whether the request was refused.
    pub fn refused(&self) -> bool {
        self.effect == Effect::Refused
    }

    /// The account that sent it, where that is known.
    pub fn account(&self) -> Option<&'a Account> {
        match self.exchange.sender.credential {
            Credential::Account(index) => self.accounts.get(index),
            _ => None,
        }
    }

    /// `message` of the answer, where it is a string.
    pub fn message(&self) -> Option<&str> {
        self.received.as_ref()?.get("message")?.as_str()
    }

    /// `data` of an accepted answer.
    pub fn data(&self) -> Option<&Value> {
        if self.accepted() { self.received.as_ref()?.get("data") } else { None }
    }

    /// The items of an accepted list: those of a page, or, as an older dialect has it, `data` itself.
    pub fn items(&self) -> Option<(&'static str, &Vec<Value>)> {
        if self.operation() != Operation::List {
            return None;
        }
        match self.data()? {
            Value::Array(items) => Some(("/data", items)),
            data => Some(("/data/items", data.get("items")?.as_array()?)),
        }
    }

    /// The records of an accepted answer, each with its pointer. A record that lacks fields is one all the same.
    pub fn records(&self) -> Vec<(String, &Map<String, Value>)> {
        match self.operation() {
            Operation::List => {
                let Some((pointer, items)) = self.items() else { return Vec::new() };
                let records = items.iter().enumerate();
                records.filter_map(|(i, item)| Some((format!("{pointer}/{i}"), item.as_object()?))).collect()
            }
            Operation::Get | Operation::Update => {
                let record = self.data().and_then(Value::as_object);
                record.map(|record| ("/data".to_owned(), record)).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    /// The value of a member of the request body.
    pub fn sent_member(&self, name: &str) -> Option<&Value> {
        self.sent.members()?.get(name)
    }

    /// The values of a query parameter, in order.
    pub fn query(&self, name: &str) -> Vec<&str> {
        let pairs = self.exchange.request.query.iter();
        pairs.filter(|(n, _)| n == name).map(|(_, value)| value.as_str()).collect()
    }
}
