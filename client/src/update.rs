//! Updates: from nothing, and from a record.

use crate::generated::types::KeyName;
use crate::{ApiKey, Error, Optional, UpdateApiKey};

impl UpdateApiKey {
    /// An update of that key with nothing in it: **every field that stays out may be reset**.
    pub fn of(id: i64) -> Self {
        Self {
            id: id.into(),
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

    /// An update that keeps a key as it was read: every editable field of the record is in it. Change what is to change.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] when the record has a name of more than 50 characters, which no update may send.
    pub fn keeping(record: &ApiKey) -> Result<Self, Error> {
        let name = KeyName::try_from(record.name.as_str())
            .map_err(|_| Error::invalid_input("name", "the record's name has more than 50 characters"))?;
        Ok(Self {
            id: record.id.clone(),
            name: Some(name),
            status: Some(record.status),
            expired_time: Some(record.expired_time.clone()),
            remain_quota: Some(record.remain_quota.clone()),
            unlimited_quota: Some(record.unlimited_quota),
            model_limits_enabled: Some(record.model_limits_enabled),
            model_limits: Some(record.model_limits.clone()),
            allow_ips: record.allow_ips.clone().into(),
            group: Some(record.group.clone()),
            cross_group_retry: Some(record.cross_group_retry),
        })
    }
}
