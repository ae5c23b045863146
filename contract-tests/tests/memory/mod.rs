//! The client without a network: a transport that answers from memory and remembers what was sent.

use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use cometapi_keys::{AccessToken, BaseUrl, Client, Options, Sending, Transport};

/// The access token of every test: it must not be in any text.
pub(crate) const TOKEN: &str = "canary-access-token-7f3a";

/// Where every client of these tests believes its server to be.
pub(crate) const URL: &str = "https://api.cometapi.com";

/// Gives the answer that was last put, and remembers the request.
#[derive(Clone, Default)]
pub(crate) struct Memory {
    answer: Arc<Mutex<http::Response<Vec<u8>>>>,
    sent: Arc<Mutex<Option<reqwest::Request>>>,
}

impl Memory {
    pub(crate) fn client(&self) -> Client {
        let options = Options::default().transport(self.clone());
        Client::with_options(&BaseUrl::new(URL).unwrap(), AccessToken::new(TOKEN).unwrap(), options).unwrap()
    }

    pub(crate) fn put(&self, answer: http::Response<Vec<u8>>) {
        *self.answer.lock().unwrap() = answer;
    }

    /// The request that was sent last, if one was.
    pub(crate) fn take(&self) -> Option<reqwest::Request> {
        self.sent.lock().unwrap().take()
    }
}

impl Transport for Memory {
    fn send(&self, request: reqwest::Request) -> Sending<'_> {
        *self.sent.lock().unwrap() = Some(request);
        let answer = self.answer.lock().unwrap().clone();
        Box::pin(std::future::ready(Ok(answer.into())))
    }
}

/// The value of a future that waits for nothing: the answer is in memory.
pub(crate) fn now<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("an answer from memory is there at once"),
    }
}
