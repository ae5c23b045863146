//! A request on its way: by the client where it is one that the client sends, else written by hand.

use std::sync::Arc;

use cometapi_keys::{AccessToken, Client, CreateApiKey, KeyId, Options, UpdateApiKey};
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use reqwest::{Method, Request};
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::time::Instant;
use url::Url;

use crate::exchange::Location;
use crate::steps::ContentType;
use crate::wire::{ClientTransport, Over, RawAnswer, Session};

/// A request that is worked out.
#[derive(Clone)]
pub(super) struct Prepared {
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) query: Vec<(String, String)>,
    /// The value of `Authorization`. A secret.
    pub(super) authorization: Option<String>,
    pub(super) body: Option<Vec<u8>>,
    pub(super) content_type: ContentType,
    /// The access token, where `Authorization` is just that and the body is as it was meant: the client may send it.
    pub(super) by_client: Option<String>,
}

impl Prepared {
    /// Sends it.
    pub(super) async fn send(&self, session: &Arc<Session>, place: Location) -> Result<RawAnswer, Over> {
        if let Some(token) = &self.by_client
            && let Some(answer) = self.by_client(session, token, place.clone()).await
        {
            return answer;
        }
        match self.by_hand(session) {
            Some(request) => session.send(request, place).await,
            None => Err(Over),
        }
    }

    /// Sends it although the session may be over.
    pub(super) async fn send_until(&self, session: &Session, place: Location, until: Instant) -> Option<RawAnswer> {
        session.send_until(self.by_hand(session)?, place, until).await
    }

    /// By the client; `None` where the client does not send such a request, or means something else by it.
    async fn by_client(&self, session: &Arc<Session>, token: &str, place: Location) -> Option<Result<RawAnswer, Over>> {
        let transport = ClientTransport::new(session, place);
        let options = Options::default().transport(transport.clone());
        let base_url = cometapi_keys::BaseUrl::new(session.target().base_url()).ok()?;
        let client = Client::with_options(&base_url, AccessToken::new(token).ok()?, options).ok()?;
        let segment = self.path.strip_prefix("/api/token/").unwrap_or_default();
        match (self.method.as_str(), segment, self.body.as_deref()) {
            ("GET", "", None) => {
                let (page, size) = self.page()?;
                transport.of(client.list(page, size)).await
            }
            ("POST", "", Some(body)) => {
                let key: CreateApiKey = same(body)?;
                transport.of(client.create_as_is(&key)).await
            }
            ("PUT", "", Some(body)) => {
                let key: UpdateApiKey = same(body)?;
                transport.of(client.update_as_is(&key)).await
            }
            ("GET", segment, None) => transport.of(client.get(id(segment)?)).await,
            ("DELETE", segment, None) => transport.of(client.delete(id(segment)?)).await,
            _ => None,
        }
    }

    /// The page and its size, if the query says these and no more, as the client would.
    fn page(&self) -> Option<(Option<i64>, Option<i64>)> {
        let plain = |text: &str| text.parse().ok().filter(|number: &i64| *number >= 1 && number.to_string() == text);
        match self.query.as_slice() {
            [] => Some((None, None)),
            [(p, page)] if p == "p" => Some((Some(plain(page)?), None)),
            [(s, size)] if s == "page_size" => Some((None, Some(plain(size)?))),
            [(p, page), (s, size)] if p == "p" && s == "page_size" => Some((Some(plain(page)?), Some(plain(size)?))),
            _ => None,
        }
    }

    fn by_hand(&self, session: &Session) -> Option<Request> {
        let mut url =
            Url::parse(&format!("{}{}", session.target().base_url().trim_end_matches('/'), self.path)).ok()?;
        if !self.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&self.query);
        }
        let mut request = Request::new(self.method.clone(), url);
        if let Some(authorization) = &self.authorization {
            let mut value = HeaderValue::from_bytes(authorization.as_bytes()).ok()?;
            value.set_sensitive(true);
            request.headers_mut().insert(AUTHORIZATION, value);
        }
        if let Some(body) = &self.body {
            let content_type = match &self.content_type {
                ContentType::Json => Some("application/json"),
                ContentType::Missing => None,
                ContentType::Other(text) => Some(text.as_str()),
            };
            if let Some(value) = content_type.and_then(|text| HeaderValue::from_str(text).ok()) {
                request.headers_mut().insert(CONTENT_TYPE, value);
            }
            *request.body_mut() = Some(body.clone().into());
        }
        Some(request)
    }
}

fn id(segment: &str) -> Option<KeyId> {
    let id: i64 = segment.parse().ok()?;
    (id.to_string() == segment).then(|| KeyId::new(id).ok())?
}

/// The body as the client has it, if it would send the same.
fn same<T: DeserializeOwned + serde::Serialize>(body: &[u8]) -> Option<T> {
    let meant: Value = serde_json::from_slice(body).ok()?;
    let key: T = serde_json::from_value(meant.clone()).ok()?;
    (serde_json::to_value(&key).ok()? == meant).then_some(key)
}
