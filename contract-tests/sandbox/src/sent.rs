//! What a request body says of a key.

/// The members of a create or an update. `None` stands for a member that is left out or, where a profile takes that,
/// `null`.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Sent {
    pub(crate) id: Option<i64>,
    pub(crate) name: Option<String>,
    pub(crate) status: Option<i64>,
    pub(crate) expired_time: Option<i64>,
    pub(crate) remain_quota: Option<i64>,
    pub(crate) unlimited_quota: Option<bool>,
    pub(crate) model_limits_enabled: Option<bool>,
    pub(crate) model_limits: Option<String>,
    /// `Some(None)` is `null`.
    pub(crate) allow_ips: Option<Option<String>>,
    pub(crate) group: Option<String>,
    pub(crate) cross_group_retry: Option<bool>,
}
