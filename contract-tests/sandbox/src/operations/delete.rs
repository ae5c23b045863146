//! `DELETE /api/token/{id}`.

use super::get::id_in_path;
use crate::account::Account;
use crate::answer::{Accepted, Answer};
use crate::profile::{Bodies, Profile};
use crate::refusal::Refusal;
use crate::world::World;

/// Deletes one key of the account, for good.
///
/// # Errors
///
/// When the path holds no id, or the account has no such key.
pub(crate) fn delete(profile: &Profile, account: &Account, world: &mut World, id: &str) -> Result<Answer, Refusal> {
    let id = match (id_in_path(id), profile.bodies) {
        // Where numbers are read as Go reads them, delete does not look whether the text was one, and takes 0.
        (Err(Refusal::PathId(_)), Bodies::Go) => return Err(Refusal::NoId),
        (id, _) => id?,
    };
    world.store.remove(account.user_id, id).ok_or(Refusal::NotFound)?;
    world.changes += 1;
    Ok(Answer::json(200, &Accepted::alone()))
}
