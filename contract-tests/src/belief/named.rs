//! Whose key a request names.

use std::sync::Arc;

use super::account::AccountBelief;
use super::overlap::Overlap;
use super::server::ServerBelief;
use super::shown::{Named, Whose};
use super::tracking::account;
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
            ours: key.ours && !own.is_some_and(|own| own.late_deletes.contains(&id)),
            refused_delete: key.refused_delete.clone(),
            shown_by: key.since(),
        };
    }
    if let Some(deletion) = own.and_then(|own| own.deleted.get(&id)) {
        let over = deletion.ended <= examined.exchange.started;
        return if over { Whose::Deleted(deletion.by.as_ref().map(Arc::clone)) } else { Whose::Unknown };
    }
    // A token that nobody lists may be another of the same account.
    let listed = |account: usize| examined.accounts.get(account).is_some_and(|account| account.listed);
    let another = |owner: usize| owner != sender && listed(owner) && listed(sender);
    if server.owner(id).is_some_and(another) {
        return Whose::Another;
    }
    // Somebody else may have made a key meanwhile, but none with an id far beyond all others.
    let beyond = own.is_some_and(|own| {
        own.complete && own.keys.keys().all(|known| id / 1_000 > known.saturating_add(1_000)) && id > 1_000_000
    });
    if id <= 0 || beyond { Whose::Nobodys } else { Whose::Unknown }
}
