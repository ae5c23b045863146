//! `POST /api/token/{id}/key`, which the documentation does not know: how a server that masks keys gives one in clear.

use super::get::id_in_path;
use crate::account::Account;
use crate::answer::{Accepted, Answer};
use crate::refusal::Refusal;
use crate::world::World;

#[derive(serde::Serialize)]
struct InClear<'a> {
    key: &'a str,
}

/// Answers a key of the account in clear.
///
/// # Errors
///
/// When the path holds no id, or the account has no such key.
pub(crate) fn key_in_clear(account: &Account, world: &World, id: &str) -> Result<Answer, Refusal> {
    let key = world.store.get(account.user_id, id_in_path(id)?).ok_or(Refusal::NotFound)?;
    let answer = Answer::json(200, &Accepted::with(InClear { key: &key.key }));
    Ok(answer
        .with("cache-control", "no-store, no-cache, must-revalidate, private, max-age=0")
        .with("expires", "0")
        .with("pragma", "no-cache"))
}
