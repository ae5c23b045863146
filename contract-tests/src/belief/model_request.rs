//! What is believed of the key of a model request.

use super::account::AccountBelief;
use super::field::FieldMap;
use super::shown::{ModelShown, ModelState};
use crate::exchange::Exchange;

/// The belief about a key when a model request was sent with it; `None` where nothing is known.
pub(super) fn model_request(account: &mut AccountBelief, id: i64, exchange: &Exchange) -> Option<ModelShown> {
    if let Some(deletion) = account.deleted.get(&id) {
        let over = deletion.ended <= exchange.started;
        return over.then(|| ModelShown { since: deletion.by.clone(), state: ModelState::Deleted });
    }
    let key = account.keys.get_mut(&id).filter(|key| key.exists)?;
    if !key.fold(exchange.started) {
        return None;
    }
    let state = ModelState::There {
        status: key.read_status(),
        sent_status: key.sent_status().filter(|status| (2..=4).contains(status)),
        fields: Box::new(FieldMap::from_fn(|field| key.only(field))),
    };
    Some(ModelShown { since: key.since(), state })
}
