//! How requests travel.

use std::pin::Pin;
use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Request, Response};

use crate::Error;

/// A request on its way.
pub type Sending<'a> = Pin<Box<dyn Future<Output = reqwest::Result<Response>> + Send + 'a>>;

/// How requests travel. The default goes over HTTP; a test or a replay may answer from memory, and
/// `http::Response<T>` becomes a [`Response`] by `into()`.
pub trait Transport: Send + Sync {
    /// Sends one request, credentials included, and gives what comes back.
    fn send(&self, request: Request) -> Sending<'_>;
}

/// Over HTTP: no redirects, no Referer.
#[derive(Clone, Debug)]
pub struct HttpTransport(reqwest::Client);

impl HttpTransport {
    /// A transport that waits so long for a connection, and so long for a whole answer.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] when the HTTP client cannot be set up: TLS without roots, a proxy variable that is no URL.
    pub fn new(connect_timeout: Duration, timeout: Duration) -> Result<Self, Error> {
        Self::build(reqwest::Client::builder(), connect_timeout, timeout)
    }

    /// The same, whatever proxy the environment names: for servers on this machine.
    ///
    /// # Errors
    ///
    /// As [`HttpTransport::new`].
    pub fn without_proxy(connect_timeout: Duration, timeout: Duration) -> Result<Self, Error> {
        Self::build(reqwest::Client::builder().no_proxy(), connect_timeout, timeout)
    }

    fn build(builder: reqwest::ClientBuilder, connect_timeout: Duration, timeout: Duration) -> Result<Self, Error> {
        builder
            .redirect(Policy::none())
            .referer(false)
            .connect_timeout(connect_timeout)
            .timeout(timeout)
            .build()
            .map(Self)
            .map_err(|error| Error::invalid_input("environment", error.without_url().to_string()))
    }
}

impl Transport for HttpTransport {
    fn send(&self, request: Request) -> Sending<'_> {
        Box::pin(self.0.execute(request))
    }
}
