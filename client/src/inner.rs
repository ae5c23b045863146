//! What every request of the generated client goes through: credentials, transport, a limit on what is read.

use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use http::HeaderMap;
use progenitor_client::{ClientHooks, ClientInfo, Error, OperationInfo};
use reqwest::{Request, Response};

use crate::AccessToken;
use crate::generated::Client;
use crate::transport::Transport;

/// The most that is read of an answer, in bytes. A page of 100 keys takes some 60 KiB; what goes on longer is cut here, and
/// then malformed.
pub(crate) const LARGEST_BODY: usize = 16 * 1024 * 1024;

/// What the generated client holds of ours. Debug shows no credential.
#[derive(Clone)]
pub struct Inner {
    pub(crate) token: AccessToken,
    pub(crate) headers: HeaderMap,
    pub(crate) transport: Arc<dyn Transport>,
}

impl std::fmt::Debug for Inner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names: Vec<&str> = self.headers.keys().map(http::HeaderName::as_str).collect();
        f.debug_struct("Inner").field("token", &self.token).field("headers", &names).finish_non_exhaustive()
    }
}

/// The shortest value of a further header that is masked, in bytes: the id of an account is no secret, and without its
/// digits a message would say less.
const SHORTEST_SECRET: usize = 8;

impl Inner {
    /// What must not be told when a server repeats it: the token and the further headers, the longest first, since one may
    /// stand in another.
    pub(crate) fn secrets(&self) -> Vec<&str> {
        let headers = self.headers.values().filter_map(|value| std::str::from_utf8(value.as_bytes()).ok());
        let mut secrets: Vec<&str> = headers.filter(|value| value.len() >= SHORTEST_SECRET).collect();
        secrets.push(self.token.text());
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        secrets
    }
}

impl ClientHooks<Inner> for Client {
    async fn pre<E>(&self, request: &mut Request, _: &OperationInfo) -> Result<(), Error<E>> {
        let inner = self.inner();
        for (name, value) in &inner.headers {
            request.headers_mut().insert(name, value.clone());
        }
        request.headers_mut().insert(http::header::AUTHORIZATION, inner.token.header());
        Ok(())
    }

    async fn exec(&self, request: Request, _: &OperationInfo) -> reqwest::Result<Response> {
        let response = self.inner().transport.send(request).await?;
        within_limit(response).await
    }
}

/// The same answer with its body in memory, cut one byte above the limit, so that it shows that it was cut.
async fn within_limit(mut response: Response) -> reqwest::Result<Response> {
    let status = response.status();
    let headers = std::mem::take(response.headers_mut());
    let first = response.chunk().await?.unwrap_or_default();
    let body = match response.chunk().await? {
        None => first,
        Some(second) => rest(response, first, second).await?,
    };
    let mut whole = http::Response::new(body.slice(..body.len().min(LARGEST_BODY + 1)));
    *whole.status_mut() = status;
    *whole.headers_mut() = headers;
    Ok(whole.into())
}

async fn rest(mut response: Response, first: Bytes, second: Bytes) -> reqwest::Result<Bytes> {
    let mut body = BytesMut::from(first);
    body.extend_from_slice(&second);
    while body.len() <= LARGEST_BODY
        && let Some(chunk) = response.chunk().await?
    {
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}
