//! Whether an update was applied: what was sent, held against what the server then shows.

use crate::{AllowList, ApiKey, KeyStatus, Optional, Update, UpdateApiKey};

/// How an update is confirmed. A server may answer `success: true` and ignore a part of an update: both gateways of the
/// family that are recorded in this repository do so with the status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Confirm {
    /// By the record in the answer, and by the record as it is read afterwards: one more request.
    #[default]
    ReadBack,
    /// By the record in the answer alone.
    Answer,
    /// Not at all: `success: true` is believed.
    Nothing,
}

/// An editable field of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Field {
    /// `name`
    Name,
    /// `status`
    Status,
    /// `expired_time`
    ExpiredTime,
    /// `remain_quota`
    RemainQuota,
    /// `unlimited_quota`
    UnlimitedQuota,
    /// `model_limits_enabled`
    ModelLimitsEnabled,
    /// `model_limits`
    ModelLimits,
    /// `allow_ips`
    AllowIps,
    /// `group`
    Group,
    /// `cross_group_retry`
    CrossGroupRetry,
}

impl Field {
    /// Its name in the API.
    pub fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Status => "status",
            Self::ExpiredTime => "expired_time",
            Self::RemainQuota => "remain_quota",
            Self::UnlimitedQuota => "unlimited_quota",
            Self::ModelLimitsEnabled => "model_limits_enabled",
            Self::ModelLimits => "model_limits",
            Self::AllowIps => "allow_ips",
            Self::Group => "group",
            Self::CrossGroupRetry => "cross_group_retry",
        }
    }
}

impl std::fmt::Display for Field {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// The fields that a server shows otherwise than they were sent.
pub(crate) fn not_applied(update: &Update, seen: &ApiKey) -> Vec<Field> {
    let sent = update.body();
    let differs = [
        (Field::Name, sent.name.as_ref().is_some_and(|name| name.as_str() != seen.name)),
        (Field::Status, sent.status.is_some_and(|status| !status_fits(status, update.is_status_chosen, seen.status))),
        (Field::ExpiredTime, sent.expired_time.is_some_and(|time| time != seen.expired_time)),
        (Field::RemainQuota, !quota_fits(sent, update.used_quota, seen)),
        (Field::UnlimitedQuota, sent.unlimited_quota.is_some_and(|unlimited| unlimited != seen.unlimited_quota)),
        (
            Field::ModelLimitsEnabled,
            sent.model_limits_enabled.is_some_and(|enabled| enabled != seen.model_limits_enabled),
        ),
        (Field::ModelLimits, sent.model_limits.as_ref().is_some_and(|models| *models != seen.model_limits)),
        (Field::AllowIps, !addresses_fit(&sent.allow_ips, seen.allow_ips.as_ref())),
        (Field::Group, sent.group.as_ref().is_some_and(|group| *group != seen.group)),
        (Field::CrossGroupRetry, sent.cross_group_retry.is_some_and(|retry| retry != seen.cross_group_retry)),
    ];
    differs.into_iter().filter(|(_, differs)| *differs).map(|(field, _)| field).collect()
}

/// A status that was only kept may turn by itself: a key in use runs out of quota or time.
fn status_fits(sent: KeyStatus, is_chosen: bool, seen: KeyStatus) -> bool {
    let turned = sent == KeyStatus::Enabled && matches!(seen, KeyStatus::Expired | KeyStatus::Exhausted);
    sent == seen || (turned && !is_chosen)
}

/// A key in use spends its quota: what is missing must have been used. What a request took beforehand and did not need is
/// given back, and then both move the other way.
fn quota_fits(sent: &UpdateApiKey, used_before: i64, seen: &ApiKey) -> bool {
    let Some(quota) = sent.remain_quota else { return true };
    let missing = i128::from(quota.get()) - i128::from(seen.remain_quota.get());
    let used = i128::from(seen.used_quota) - i128::from(used_before);
    (used.min(0)..=used.max(0)).contains(&missing)
}

/// Null and an empty string both restrict nothing.
fn addresses_fit(sent: &Optional<AllowList>, seen: Option<&AllowList>) -> bool {
    let seen = seen.filter(|list| !list.is_empty());
    match sent {
        Optional::Omitted => true,
        Optional::Null => seen.is_none(),
        Optional::Value(list) if list.is_empty() => seen.is_none(),
        Optional::Value(list) => seen == Some(list),
    }
}
