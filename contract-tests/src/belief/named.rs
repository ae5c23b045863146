//! Whose key a request names.

use std::sync::Arc;

use super::account::AccountBelief;
use super::overlap::Overlap;
use super::server::ServerBelief;
use super::shown::{Named, Whose};
use super::tracking::{UNKNOWN, account};
use crate::examined::Examined;

/// What is known of the key that a request names, before it is taken.
pub(super) fn named(id: i64, server: &ServerBelief, examined: &Examined<'_>, overlap: &Overlap) -> Option<Named> {
    let sender = account(examined.exchange)?;
    let own = server.account(sender);
    let whose = if overlap.may_delete(id) { Whose::Unknown } else { whose(own, id, sender, server, examined) };
    Some(Named { id, whose })
}

fn whose(own: Option<&AccountBelief>, id: i64, sender: usize, server: &ServerBelief, examined: &Examined<'_>) -> Whose {
    if let Some(key) = own.and_then(|own| own.keys.get(&id)).filter(|key| key.exists) {
        return Whose::Own {
            listed: key.listed_by.is_some(),
            ours: key.ours,
            refused_delete: key.refused_delete.clone(),
            shown_by: key.since(),
        };
    }
    if let Some(deletion) = own.and_then(|own| own.deleted.get(&id)) {
        let over = deletion.ended <= examined.exchange.started;
        return if over { Whose::Deleted(deletion.by.as_ref().map(Arc::clone)) } else { Whose::Unknown };
    }
    let another = |owner: usize| sender != UNKNOWN && owner != UNKNOWN && owner != sender;
    if server.owner(id).is_some_and(another) {
        return Whose::Another;
    }
    let all_known = own.is_some_and(|own| own.complete && own.pending.is_empty() && !own.keys.contains_key(&id));
    if id <= 0 || all_known { Whose::Nobodys } else { Whose::Unknown }
}
