//! The HTTP client of a run.

use std::time::Duration;

use cometapi_keys::BaseUrl;
use reqwest::redirect::Policy;
use reqwest::{Certificate, Client};

use super::target::TargetError;

/// How long a connection may take.
const CONNECTING: Duration = Duration::from_secs(5);

/// A client that follows no redirects, and asks no proxy on the way to this machine. Over TLS it trusts the certificates that
/// this machine does, and these.
pub(super) fn http_client(
    base_url: &BaseUrl,
    request_timeout: Duration,
    roots: &[Certificate],
) -> Result<Client, TargetError> {
    let mut builder =
        Client::builder().redirect(Policy::none()).referer(false).connect_timeout(CONNECTING).timeout(request_timeout);
    if base_url.is_loopback() {
        builder = builder.no_proxy();
    }
    builder = match base_url.as_str().starts_with("https") {
        true => builder.tls_certs_merge(roots.iter().cloned()),
        // Nothing to trust is looked for where nothing is to be trusted.
        false => builder.tls_certs_only([]),
    };
    builder.build().map_err(|error| {
        let why = std::error::Error::source(&error).map_or_else(|| error.to_string(), ToString::to_string);
        if roots.is_empty() { TargetError::NoHttp(why) } else { TargetError::Roots(why) }
    })
}
