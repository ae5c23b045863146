//! `PUT /api/token/`.

use super::validation;
use crate::account::Account;
use crate::answer::{Accepted, Answer, Record};
use crate::key::Key;
use crate::limits::Limits;
use crate::profile::{Profile, StatusByUse, StatusInUpdates};
use crate::refusal::Refusal;
use crate::sent::Sent;
use crate::world::World;

/// Stores a whole record: what the body leaves out is reset to the zero of its type, but for the status, which has none.
///
/// # Errors
///
/// Why it is refused; then the key is as it was.
pub(crate) fn update(
    profile: &Profile,
    limits: &Limits,
    account: &Account,
    world: &mut World,
    sent: Sent,
    now: i64,
) -> Result<Answer, Refusal> {
    validation::values(profile, limits, account, &sent)?;
    validation::status(profile, limits, &sent)?;
    let id = sent.id.filter(|&id| id != 0).ok_or(Refusal::NoId)?;
    let key = world.store.get_mut(account.user_id, id).ok_or(Refusal::NotFound)?;
    if profile.status_by_use == StatusByUse::Marked && sent.status == Some(1) {
        match key.status {
            3 if key.is_expired(now) => return Err(Refusal::StillExpired),
            4 if key.is_exhausted() => return Err(Refusal::StillExhausted),
            _ => {}
        }
    }
    store(profile, key, sent);
    let answer = Answer::json(200, &Accepted::with(Record(profile, key)));
    world.changes += 1;
    Ok(answer)
}

fn store(profile: &Profile, key: &mut Key, sent: Sent) {
    if profile.status_in_updates == StatusInUpdates::Stored {
        key.status = sent.status.unwrap_or(key.status);
    }
    key.name = sent.name.unwrap_or_default();
    key.expired_time = sent.expired_time.unwrap_or_default();
    key.remain_quota = sent.remain_quota.unwrap_or_default();
    key.unlimited_quota = sent.unlimited_quota.unwrap_or_default();
    key.model_limits_enabled = sent.model_limits_enabled.unwrap_or_default();
    key.model_limits = sent.model_limits.unwrap_or_default();
    key.allow_ips = sent.allow_ips.flatten();
    key.group = sent.group.unwrap_or_default();
    key.cross_group_retry = sent.cross_group_retry.unwrap_or_default();
}
