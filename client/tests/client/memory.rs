//! A transport that answers from memory and remembers what was sent.

use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use cometapi_keys::{AccessToken, BaseUrl, Client, Options, Sending, Transport};

/// The access token of every test.
pub(crate) const TOKEN: &str = "canary-access-token-7f3a";

/// A transport that gives the same answer to everything.
#[derive(Clone)]
pub(crate) struct Memory {
    answer: Arc<dyn Fn() -> http::Response<Vec<u8>> + Send + Sync>,
    pub(crate) sent: Arc<Mutex<Vec<reqwest::Request>>>,
}

impl Memory {
    pub(crate) fn answering(status: u16, headers: &[(&str, &str)], body: &[u8]) -> Self {
        let headers: Vec<(String, String)> = headers.iter().map(|&(n, v)| (n.to_owned(), v.to_owned())).collect();
        let body = body.to_vec();
        let answer = move || {
            let mut answer = http::Response::builder().status(status);
            for (name, value) in &headers {
                answer = answer.header(name, value);
            }
            answer.body(body.clone()).unwrap()
        };
        Self { answer: Arc::new(answer), sent: Arc::default() }
    }

    pub(crate) fn client(&self, base_url: &str) -> Client {
        let options = Options::default().transport(self.clone());
        Client::with_options(&BaseUrl::new(base_url).unwrap(), AccessToken::new(TOKEN).unwrap(), options).unwrap()
    }
}

impl Transport for Memory {
    fn send(&self, request: reqwest::Request) -> Sending<'_> {
        self.sent.lock().unwrap().push(request);
        Box::pin(std::future::ready(Ok((self.answer)().into())))
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
