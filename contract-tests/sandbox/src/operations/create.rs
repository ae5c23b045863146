//! `POST /api/token/`.

use super::validation;
use crate::account::Account;
use crate::answer::{Accepted, Answer};
use crate::key::Key;
use crate::limits::Limits;
use crate::profile::{AllowListOfCreates, Profile};
use crate::refusal::Refusal;
use crate::sent::Sent;
use crate::world::World;

/// Creates a key. What the body leaves out becomes the plainest value, and never expires; `id` and `status` are passed
/// over.
///
/// # Errors
///
/// Why it is refused; then there is no new key.
pub(crate) fn create(
    profile: &Profile,
    limits: &Limits,
    account: &Account,
    world: &mut World,
    sent: Sent,
    now: i64,
) -> Result<Answer, Refusal> {
    validation::values(profile, limits, account, &sent)?;
    let allow_ips = match (sent.allow_ips.flatten(), profile.allow_list_of_creates) {
        (None, AllowListOfCreates::Empty) => Some(String::new()),
        (list, _) => list,
    };
    let key = Key {
        id: world.store.next_id(),
        user_id: account.user_id,
        key: world.key_values.next(),
        status: 1,
        name: sent.name.unwrap_or_default(),
        created_time: now,
        accessed_time: now,
        expired_time: sent.expired_time.unwrap_or(-1),
        remain_quota: sent.remain_quota.unwrap_or_default(),
        unlimited_quota: sent.unlimited_quota.unwrap_or_default(),
        model_limits_enabled: sent.model_limits_enabled.unwrap_or_default(),
        model_limits: sent.model_limits.unwrap_or_default(),
        allow_ips,
        used_quota: 0,
        group: sent.group.unwrap_or_default(),
        cross_group_retry: sent.cross_group_retry.unwrap_or_default(),
    };
    world.store.add(key);
    world.changes += 1;
    Ok(Answer::json(200, &Accepted::alone()))
}
