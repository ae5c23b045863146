//! The cells of the matrix, filled from the first read after each write.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::belief::{Check, Field, RecordShown};
use crate::examined::Examined;
use crate::excerpt::shorten;
use crate::exchange::Location;
use crate::operation::Operation;
use crate::report::{Given, MatrixEffect};
use crate::request_reading::Flaw;
use crate::sent_body::{Members, SentBody};

/// How many exchanges a cell names.
const EXCHANGES_KEPT: usize = 3;

/// How many different values of one cell are told apart.
const VALUES_KEPT: usize = 8;

/// What a way of giving a field did: operation, field, and how the request gave it.
pub type Row = (Operation, Field, Given);

/// One outcome of a row.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    /// How many writes had it.
    pub count: usize,
    /// The first of the writes.
    pub exchanges: Vec<Location>,
}

/// The matrix of a trace.
#[derive(Clone, Debug, Default)]
pub struct Matrix {
    /// Every row that a write filled, with its outcomes: the effect, and the value that was left, as JSON.
    pub rows: BTreeMap<Row, BTreeMap<(MatrixEffect, Option<String>), Cell>>,
}

impl Matrix {
    /// Takes what an exchange shows: the records that a write before it left, and a null that is refused.
    pub fn take(&mut self, examined: &Examined<'_>) {
        for shown in &examined.shown.records {
            self.read(shown, examined);
        }
        self.refused(examined);
    }

    fn read(&mut self, shown: &RecordShown, examined: &Examined<'_>) {
        let Some(write) = shown.written.as_ref().filter(|write| write.certain && !shown.among_parallel) else { return };
        let request = &write.exchange.request;
        let sent = SentBody::read(request.body.as_deref());
        let Some(members) = sent.members().filter(|sent| plain(sent) && request.query.is_empty()) else { return };
        let record = examined.received.as_ref().and_then(|received| received.pointer(&shown.pointer.to_string()));
        let Some(record) = record.and_then(Value::as_object) else { return };
        let operation = write.exchange.operation;
        for field in Field::ALL.into_iter().filter(|field| operation == Operation::Update || *field != Field::Status) {
            let Some(seen) = record.get(field.name()) else { continue };
            let before = shown.previous.as_ref().and_then(|previous| previous[field].as_ref());
            let given = members.get(field.name());
            let unusual = members.iter().any(|member| member.name == field.name() && member.unusual_number);
            let usual = is_usual(field, seen);
            let left_out_of_update = given.is_none() && operation == Operation::Update;
            // Whether it was kept, or reset to the same value, nobody can tell; nor where nobody knows what it was. And a
            // status that a model request has turned says nothing of the update.
            let untold = left_out_of_update && before.is_none_or(|before| before == seen && usual);
            if unusual || untold || matches!(shown.checks[field], Check::Used) {
                continue;
            }
            let stored = given.is_some_and(|given| given == seen);
            let kept = before == Some(seen) && !(given == Some(&Value::Null) && usual);
            let (effect, left) = match (stored, kept) {
                (true, _) => (MatrixEffect::Stored, None),
                (false, true) => (MatrixEffect::Kept, None),
                (false, false) => (MatrixEffect::Reset, Some(shorten(&seen.to_string()))),
            };
            self.add((operation, field, way(field, given)), effect, left, &write.exchange.location);
        }
    }

    /// A refusal says something of a field only where a null of it is all that could be refused.
    fn refused(&mut self, examined: &Examined<'_>) {
        if !examined.refused() || !examined.token_is_right || !examined.refused_by_the_api() {
            return;
        }
        let Some(Flaw::WrongType { member, seen: "null", .. }) = examined.reading.as_ref().and_then(|r| r.only_flaw())
        else {
            return;
        };
        let there = examined.operation() == Operation::Create || examined.named_key.is_some();
        if let Some(field) = Field::ALL.into_iter().find(|field| field.name() == member && there) {
            let row = (examined.operation(), field, Given::Null);
            self.add(row, MatrixEffect::Refused, None, &examined.exchange.location);
        }
    }

    fn add(&mut self, row: Row, effect: MatrixEffect, left: Option<String>, location: &Location) {
        let outcomes = self.rows.entry(row).or_default();
        if outcomes.len() >= VALUES_KEPT && !outcomes.contains_key(&(effect, left.clone())) {
            return;
        }
        let cell = outcomes.entry((effect, left)).or_default();
        cell.count += 1;
        if cell.exchanges.len() < EXCHANGES_KEPT {
            cell.exchanges.push(location.clone());
        }
    }
}

/// Whether a body leaves no doubt about what it gives.
fn plain(sent: &Members) -> bool {
    !sent.has_duplicates() && !sent.trailing
}

/// How a request gives a field.
fn way(field: Field, given: Option<&Value>) -> Given {
    match given {
        None => Given::Omitted,
        Some(Value::Null) => Given::Null,
        Some(value) if field.is_empty(value) => Given::Empty,
        Some(_) => Given::Value,
    }
}

/// Whether a value is one that servers reset to: empty, no expiry, enabled.
fn is_usual(field: Field, value: &Value) -> bool {
    match field {
        Field::ExpiredTime => field.is_empty(value) || value.as_i64() == Some(-1),
        Field::Status => value.as_i64() == Some(1),
        _ => field.is_empty(value),
    }
}
