//! What a field that is not as expected must be charged to.

use std::sync::Arc;

use serde_json::Value;

use super::candidate::{Candidate, Expected};
use super::field::{Field, FieldMap};
use super::key::KeyBelief;
use super::shown::Cause;
use super::write::{Giving, Write};
use crate::exchange::Exchange;
use crate::operation::Operation;

/// What else happened since a key was last read.
#[derive(Clone, Debug, Default)]
pub(super) struct Around {
    /// Accepted updates of other keys of the same account.
    pub(super) other_key: Vec<Arc<Write>>,
    /// Accepted requests of other accounts that write.
    pub(super) other_account: Vec<(Arc<Exchange>, Option<Arc<Write>>)>,
}

/// The one cause of a difference. Where the value itself is that of a request which must not have had an effect here, that
/// request is it. Else it is what was done last that could have been.
pub(super) fn cause(
    key: &KeyBelief,
    candidate: &Candidate,
    field: Field,
    (seen, differing): (&FieldMap<Option<Value>>, &[Field]),
    mixed: bool,
    around: &Around,
) -> Cause {
    if mixed {
        return Cause::Mixed;
    }
    // A repetition that left what was there before it changed nothing, though neither of the two did what it was sent for.
    let before_repeat = candidate.before_repeat.as_ref().and_then(|before| before[field].as_ref());
    if before_repeat.is_some_and(|before| seen[field].as_ref().is_none_or(|seen| !field.same(before, seen))) {
        return Cause::Repeated;
    }
    let Some(value) = &seen[field] else { return Cause::SomebodyElse };
    // Another request's body, whole, as far as the record differs: several values, or one that few requests send.
    let of = |write: &Write, field: Field| match (&write.fields[field], &seen[field]) {
        (Giving::Sent(sent), Some(seen)) => field.same(sent, seen),
        _ => false,
    };
    let gives = |write: &Write| differing.iter().all(|&field| of(write, field));
    // A key that the trace neither made nor changed may be changed by others, in the same way too: of what another request
    // sent only a name is proof.
    let is_proof = match key.ours {
        true => differing.len() > 1 || is_telling(field, value),
        false => seen[Field::Name]
            .as_ref()
            .is_some_and(|name| differing.contains(&Field::Name) && is_telling(Field::Name, name)),
    };
    if is_proof {
        if key.refused.as_deref().is_some_and(gives) {
            return Cause::Refused;
        }
        if around.other_key.iter().any(|write| gives(write)) {
            return Cause::OtherKey;
        }
        if around.other_account.iter().any(|(_, write)| write.as_deref().is_some_and(gives)) {
            return Cause::OtherAccount;
        }
    }
    match &candidate.fields[field] {
        Expected::Sent(_) => by_operation(candidate.write.as_deref()),
        Expected::Answered(_) | Expected::LeftOut(_) => Cause::Answered,
        Expected::Anything => Cause::SomebodyElse,
        Expected::Read(_) if !key.ours => Cause::SomebodyElse,
        Expected::Read(_) if key.refused.is_some() => Cause::Refused,
        Expected::Read(_) if !around.other_key.is_empty() => Cause::OtherKey,
        Expected::Read(_) => match key.last_write() {
            Some(write) => match &write.fields[field] {
                Giving::Sent(_) => by_operation(Some(write)),
                Giving::Omitted if write.exchange.operation == Operation::Update => Cause::LeftOut,
                Giving::Omitted | Giving::Unclear => Cause::SomebodyElse,
            },
            None => Cause::SomebodyElse,
        },
    }
}

fn by_operation(write: Option<&Write>) -> Cause {
    match write.map(|write| write.exchange.operation) {
        Some(Operation::Create) => Cause::Created,
        _ => Cause::Updated,
    }
}

/// Whether a value tells where it comes from: one that many requests send does not.
fn is_telling(field: Field, value: &Value) -> bool {
    match value {
        // Nothing but an update disables a key.
        Value::Number(number) if field == Field::Status => number.as_i64() == Some(2),
        Value::String(text) => !text.is_empty(),
        Value::Number(number) => number.as_i64().is_some_and(|number| !(-1..=4).contains(&number)),
        _ => false,
    }
}
