//! A key to be created, whole.

use crate::{AllowList, CreateApiKey, Expiry, Group, KeyName, ModelLimits, Optional, Quota};

/// A key to be created. Every field is sent: what a server makes of one that is left out is not documented.
#[derive(Clone, Debug, PartialEq)]
pub struct NewKey(CreateApiKey);

impl NewKey {
    /// A key with that name and that much quota, which never expires and may be used with every model, from every address,
    /// in no explicit group.
    pub fn new(name: KeyName, quota: Quota) -> Self {
        Self(CreateApiKey {
            name: Some(name),
            expired_time: Some(Expiry::never()),
            remain_quota: Some(quota),
            unlimited_quota: Some(false),
            model_limits_enabled: Some(false),
            model_limits: Some(ModelLimits::none()),
            allow_ips: Optional::Null,
            group: Some(Group::none()),
            cross_group_retry: Some(false),
        })
    }

    /// Expires then.
    #[must_use]
    pub fn expire(mut self, expiry: Expiry) -> Self {
        self.0.expired_time = Some(expiry);
        self
    }

    /// Works however little quota is left.
    #[must_use]
    pub fn uncap(mut self) -> Self {
        self.0.unlimited_quota = Some(true);
        self
    }

    /// May be used with these models only.
    #[must_use]
    pub fn limit_models(mut self, models: ModelLimits) -> Self {
        self.0.model_limits_enabled = Some(!models.is_none());
        self.0.model_limits = Some(models);
        self
    }

    /// May be used from these addresses only.
    #[must_use]
    pub fn allow(mut self, addresses: AllowList) -> Self {
        self.0.allow_ips = Optional::Value(addresses);
        self
    }

    /// Is bound to this group.
    #[must_use]
    pub fn group(mut self, group: Group) -> Self {
        self.0.group = Some(group);
        self
    }

    /// Whether to retry across groups: it means something only with an auto-routed group such as `auto`.
    #[must_use]
    pub fn cross_group_retry(mut self, retry: bool) -> Self {
        self.0.cross_group_retry = Some(retry);
        self
    }

    /// What is sent.
    pub fn body(&self) -> &CreateApiKey {
        &self.0
    }
}
