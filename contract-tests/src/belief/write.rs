//! A create or an update as belief sees it: what it gives every field, and when it was under way.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::field::{Field, FieldMap};
use crate::effect::Effect;
use crate::examined::Examined;
use crate::exchange::Exchange;
use crate::operation::Operation;
use crate::request_reading::Flaw;

/// How a request gives a field.
#[derive(Clone, Debug, PartialEq)]
pub enum Giving {
    /// Not at all.
    Omitted,
    /// As this value, which the pages give a meaning to.
    Sent(Value),
    /// In a way that the pages leave open, or that should have been refused: what is stored only the server knows.
    Unclear,
}

/// A create or an update that was accepted, or may have been.
#[derive(Clone, Debug)]
pub struct Write {
    /// The exchange.
    pub exchange: Arc<Exchange>,
    /// What it gives every field.
    pub fields: FieldMap<Giving>,
    /// What the answer shows of every field, where it has the stated type.
    pub answered: FieldMap<Option<Value>>,
    /// The `used_quota` that its body names, which it must not set.
    pub named_used_quota: Option<i64>,
    /// Whether it was accepted for certain.
    pub certain: bool,
    /// Whether it is the same request as the write to this key before it.
    pub repeats: bool,
}

impl Write {
    /// The write that an exchange is.
    pub fn of(examined: &Examined<'_>) -> Self {
        let answered = match (examined.operation(), examined.data()) {
            (Operation::Update, Some(Value::Object(record))) => values(record),
            _ => FieldMap::default(),
        };
        Self {
            exchange: Arc::clone(examined.shared),
            fields: FieldMap::from_fn(|field| giving(examined, field)),
            answered,
            named_used_quota: examined.sent_member("used_quota").and_then(Value::as_i64),
            certain: examined.effect == Effect::Accepted,
            repeats: false,
        }
    }

    /// When it was started.
    pub fn started(&self) -> Timestamp {
        self.exchange.started
    }

    /// When it was answered, or given up.
    pub fn ended(&self) -> Timestamp {
        self.exchange.ended
    }

    /// The name it gives the key, where it gives one: by that a record is told from those of other people's keys.
    pub fn name(&self) -> Option<&str> {
        match &self.fields[Field::Name] {
            Giving::Sent(name) => name.as_str().filter(|name| !name.is_empty()),
            Giving::Omitted | Giving::Unclear => None,
        }
    }

    /// The value that it gives a field, where it gives one that the pages give a meaning to.
    pub fn sent(&self, field: Field) -> Option<&Value> {
        match &self.fields[field] {
            Giving::Sent(value) => Some(value),
            Giving::Omitted | Giving::Unclear => None,
        }
    }

    /// Whether it gives any field.
    pub fn gives_any(&self) -> bool {
        Field::ALL.into_iter().any(|field| self.sent(field).is_some())
    }

    /// Whether a record shows what was sent of these fields, as far as it was.
    pub fn fits(&self, record: &Map<String, Value>, fields: &[Field]) -> bool {
        let mut any = false;
        let all = fields.iter().all(|&field| match (&self.fields[field], record.get(field.name())) {
            (Giving::Sent(sent), Some(seen)) => {
                any = true;
                field.same(sent, seen) || !field.has_type(seen)
            }
            _ => true,
        });
        // A create that sends nothing is fitted by any new key, but by no name.
        all && (any || fields.len() > 1)
    }

    /// Whether another write is the same request, for the same key.
    pub fn is_same_request(&self, other: &Self) -> bool {
        let (one, other) = (&self.exchange, &other.exchange);
        let (Some(a), Some(b)) = (&one.request.body, &other.request.body) else { return false };
        let sorted = |body: &[u8]| serde_json::from_slice::<Value>(body).ok();
        let plain = one.request.query.is_empty() && other.request.query.is_empty();
        one.operation == other.operation && plain && (a == b || sorted(a).is_some_and(|value| sorted(b) == Some(value)))
    }

    /// Whether it was never answered, or by a gateway that gave up: then it may be done at any time later.
    pub fn may_land_late(&self) -> bool {
        self.exchange
            .answer
            .response()
            .is_none_or(|response| response.status >= 500 || matches!(response.status, 408 | 499))
    }
}

/// The editable fields of a record, where they have the stated type.
pub(super) fn values(record: &Map<String, Value>) -> FieldMap<Option<Value>> {
    FieldMap::from_fn(|field| record.get(field.name()).filter(|value| field.has_type(value)).cloned())
}

/// How a request gives a field.
pub fn giving(examined: &Examined<'_>, field: Field) -> Giving {
    let (Some(sent), Some(reading)) = (examined.sent.members(), &examined.reading) else { return Giving::Unclear };
    let json = examined.exchange.request.headers.media_type().as_deref() == Some("application/json");
    if reading.ambiguous || sent.trailing || !json || !examined.exchange.request.query.is_empty() {
        return Giving::Unclear;
    }
    let Some(member) = sent.iter().find(|member| member.name == field.name()) else { return Giving::Omitted };
    let open = member.unusual_number || reading.unstated.iter().any(|name| name == field.name());
    let flawed = reading.flaws.iter().any(|flaw| concerns(flaw, field.name()));
    // A create gives no status by the pages, and retries across groups mean nothing without an auto-routed group.
    let status = field == Field::Status && examined.operation() == Operation::Create;
    let auto = || sent.get("group").and_then(Value::as_str) == Some("auto");
    let retries = field == Field::CrossGroupRetry && member.value == Value::Bool(true) && !auto();
    if open || flawed || status || retries { Giving::Unclear } else { Giving::Sent(member.value.clone()) }
}

/// Whether a flaw is one of a member.
pub fn concerns(flaw: &Flaw, name: &str) -> bool {
    match flaw {
        Flaw::NotAnObject => true,
        Flaw::Missing(member)
        | Flaw::WrongType { member, .. }
        | Flaw::TooLong { member, .. }
        | Flaw::NotAllowed { member, .. } => member == name,
        Flaw::NoAddress(_) => name == "allow_ips",
        Flaw::NoGroup(_) => name == "group",
    }
}
