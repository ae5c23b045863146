//! The client.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use http::header::{AUTHORIZATION, CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, HOST, TRANSFER_ENCODING};
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::transport::{HttpTransport, Transport};
use crate::{
    AccessToken, ApiKey, ApiKeyPage, BaseUrl, CreateApiKey, Error, Inner, NoData, Operation, UpdateApiKey, generated,
    reading,
};

/// A client of one server, for one account. Cloning is cheap and shares the connections. Debug shows no credential.
#[derive(Clone, Debug)]
pub struct Client {
    generated: generated::Client,
}

/// Headers that no option may set: with another value a request would say something else than it is.
const OWN_HEADERS: [HeaderName; 6] = [AUTHORIZATION, CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, HOST, TRANSFER_ENCODING];

/// What can be set of a client beside server and access token.
#[derive(Clone)]
pub struct Options {
    connect_timeout: Duration,
    timeout: Duration,
    headers: HeaderMap,
    transport: Option<Arc<dyn Transport>>,
}

impl Default for Options {
    /// 10 seconds for a connection, 30 seconds for a whole answer, no further headers, over HTTP.
    fn default() -> Self {
        let (connect_timeout, timeout) = (Duration::from_secs(10), Duration::from_secs(30));
        Self { connect_timeout, timeout, headers: HeaderMap::new(), transport: None }
    }
}

impl std::fmt::Debug for Options {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Options").field("timeout", &self.timeout).finish_non_exhaustive()
    }
}

impl Options {
    /// Waits so long for a connection.
    #[must_use]
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Waits so long for a whole answer.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sends a further header with every request: a gateway may want `New-Api-User` with the id of the account.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] when name or value cannot be sent, or the header is one that the client itself sets:
    /// `Authorization` and what says how a body is sent.
    pub fn header(mut self, name: &str, value: &str) -> Result<Self, Error> {
        let name = HeaderName::try_from(name).map_err(|_| Error::invalid_input("header name", "it is not a token"))?;
        if OWN_HEADERS.contains(&name) {
            return Err(Error::invalid_input("header name", "the client sets this header itself"));
        }
        let mut value = HeaderValue::try_from(value)
            .map_err(|_| Error::invalid_input("header value", "it holds a line feed or a control character"))?;
        value.set_sensitive(true);
        self.headers.insert(name, value);
        Ok(self)
    }

    /// Sends requests another way than over HTTP.
    #[must_use]
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }
}

/// What builds requests, and sends none: that is the transport's job. Setting one up reads the machine's certificates, some
/// 40 ms, so one serves every client.
fn request_builder() -> Result<reqwest::Client, Error> {
    static BUILDER: OnceLock<reqwest::Client> = OnceLock::new();
    if let Some(builder) = BUILDER.get() {
        return Ok(builder.clone());
    }
    let builder = reqwest::Client::builder().build();
    let builder = builder.map_err(|error| Error::invalid_input("environment", error.without_url().to_string()))?;
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
    /// [`Error::InvalidInput`] when HTTP cannot be set up on this machine.
    pub fn with_options(base_url: &BaseUrl, token: AccessToken, options: Options) -> Result<Self, Error> {
        let Options { connect_timeout, timeout, headers, transport } = options;
        let transport = match transport {
            Some(transport) => transport,
            // A proxy between this machine and itself would be shown the token, over http in clear.
            None if base_url.is_loopback() => Arc::new(HttpTransport::without_proxy(connect_timeout, timeout)?),
            None => Arc::new(HttpTransport::new(connect_timeout, timeout)?),
        };
        let inner = Inner { token, headers, transport };
        Ok(Self { generated: generated::Client::new_with_client(base_url.as_str(), request_builder()?, inner) })
    }

    /// The generated client: a method per operation, over the same connections and with the same credentials. Its errors
    /// print whole answers, keys included: do not show them.
    pub fn generated(&self) -> &generated::Client {
        &self.generated
    }

    /// A page of the account's keys, newest first. `page` is counted from 1; a `page_size` above 100 gives 100.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn list(&self, page: Option<i64>, page_size: Option<i64>) -> Result<ApiKeyPage, Error> {
        reading::read(Operation::List, self.generated.list_api_keys(page, page_size).await).await
    }

    /// The key with that id.
    ///
    /// # Errors
    ///
    /// See [`Error`]. An id that is unknown, or another account's, is refused.
    pub async fn get(&self, id: i64) -> Result<ApiKey, Error> {
        reading::read(Operation::Get, self.generated.get_api_key(&id.into()).await).await
    }

    /// Creates a key. The answer carries neither record nor key: list the keys afterwards and read the newest.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn create(&self, key: &CreateApiKey) -> Result<(), Error> {
        let NoData = reading::read(Operation::Create, self.generated.create_api_key(key).await).await?;
        Ok(())
    }

    /// Updates a key, and gives the record as the server answers it. **What the update leaves out may be reset**: fill every
    /// editable field.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn update(&self, update: &UpdateApiKey) -> Result<ApiKey, Error> {
        reading::read(Operation::Update, self.generated.update_api_key(update).await).await
    }

    /// Deletes a key for good.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn delete(&self, id: i64) -> Result<(), Error> {
        let NoData = reading::read(Operation::Delete, self.generated.delete_api_key(&id.into()).await).await?;
        Ok(())
    }
}
