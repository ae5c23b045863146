//! How a create or an update gives its members.

use crate::sent::Sent;

/// A way of giving a member.
type Given = (&'static str, fn(&Sent) -> bool);

/// The ways of giving a member that creates and updates have both.
pub(super) const OF_BOTH: [Given; 26] = [
    ("name given", |sent| sent.name.as_deref().is_some_and(|name| !name.is_empty())),
    ("name left out", |sent| sent.name.is_none()),
    ("name empty", |sent| sent.name.as_deref() == Some("")),
    ("name not ASCII", |sent| sent.name.as_deref().is_some_and(|name| !name.is_ascii())),
    ("expired_time left out", |sent| sent.expired_time.is_none()),
    ("expired_time never", |sent| sent.expired_time == Some(-1)),
    ("expired_time zero", |sent| sent.expired_time == Some(0)),
    ("expired_time a time", |sent| sent.expired_time.is_some_and(|time| time > 0)),
    ("expired_time below -1", |sent| sent.expired_time.is_some_and(|time| time < -1)),
    ("remain_quota left out", |sent| sent.remain_quota.is_none()),
    ("remain_quota zero", |sent| sent.remain_quota == Some(0)),
    ("remain_quota positive", |sent| sent.remain_quota.is_some_and(|quota| quota > 0)),
    ("remain_quota negative", |sent| sent.remain_quota.is_some_and(|quota| quota < 0)),
    ("unlimited_quota left out", |sent| sent.unlimited_quota.is_none()),
    ("unlimited_quota true", |sent| sent.unlimited_quota == Some(true)),
    ("model_limits_enabled true", |sent| sent.model_limits_enabled == Some(true)),
    ("model_limits_enabled true without a model", |sent| {
        sent.model_limits_enabled == Some(true) && sent.model_limits.as_deref().unwrap_or_default().is_empty()
    }),
    ("model_limits given", |sent| sent.model_limits.as_deref().is_some_and(|limits| !limits.is_empty())),
    ("allow_ips left out", |sent| sent.allow_ips.is_none()),
    ("allow_ips null", |sent| sent.allow_ips == Some(None)),
    ("allow_ips empty", |sent| sent.allow_ips == Some(Some(String::new()))),
    ("allow_ips given", |sent| matches!(&sent.allow_ips, Some(Some(list)) if !list.is_empty())),
    ("group given", |sent| sent.group.as_deref().is_some_and(|group| !group.is_empty())),
    ("group auto", |sent| sent.group.as_deref() == Some("auto")),
    ("cross_group_retry true", |sent| sent.cross_group_retry == Some(true)),
    ("cross_group_retry true and group auto", |sent| {
        sent.cross_group_retry == Some(true) && sent.group.as_deref() == Some("auto")
    }),
];

/// Those that nothing becomes of in a create, or that it has no use for.
pub(super) const OF_UPDATES: [Given; 7] = [
    ("id left out", |sent| sent.id.is_none()),
    ("status left out", |sent| sent.status.is_none()),
    ("status 1", |sent| sent.status == Some(1)),
    ("status 2", |sent| sent.status == Some(2)),
    ("status 3", |sent| sent.status == Some(3)),
    ("status 4", |sent| sent.status == Some(4)),
    ("status of another number", |sent| sent.status.is_some_and(|status| !(1..=4).contains(&status))),
];

/// The ways that an operation has.
pub(super) fn of(operation: &str) -> impl Iterator<Item = Given> {
    let of_updates = if operation == "update" { &OF_UPDATES[..] } else { &[] };
    OF_BOTH.into_iter().chain(of_updates.iter().copied())
}
