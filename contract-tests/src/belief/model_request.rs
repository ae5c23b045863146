//! What is believed of the key of a model request.

use super::account::AccountBelief;
use super::field::FieldMap;
use super::shown::{ModelShown, ModelState};
use crate::exchange::Exchange;

/// How long after it was shown or written a key is expected to have quota left, in seconds.
const FRESH: i64 = 60;

/// The belief about a key when a model request was sent with it; `None` where nothing is known.
pub(super) fn model_request(account: &mut AccountBelief, id: i64, exchange: &Exchange) -> Option<ModelShown> {
    if let Some(deletion) = account.deleted.get(&id) {
        let over = deletion.ended <= exchange.started;
        return over.then(|| ModelShown { since: deletion.by.clone(), state: ModelState::Deleted, fresh: true });
    }
    // Others may have changed a key that is not the trace's own.
    let key = account.keys.get_mut(&id).filter(|key| key.exists && key.ours)?;
    if !key.fold(exchange.started) {
        return None;
    }
    let state = ModelState::There {
        status: key.read_status(),
        sent_status: key.sent_status().filter(|status| (2..=4).contains(status)),
        fields: Box::new(FieldMap::from_fn(|field| key.only(field))),
    };
    let fresh = key.since().is_some_and(|since| exchange.started.as_second() - since.ended.as_second() < FRESH);
    Some(ModelShown { since: key.since(), state, fresh })
}
