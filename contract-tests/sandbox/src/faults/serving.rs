//! A connection of a faulty server.

use std::future::poll_fn;
use std::io;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use http::Response;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpStream;

use super::memory::Planted;
use super::raw_answer::RawAnswer;
use super::turn::{Outcome, Turn};
use crate::answer::Answer;
use crate::request::Request;
use crate::server::{Shared, onto_wire, read};

/// What stands in place of an answer that hyper would not write.
type Instead = Arc<Mutex<Option<RawAnswer>>>;

/// Serves a connection as [`crate::server`] does, with the fault between the request and the wire.
pub(crate) async fn connection(stream: TcpStream, peer: IpAddr, shared: Arc<Shared>, planted: Arc<Planted>) {
    let slowest = shared.slowest_request;
    let _ = stream.set_nodelay(true);
    let instead = Instead::default();
    let service = service_fn(|request| {
        let (shared, planted, instead) = (Arc::clone(&shared), Arc::clone(&planted), Arc::clone(&instead));
        Box::pin(respond(shared, planted, instead, peer, request))
    });
    let mut connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(slowest)
        .title_case_headers(planted.hooks.title_case)
        .serve_connection(TokioIo::new(stream), service);
    let _ = poll_fn(|context| connection.poll_without_shutdown(context)).await;
    let raw = locked(&instead).take();
    if let Some(raw) = raw {
        raw.send(connection.into_parts().io.into_inner()).await;
    }
}

async fn respond(
    shared: Arc<Shared>,
    planted: Arc<Planted>,
    instead: Instead,
    peer: IpAddr,
    request: http::Request<Incoming>,
) -> io::Result<Response<Pieces>> {
    let (head, body) = request.into_parts();
    let body = match read(&shared, body).await {
        Ok(body) => body,
        Err(status) => return Ok(response(Answer::empty(status).with("connection", "close"), None)),
    };
    let request = Request { method: head.method, uri: head.uri, headers: head.headers, body, peer };
    let (mut answer, outcome) = look_at(&shared, &planted, request);
    let Outcome { raw, chunks, hold, later, ending } = outcome;
    for (wait, rest) in later {
        let (shared, planted) = (Arc::clone(&shared), Arc::clone(&planted));
        tokio::spawn(async move {
            tokio::time::sleep(wait).await;
            rest(&mut shared.world(), &mut locked(&planted.memory));
        });
    }
    if !hold.is_zero() {
        tokio::time::sleep(hold).await;
    }
    if let Some(ending) = ending {
        answer = ending(&mut shared.world(), &mut locked(&planted.memory));
    }
    if let Some(raw) = raw {
        *locked(&instead) = Some(raw);
        return Err(io::ErrorKind::ConnectionAborted.into());
    }
    Ok(response(answer, chunks))
}

fn look_at(shared: &Shared, planted: &Planted, request: Request) -> (Answer, Outcome) {
    let mut world = shared.world();
    let mut memory = locked(&planted.memory);
    memory.requests += 1;
    memory.began.get_or_insert_with(std::time::Instant::now);
    let mut turn = Turn {
        profile: &shared.profile,
        limits: &shared.limits,
        world: &mut world,
        memory: &mut memory,
        request,
        now: shared.clock.now(),
        outcome: Outcome::default(),
    };
    let answer = match planted.hooks.answering {
        Some(answering) => answering(&mut turn),
        None => turn.served(),
    };
    let outcome = std::mem::take(&mut turn.outcome);
    if let Some(log) = &shared.log {
        let sender = crate::request_log::sender(turn.profile, turn.world, &turn.request);
        // Without its message: a fault may have put a secret into it.
        log.write(&turn.request, &Answer::empty(answer.status), &sender);
    }
    (answer, outcome)
}

/// A lock that a panic elsewhere does not poison.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn response(answer: Answer, chunks: Option<usize>) -> Response<Pieces> {
    onto_wire(answer).map(|full| {
        let rest = full.into_inner().unwrap_or_default();
        Pieces { size: chunks.unwrap_or(rest.len()).max(1), rest, chunked: chunks.is_some() }
    })
}

/// A body in one piece, or in pieces whose length is not said beforehand: hyper sends those in chunks.
struct Pieces {
    rest: Bytes,
    size: usize,
    chunked: bool,
}

impl Body for Pieces {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        if self.rest.is_empty() {
            return Poll::Ready(None);
        }
        let size = self.size.min(self.rest.len());
        Poll::Ready(Some(Ok(Frame::data(self.rest.split_to(size)))))
    }

    fn is_end_stream(&self) -> bool {
        !self.chunked && self.rest.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        if self.chunked { SizeHint::default() } else { SizeHint::with_exact(self.rest.len() as u64) }
    }
}
