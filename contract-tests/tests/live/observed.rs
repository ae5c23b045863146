//! A sandbox with keys of somebody else, behind a proxy that keeps every request.

use std::sync::{Arc, Mutex};
use std::time::Instant;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use reqwest::Url;
use sandbox::{Builder, Sandbox};
use serde_json::{Value, json};
use tokio::sync::oneshot::{self, Sender};

/// A request as the proxy saw it.
#[derive(Clone)]
pub(crate) struct Seen {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
    /// When it came.
    pub(crate) at: Instant,
}

impl Seen {
    /// Whether it may write.
    pub(crate) fn is_write(&self) -> bool {
        self.method != "GET"
    }

    /// The id of a key that it is about, in its path or its body.
    pub(crate) fn id(&self) -> Option<i64> {
        let in_body = || serde_json::from_slice::<Value>(&self.body).ok()?.get("id")?.as_i64();
        self.path.strip_prefix("/api/token/").and_then(|id| id.parse().ok()).or_else(in_body)
    }
}

/// Whether a request, by its number from 0, is answered 429, and with what in `Retry-After`.
type Throttle = Box<dyn Fn(usize) -> Option<Option<String>> + Send + Sync>;

/// A sandbox that is watched.
pub(crate) struct Observed {
    pub(crate) sandbox: Arc<Sandbox>,
    /// The base URL of the proxy: what runs are given.
    pub(crate) base_url: String,
    seen: Arc<Mutex<Vec<Seen>>>,
    /// The proxy ends when this is dropped.
    _goes_on: Sender<()>,
    /// Keys of the first account that are nobody's of a run, as they were.
    pub(crate) foreign: Vec<Value>,
}

struct Proxy {
    upstream: String,
    client: reqwest::Client,
    seen: Arc<Mutex<Vec<Seen>>>,
    throttle: Throttle,
}

impl Observed {
    /// Starts one with two keys of somebody else.
    pub(crate) fn start(builder: Builder) -> Self {
        Self::throttling(builder, |_| None)
    }

    /// The same, where some requests are answered 429 before they reach the sandbox.
    pub(crate) fn throttling(
        builder: Builder,
        throttle: impl Fn(usize) -> Option<Option<String>> + Send + Sync + 'static,
    ) -> Self {
        let sandbox = Arc::new(builder.start().unwrap());
        for name in ["production-billing", "eva's laptop"] {
            create(&sandbox, name);
        }
        let foreign = records(&sandbox, 0);
        let seen = Arc::new(Mutex::new(Vec::new()));
        let upstream = sandbox.base_url();
        let (base_url, goes_on) = proxy(upstream, Arc::clone(&seen), Box::new(throttle));
        Self { sandbox, base_url, seen, _goes_on: goes_on, foreign }
    }

    /// What was sent so far.
    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    /// The access token of an account.
    pub(crate) fn token(&self, account: usize) -> String {
        self.sandbox.accounts()[account].access_token.clone()
    }

    /// The keys that both accounts have now but those of somebody else, by name.
    pub(crate) fn others(&self) -> Vec<String> {
        let is_foreign = |id: i64| self.foreign.iter().any(|record| record["id"] == id);
        let accounts = self.sandbox.accounts().iter();
        let keys = accounts.flat_map(|account| self.sandbox.keys(account.user_id));
        keys.filter(|key| !is_foreign(key.id)).map(|key| key.name.clone()).collect()
    }

    /// Fails if a request could have written to a key of somebody else.
    pub(crate) fn nobody_was_touched(&self) {
        for seen in self.seen().iter().filter(|seen| seen.is_write()) {
            let is_foreign = self.foreign.iter().any(|record| record["id"].as_i64() == seen.id());
            assert!(!is_foreign || seen.id().is_none(), "{} {}", seen.method, seen.path);
        }
    }
}

fn proxy(upstream: String, seen: Arc<Mutex<Vec<Seen>>>, throttle: Throttle) -> (String, Sender<()>) {
    let (goes_on, over) = oneshot::channel();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let base_url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let client =
                reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap();
            let proxy = Arc::new(Proxy { upstream, client, seen, throttle });
            let app = axum::Router::new().fallback(forward).with_state(proxy);
            let served = axum::serve(tokio::net::TcpListener::from_std(listener).unwrap(), app);
            tokio::select! {
                served = served.into_future() => served.unwrap(),
                _ = over => {}
            }
        });
    });
    (base_url, goes_on)
}

async fn forward(State(proxy): State<Arc<Proxy>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let (method, path) = (parts.method.to_string(), parts.uri.path().to_owned());
    let number = {
        let mut seen = proxy.seen.lock().unwrap();
        seen.push(Seen { method, path, headers: parts.headers.clone(), body: body.to_vec(), at: Instant::now() });
        seen.len() - 1
    };
    if let Some(retry_after) = (proxy.throttle)(number) {
        let response = Response::builder().status(StatusCode::TOO_MANY_REQUESTS);
        let response = retry_after.into_iter().fold(response, |response, text| response.header("Retry-After", text));
        return response.body(Body::empty()).unwrap();
    }
    let url = Url::parse(&format!("{}{}", proxy.upstream, parts.uri)).unwrap();
    let mut sent = proxy.client.request(parts.method, url).body(body);
    for name in ["authorization", "content-type"] {
        if let Some(value) = parts.headers.get(name) {
            sent = sent.header(name, value);
        }
    }
    let Ok(answer) = sent.send().await else { return StatusCode::BAD_GATEWAY.into_response() };
    let mut response = Response::builder().status(answer.status());
    for (name, value) in
        answer.headers().iter().filter(|(name, _)| *name != "transfer-encoding" && *name != "connection")
    {
        response = response.header(name, value);
    }
    match answer.bytes().await {
        Ok(body) => response.body(Body::from(body)).unwrap(),
        Err(_) => StatusCode::BAD_GATEWAY.into_response(),
    }
}

/// Runs a request of somebody else, straight to the sandbox.
pub(crate) fn ask(sandbox: &Sandbox, account: usize, method: &str, path: &str, body: Option<Value>) -> Value {
    let token = sandbox.accounts()[account].access_token.clone();
    let (url, method) = (format!("{}{path}", sandbox.base_url()), method.parse::<reqwest::Method>().unwrap());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let mut request = client.request(method, url).header("authorization", token);
        if let Some(body) = body {
            request = request.json(&body);
        }
        let Ok(answer) = request.send().await else { return Value::Null };
        answer.json().await.unwrap_or_default()
    })
}

/// Makes a key that is nobody's of a run.
pub(crate) fn create(sandbox: &Sandbox, name: &str) {
    let body = json!({
        "name": name, "expired_time": -1, "remain_quota": 500_000, "unlimited_quota": false,
        "model_limits_enabled": false, "model_limits": "", "allow_ips": "203.0.113.77", "group": "",
        "cross_group_retry": false
    });
    ask(sandbox, 0, "POST", "/api/token/", Some(body));
}

/// The records of an account as its list shows them.
pub(crate) fn records(sandbox: &Sandbox, account: usize) -> Vec<Value> {
    let page = ask(sandbox, account, "GET", "/api/token/?p=1&page_size=100", None);
    page["data"]["items"].as_array().cloned().unwrap_or_default()
}
