//! The client: the five operations.

use std::sync::{Arc, OnceLock};

use crate::transport::HttpTransport;
use crate::{
    AccessToken, ApiKey, ApiKeyPage, BaseUrl, Confirm, CreateApiKey, Error, Inner, KeyId, NewKey, NoData, Operation,
    Options, Update, UpdateApiKey, generated, reading,
};

/// A client of one server, for one account. Cloning is cheap and shares the connections. Debug shows no credential.
#[derive(Clone, Debug)]
pub struct Client {
    generated: generated::Client,
    confirm: Confirm,
}

/// What builds requests, and sends none: that is the transport's job. So it needs none of the machine's certificates, which
/// take some 40 ms to read, and which a small image does not have. One serves every client.
fn request_builder() -> Result<reqwest::Client, Error> {
    static BUILDER: OnceLock<reqwest::Client> = OnceLock::new();
    if let Some(builder) = BUILDER.get() {
        return Ok(builder.clone());
    }
    let builder = reqwest::Client::builder();
    #[cfg(feature = "tls")]
    let builder = builder.tls_certs_only([]);
    let builder =
        builder.build().map_err(|error| Error::invalid_input("environment", error.without_url().to_string()))?;
    Ok(BUILDER.get_or_init(|| builder).clone())
}

impl Client {
    /// A client with default options.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] when HTTP cannot be set up on this machine.
    pub fn new(base_url: &BaseUrl, token: AccessToken) -> Result<Self, Error> {
        Self::with_options(base_url, token, Options::default())
    }

    /// A client with these options.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] when HTTP cannot be set up on this machine, or a timeout is zero.
    pub fn with_options(base_url: &BaseUrl, token: AccessToken, options: Options) -> Result<Self, Error> {
        let Options { connect_timeout, timeout, headers, transport, confirm } = options;
        if timeout.is_zero() || connect_timeout.is_zero() {
            return Err(Error::invalid_input("timeout", "it is zero, and nothing is answered in no time"));
        }
        let transport = match transport {
            Some(transport) => transport,
            // A proxy between this machine and itself would be shown the token, over http in clear.
            None if base_url.is_loopback() => Arc::new(HttpTransport::without_proxy(connect_timeout, timeout)?),
            None => Arc::new(HttpTransport::new(connect_timeout, timeout)?),
        };
        let inner = Inner { token, headers, transport };
        let generated = generated::Client::new_with_client(base_url.as_str(), request_builder()?, inner);
        Ok(Self { generated, confirm })
    }

    /// The same client, but for how updates are confirmed.
    #[must_use]
    pub fn confirming(&self, confirm: Confirm) -> Self {
        Self { generated: self.generated.clone(), confirm }
    }

    pub(crate) fn confirm(&self) -> Confirm {
        self.confirm
    }

    /// The generated client: a method per operation, over the same connections and with the same credentials. Its errors
    /// print whole answers, keys included: do not show them.
    pub fn generated(&self) -> &generated::Client {
        &self.generated
    }

    /// A page of the account's keys, newest first. `page` is counted from 1, and is 1 unless given; a `page_size` above 100
    /// gives 100, and what it is unless given is the server's choice.
    ///
    /// Rules: `list.order.newest-first`, `list.p.page-number`, `list.page_size.capped-at-100`, `client.reads-list`.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] for a page or page size below 1, of which servers make different things; else see [`Error`].
    pub async fn list(&self, page: Option<i64>, page_size: Option<i64>) -> Result<ApiKeyPage, Error> {
        for (argument, number) in [("page", page), ("page size", page_size)] {
            if number.is_some_and(|number| number < 1) {
                return Err(Error::invalid_input(argument, "it is counted from 1"));
            }
        }
        let answer = self.generated.list_api_keys(page, page_size).await;
        reading::read(Operation::List, self.inner(), answer).await
    }

