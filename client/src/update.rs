//! Updates: a whole record, with changes.

use crate::{
    AllowList, ApiKey, Error, Expiry, Group, KeyId, KeyName, KeyStatus, ModelLimits, Optional, Quota, UpdateApiKey,
};

/// A key's record as it is to be stored. It starts from a record that was read, and always has every editable field of it:
/// a server may reset what an update leaves out. Then change what is to change, and send it with
/// [`Client::update`](crate::Client::update).
///
/// What the record has is sent back as it is, even where no constructor here would take it.
#[derive(Clone, Debug, PartialEq)]
#[must_use = "an update does nothing until it is sent"]
pub struct Update {
    body: UpdateApiKey,
    /// Of the record it started from: what is used later comes off the quota.
    pub(crate) used_quota: i64,
    /// Whether the status was chosen, not kept: a kept one may turn by itself.
    pub(crate) is_status_chosen: bool,
}

impl Update {
    /// Keeps a key as it was read. Read it just before: what others change between, this puts back, and so it does with
    /// quota that was used between.
    pub fn of(record: &ApiKey) -> Self {
        let body = UpdateApiKey {
            id: record.id,
            name: Some(KeyName::as_read(&record.name)),
            status: Some(record.status),
            expired_time: Some(record.expired_time),
            remain_quota: Some(record.remain_quota),
            unlimited_quota: Some(record.unlimited_quota),
            model_limits_enabled: Some(record.model_limits_enabled),
            model_limits: Some(record.model_limits.clone()),
            allow_ips: record.allow_ips.clone().into(),
            group: Some(record.group.clone()),
            cross_group_retry: Some(record.cross_group_retry),
        };
        Self { body, used_quota: record.used_quota, is_status_chosen: false }
    }

    /// Gives it another name.
    pub fn rename(mut self, name: KeyName) -> Self {
        self.body.name = Some(name);
        self
    }

    /// Enables it for model requests. A server may refuse that for a key that is past its expiry or out of quota.
    pub fn enable(self) -> Self {
        self.chosen(KeyStatus::Enabled)
    }

    /// Disables it for model requests.
    pub fn disable(self) -> Self {
        self.chosen(KeyStatus::Disabled)
    }

    /// Gives it this status.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] for [`KeyStatus::Unknown`], which the documentation does not have.
    pub fn status(self, status: KeyStatus) -> Result<Self, Error> {
        match status {
            KeyStatus::Unknown(_) => Err(Error::invalid_input("status", "it is none of the documented ones, 1 to 4")),
            known => Ok(self.chosen(known)),
        }
    }

    fn chosen(mut self, status: KeyStatus) -> Self {
        self.body.status = Some(status);
        self.is_status_chosen = true;
        self
    }

    /// Leaves it so much quota, in quota units, and no more: an unlimited key is unlimited no longer.
    pub fn cap(mut self, quota: Quota) -> Self {
        self.body.remain_quota = Some(quota);
        self.body.unlimited_quota = Some(false);
        self
    }

    /// Lets it work however little quota is left.
    pub fn uncap(mut self) -> Self {
        self.body.unlimited_quota = Some(true);
        self
    }

    /// Lets it expire then, be that sooner or later than before.
    pub fn expire(mut self, expiry: Expiry) -> Self {
        self.body.expired_time = Some(expiry);
        self
    }

    /// Restricts it to these models. [`ModelLimits::none`] lifts the restriction.
    pub fn limit_models(mut self, models: ModelLimits) -> Self {
        self.body.model_limits_enabled = Some(!models.is_none());
        self.body.model_limits = Some(models);
        self
    }

    /// Restricts it to these addresses.
    pub fn allow(mut self, addresses: AllowList) -> Self {
        self.body.allow_ips = Optional::Value(addresses);
        self
    }

    /// Lets it be used from every address.
    pub fn allow_any_address(mut self) -> Self {
        self.body.allow_ips = Optional::Null;
        self
    }

    /// Binds it to this group, or with [`Group::none`] to none.
    pub fn group(mut self, group: Group) -> Self {
        self.body.group = Some(group);
        self
    }

    /// Whether to retry across groups: it means something only with an auto-routed group such as `auto`.
    pub fn cross_group_retry(mut self, retry: bool) -> Self {
        self.body.cross_group_retry = Some(retry);
        self
    }

    /// What is sent.
    pub fn body(&self) -> &UpdateApiKey {
        &self.body
    }
}

impl UpdateApiKey {
    /// An update of that key with nothing in it: **every field that stays out may be reset**. [`Update::of`] a record keeps
    /// them.
    pub fn of(id: KeyId) -> Self {
        Self {
            id,
            name: None,
            status: None,
            expired_time: None,
            remain_quota: None,
            unlimited_quota: None,
            model_limits_enabled: None,
            model_limits: None,
            allow_ips: Optional::Omitted,
            group: None,
            cross_group_retry: None,
        }
    }
}
