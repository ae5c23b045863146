//! One key, as the sandbox holds it.

/// A key of an account: what a record shows, in clear.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Key {
    /// The id.
    pub id: i64,
    /// The account it belongs to.
    pub user_id: i64,
    /// The key itself. It opens nothing but the sandbox.
    pub key: String,
    /// 1 enabled, 2 disabled, 3 expired, 4 exhausted.
    pub status: i64,
    /// The name.
    pub name: String,
    /// When it was created, in Unix seconds.
    pub created_time: i64,
    /// When it was last used, in Unix seconds.
    pub accessed_time: i64,
    /// When it expires, in Unix seconds; -1 for never.
    pub expired_time: i64,
    /// What is left, in quota units.
    pub remain_quota: i64,
    /// Whether it works however little is left.
    pub unlimited_quota: bool,
    /// Whether only the models of `model_limits` may be used.
    pub model_limits_enabled: bool,
    /// Names of models, separated by commas.
    pub model_limits: String,
    /// Addresses and networks, one a line; `None` is `null`.
    pub allow_ips: Option<String>,
    /// What was used, in quota units.
    pub used_quota: i64,
    /// The group; empty for none.
    pub group: String,
    /// Whether to retry across groups.
    pub cross_group_retry: bool,
}

impl Key {
    /// Whether it has an expiry that is not in the future of `now`, in Unix seconds.
    pub(crate) fn is_expired(&self, now: i64) -> bool {
        self.expired_time != -1 && self.expired_time <= now
    }

    /// Whether its quota is used up and counts.
    pub(crate) fn is_exhausted(&self) -> bool {
        !self.unlimited_quota && self.remain_quota <= 0
    }
}
