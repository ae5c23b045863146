//! What a create and an update are refused for.

use crate::account::Account;
use crate::allow_list;
use crate::limits::Limits;
use crate::profile::{Checking, NameLimit, Profile, Quotas, StatusInUpdates};
use crate::refusal::Refusal;
use crate::sent::Sent;

/// Checks the values that a body may not hold, whatever the key is now.
///
/// # Errors
///
/// The first refusal, in the order in which the recorded servers look.
pub(super) fn values(profile: &Profile, limits: &Limits, account: &Account, sent: &Sent) -> Result<(), Refusal> {
    if let Some(name) = &sent.name
        && is_too_long(profile.names, limits, name)
    {
        return Err(Refusal::NameTooLong);
    }
    if let Quotas::UpTo(most) = profile.quotas
        && !sent.unlimited_quota.unwrap_or_default()
    {
        let quota = sent.remain_quota.unwrap_or_default();
        if quota < 0 {
            return Err(Refusal::QuotaNegative);
        }
        if quota > most {
            return Err(Refusal::QuotaTooLarge(most));
        }
    }
    if let Some(Some(list)) = &sent.allow_ips
        && profile.allow_list_entries == Checking::Checked
        && let Some(line) = allow_list::odd_line(list)
    {
        return Err(Refusal::AllowListEntry(line.to_owned()));
    }
    if let Some(group) = &sent.group
        && profile.groups == Checking::Checked
        && !group.is_empty()
        && !account.groups.contains(group)
    {
        return Err(Refusal::GroupUnavailable(group.clone()));
    }
    Ok(())
}

/// Checks the status of an update.
///
/// # Errors
///
/// When it is none of the documented ones and the profile minds.
pub(super) fn status(profile: &Profile, limits: &Limits, sent: &Sent) -> Result<(), Refusal> {
    match sent.status {
        Some(status) if profile.status_in_updates == StatusInUpdates::Stored && !limits.statuses.contains(&status) => {
            Err(Refusal::StatusUnknown)
        }
        _ => Ok(()),
    }
}

fn is_too_long(limit: NameLimit, limits: &Limits, name: &str) -> bool {
    match limit {
        NameLimit::DocumentedCharacters => name.chars().count() > limits.name,
        NameLimit::Bytes(most) => name.len() > most,
    }
}