    /// The key with that id.
    ///
    /// Rules: `get.answers-asked-key`, `get.own-keys-only`, `client.reads-get`.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] for an id that is unknown, or another account's. [`Error::OtherKey`] when the server answers with
    /// another key than was asked for. Else see [`Error`].
    pub async fn get(&self, id: KeyId) -> Result<ApiKey, Error> {
        let answer = self.generated.get_api_key(&id).await;
        let record = reading::read(Operation::Get, self.inner(), answer).await?;
        the_one_asked_for(Operation::Get, id, record)
    }

    /// Creates a key. The answer carries neither record nor key: list the keys afterwards and read the newest.
    ///
    /// Rules: `create.answer.no-record`, `create.newest-in-list`, `client.reads-create`.
    ///
    /// # Errors
    ///
    /// See [`Error`]. After anything but [`Error::Refused`], [`Error::Unauthorized`] and [`Error::InvalidInput`] the key may
    /// have been created: list the keys before you create it again.
    pub async fn create(&self, key: &NewKey) -> Result<(), Error> {
        self.create_as_is(key.body()).await
    }

    /// Creates a key from what you fill in: what becomes of a field that is left out is the server's choice.
    ///
    /// # Errors
    ///
    /// As [`Client::create`].
    pub async fn create_as_is(&self, key: &CreateApiKey) -> Result<(), Error> {
        let answer = self.generated.create_api_key(key).await;
        let NoData = reading::read(Operation::Create, self.inner(), answer).await?;
        Ok(())
    }

    /// Updates a key, and gives the record as it then is. Unless [`Confirm`] says otherwise, the server's word is not taken
    /// for it: the record in the answer and the record read afterwards must show every field as it was sent. A key in use may
    /// meanwhile have spent quota, and a status that was kept may have turned to expired or exhausted: that is no failure.
    ///
    /// Rules: `update.status.answered-as-sent`, `update.status.stored-as-sent`, `client.reads-update`.
    ///
    /// # Errors
    ///
    /// [`Error::NotApplied`] with the fields that are otherwise than sent. [`Error::Unconfirmed`] when the answer
    /// shows every field as sent, but reading it back failed. [`Error::OtherKey`] when the answer is another key's record. Else see
    /// [`Error`]: after anything but [`Error::Refused`], [`Error::Unauthorized`] and [`Error::InvalidInput`] the update may
    /// have been done.
    pub async fn update(&self, update: &Update) -> Result<ApiKey, Error> {
        let id = update.body().id;
        let answered = the_one_asked_for(Operation::Update, id, self.update_as_is(update.body()).await?)?;
        self.confirmed(update, answered).await
    }

    /// Sends what you fill in and believes the answer: **a field that is left out may be reset**, and one that is sent may
    /// be ignored.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn update_as_is(&self, update: &UpdateApiKey) -> Result<ApiKey, Error> {
        let answer = self.generated.update_api_key(update).await;
        reading::read(Operation::Update, self.inner(), answer).await
    }

    /// Deletes a key for good.
    ///
    /// Rules: `delete.gone-from-get`, `models.deleted-rejected`, `client.reads-delete`.
    ///
    /// # Errors
    ///
    /// See [`Error`]. After anything but [`Error::Refused`], [`Error::Unauthorized`] and [`Error::InvalidInput`] the key may
    /// be gone.
    pub async fn delete(&self, id: KeyId) -> Result<(), Error> {
        let answer = self.generated.delete_api_key(&id).await;
        let NoData = reading::read(Operation::Delete, self.inner(), answer).await?;
        Ok(())
    }

    fn inner(&self) -> &Inner {
        &self.generated.inner
    }
}

/// A record that is to be changed and sent back must be the right one.
fn the_one_asked_for(operation: Operation, asked: KeyId, record: ApiKey) -> Result<ApiKey, Error> {
    if record.id == asked { Ok(record) } else { Err(Error::OtherKey { operation, asked, answered: record.id }) }
}
