//! What can be set of a client beside server and access token.

use std::sync::Arc;
use std::time::Duration;

use http::header::{AUTHORIZATION, CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, HOST, TRANSFER_ENCODING};
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::transport::Transport;
use crate::{Confirm, Error};

/// Headers that no option may set: with another value a request would say something else than it is.
const OWN_HEADERS: [HeaderName; 6] = [AUTHORIZATION, CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, HOST, TRANSFER_ENCODING];

/// What can be set of a client beside server and access token.
#[derive(Clone)]
pub struct Options {
    pub(crate) connect_timeout: Duration,
    pub(crate) timeout: Duration,
    pub(crate) headers: HeaderMap,
    pub(crate) transport: Option<Arc<dyn Transport>>,
    pub(crate) confirm: Confirm,
}

impl Default for Options {
    /// 10 seconds for a connection, 30 seconds for a whole answer, no further headers, over HTTP, updates confirmed by
    /// reading them back.
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            timeout: Duration::from_secs(30),
            headers: HeaderMap::new(),
            transport: None,
            confirm: Confirm::ReadBack,
        }
    }
}

impl std::fmt::Debug for Options {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = f.debug_struct("Options");
        shown.field("connect_timeout", &self.connect_timeout).field("timeout", &self.timeout);
        shown.field("confirm", &self.confirm).finish_non_exhaustive()
    }
}

impl Options {
    /// Waits so long for a connection. Zero makes no client.
    #[must_use]
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Waits so long for a whole answer. Zero makes no client.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Confirms updates so.
    #[must_use]
    pub fn confirm(mut self, confirm: Confirm) -> Self {
        self.confirm = confirm;
        self
    }

    /// Sends a further header with every request: a gateway may want `New-Api-User` with the id of the account.
    /// A value of 8 bytes or more is taken for a secret: where a server repeats it in a refusal, `***` is shown.
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
