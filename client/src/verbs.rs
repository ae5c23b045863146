//! What people do with a key: read it, change one thing, see that it is so.

use crate::confirmation::not_applied;
use crate::{ApiKey, Client, Confirm, Error, Expiry, Field, KeyId, KeyName, Quota, Update};

/// Each reads the key, sends every editable field of it back with one changed, and has that confirmed as
/// [`Client::update`] does. To change several at once start from [`Update::of`] a record.
///
/// Besides what [`Client::update`] may fail with, each may fail with what [`Client::get`] does; then nothing was changed.
impl Client {
    /// Enables a key for model requests. A server may refuse that for a key that is past its expiry or out of quota.
    ///
    /// # Errors
    ///
    /// As [`Client::update`]. [`Error::NotApplied`] means that the key is **not** enabled.
    pub async fn enable(&self, id: KeyId) -> Result<ApiKey, Error> {
        self.change(id, Update::enable).await
    }

    /// Disables a key for model requests.
    ///
    /// Rules: `update.status.stored-as-sent`, `models.status.disabled-rejected`.
    ///
    /// # Errors
    ///
    /// As [`Client::update`]. [`Error::NotApplied`] means that the key is **not** disabled, whatever the server answered:
    /// delete it if it leaked.
    pub async fn disable(&self, id: KeyId) -> Result<ApiKey, Error> {
        self.change(id, Update::disable).await
    }

    /// Gives a key another name.
    ///
    /// # Errors
    ///
    /// As [`Client::update`].
    pub async fn rename(&self, id: KeyId, name: KeyName) -> Result<ApiKey, Error> {
        self.change(id, |update| update.rename(name)).await
    }

    /// Leaves a key so much quota, in quota units, and no more: an unlimited key is unlimited no longer.
    ///
    /// # Errors
    ///
    /// As [`Client::update`].
    pub async fn cap(&self, id: KeyId, quota: Quota) -> Result<ApiKey, Error> {
        self.change(id, |update| update.cap(quota)).await
    }

    /// Lets a key expire later. A key that has expired may have to be enabled besides.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] when the key as it is expires later than that, or never: nothing is changed then. Else as
    /// [`Client::update`].
    pub async fn extend(&self, id: KeyId, expiry: Expiry) -> Result<ApiKey, Error> {
        let record = self.get(id).await?;
        if expiry.is_before(record.expired_time) {
            return Err(Error::invalid_input("expiry", "it is before the one that the key has: for that use `expire`"));
        }
        self.update(&Update::of(&record).expire(expiry)).await
    }

    async fn change(&self, id: KeyId, change: impl FnOnce(Update) -> Update) -> Result<ApiKey, Error> {
        self.update(&change(Update::of(&self.get(id).await?))).await
    }

    /// The record as the server shows it after an update that it accepted.
    pub(crate) async fn confirmed(&self, update: &Update, answered: ApiKey) -> Result<ApiKey, Error> {
        let fields = match self.confirm() {
            Confirm::Nothing => return Ok(answered),
            Confirm::Answer | Confirm::ReadBack => not_applied(update, &answered),
        };
        if self.confirm() == Confirm::Answer {
            return verdict(fields, answered);
        }
        // Even when the answer shows that it was not applied: what is read is what holds.
        let read = match self.get(update.body().id).await {
            Ok(read) => read,
            Err(_) if !fields.is_empty() => return verdict(fields, answered),
            Err(source) => return Err(Error::Unconfirmed { source: Box::new(source) }),
        };
        let mut both = [fields, not_applied(update, &read)].concat();
        both.sort_unstable();
        both.dedup();
        verdict(both, read)
    }
}

fn verdict(fields: Vec<Field>, record: ApiKey) -> Result<ApiKey, Error> {
    if fields.is_empty() { Ok(record) } else { Err(Error::NotApplied { fields, record: Box::new(record) }) }
}
