//! Lets the client send through a session, so that a run tests client and server together.

use std::sync::{Arc, Mutex, PoisonError};

use cometapi_keys::{Sending, Transport};

use super::answer::RawAnswer;
use super::session::{Over, Session};
use crate::exchange::Location;

/// Sends what a client asks for through a session, once, and keeps what came back.
#[derive(Clone)]
pub struct ClientTransport {
    session: Arc<Session>,
    place: Location,
    came: Arc<Mutex<Option<Result<RawAnswer, Over>>>>,
    lost: Arc<tokio::sync::Notify>,
}

impl ClientTransport {
    /// For a request with that place in the run.
    pub fn new(session: &Arc<Session>, place: Location) -> Self {
        let (came, lost) = (Arc::default(), Arc::default());
        Self { session: Arc::clone(session), place, came, lost }
    }

    /// Lets the client do its work, and gives what came back for its request; `None` when the client sent none.
    pub async fn of<T>(&self, call: impl Future<Output = T>) -> Option<Result<RawAnswer, Over>> {
        tokio::select! {
            _ = call => {}
            () = self.lost.notified() => {}
        }
        self.came.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Transport for ClientTransport {
    fn send(&self, request: reqwest::Request) -> Sending<'_> {
        Box::pin(async move {
            let answer = self.session.send(request, self.place.clone()).await;
            let response = answer.as_ref().ok().and_then(response);
            *self.came.lock().unwrap_or_else(PoisonError::into_inner) = Some(answer);
            match response {
                Some(response) => Ok(response),
                None => {
                    // There is no answer to give: whoever waits for the client is told, and drops this.
                    self.lost.notify_one();
                    std::future::pending().await
                }
            }
        })
    }
}

fn response(answer: &RawAnswer) -> Option<reqwest::Response> {
    let response = http::Response::builder().status(answer.status?).body(answer.body.clone());
    response.ok().map(Into::into)
}
