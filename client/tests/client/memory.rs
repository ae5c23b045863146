//! A transport that answers from memory and remembers what was sent.

use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use cometapi_keys::{AccessToken, BaseUrl, Client, Options, Sending, Transport};

/// The access token of every test.
pub(crate) const TOKEN: &str = "canary-access-token-7f3a";

/// A transport that gives its answers one after the other, the last one again and again.
#[derive(Clone)]
pub(crate) struct Memory {
    answer: Arc<dyn Fn(usize) -> http::Response<Vec<u8>> + Send + Sync>,
    pub(crate) sent: Arc<Mutex<Vec<reqwest::Request>>>,
}

impl Memory {
    pub(crate) fn answering(status: u16, headers: &[(&str, &str)], body: &[u8]) -> Self {
        let headers: Vec<(String, String)> = headers.iter().map(|&(n, v)| (n.to_owned(), v.to_owned())).collect();
        let body = body.to_vec();
        let answer = move |_| {
            let mut answer = http::Response::builder().status(status);
            for (name, value) in &headers {
                answer = answer.header(name, value);
            }
            answer.body(body.clone()).unwrap()
        };
        Self { answer: Arc::new(answer), sent: Arc::default() }
    }

    /// Answers 200 with these bodies, but 500 where there is none.
    pub(crate) fn scripted(bodies: Vec<Option<Vec<u8>>>) -> Self {
        let answer = move |index: usize| match &bodies[index.min(bodies.len() - 1)] {
            Some(body) => http::Response::new(body.clone()),
            None => http::Response::builder().status(500).body(Vec::new()).unwrap(),
        };
        Self { answer: Arc::new(answer), sent: Arc::default() }
    }

    /// The bodies and methods that were sent, as JSON.
    pub(crate) fn take(&self) -> Vec<(String, String, serde_json::Value)> {
        let json = |request: &reqwest::Request| {
            let bytes = request.body().and_then(reqwest::Body::as_bytes);
            bytes.map_or(serde_json::Value::Null, |bytes| serde_json::from_slice(bytes).unwrap())
        };
        let mut sent = self.sent.lock().unwrap();
        sent.drain(..).map(|r| (r.method().to_string(), r.url().path().to_owned(), json(&r))).collect()
    }

    pub(crate) fn client(&self, base_url: &str) -> Client {
        let options = Options::default().transport(self.clone());
        Client::with_options(&BaseUrl::new(base_url).unwrap(), AccessToken::new(TOKEN).unwrap(), options).unwrap()
    }
}

impl Transport for Memory {
    fn send(&self, request: reqwest::Request) -> Sending<'_> {
        let mut sent = self.sent.lock().unwrap();
        sent.push(request);
        Box::pin(std::future::ready(Ok((self.answer)(sent.len() - 1).into())))
    }
}

/// The value of a future that waits for nothing.
pub(crate) fn now<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("an answer from memory is there at once"),
    }
}

/// The record of the documentation's examples, with a key of our own.
pub(crate) const RECORD: &str = r#"{"id":1234,"user_id":5678,"key":"canary-key-value-99","status":1,"name":"production","created_time":1766102400,"accessed_time":1766102400,"expired_time":-1,"remain_quota":100000,"unlimited_quota":false,"model_limits_enabled":false,"model_limits":"","allow_ips":null,"used_quota":0,"group":"","cross_group_retry":false}"#;

/// An accepted answer with that data.
pub(crate) fn accepted(data: &str) -> Vec<u8> {
    format!(r#"{{"success":true,"message":"","data":{data}}}"#).into_bytes()
}

/// The id of [`RECORD`].
pub(crate) fn id() -> cometapi_keys::KeyId {
    cometapi_keys::KeyId::new(1234).unwrap()
}
