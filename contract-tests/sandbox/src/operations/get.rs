//! `GET /api/token/{id}`.

use crate::account::Account;
use crate::answer::{Accepted, Answer, Record};
use crate::profile::Profile;
use crate::refusal::Refusal;
use crate::world::World;

/// Answers one key of the account.
///
/// # Errors
///
/// When the path holds no id, or the account has no such key.
pub(crate) fn get(profile: &Profile, account: &Account, world: &World, id: &str) -> Result<Answer, Refusal> {
    let id = id_in_path(id)?;
    let key = world.store.get(account.user_id, id).ok_or(Refusal::NotFound)?;
    Ok(Answer::json(200, &Accepted::with(Record(profile, key))))
}

/// The id that a path holds.
///
/// # Errors
///
/// When it is no integer, or 0, which stands for none.
pub(super) fn id_in_path(text: &str) -> Result<i64, Refusal> {
    match text.parse() {
        Ok(0) => Err(Refusal::NoId),
        Ok(id) => Ok(id),
        Err(_) => Err(Refusal::PathId(text.to_owned())),
    }
}
