//! The loop that takes connections, and what happens on one.
//!
//! It stands on hyper itself: axum's loop has no limit for the time a client may take over the head of a request, and
//! hides the connection.

use std::convert::Infallible;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::{Body as _, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use crate::answer::Answer;
use crate::clock::Clock;
use crate::faults::{self, Planted};
use crate::limits::Limits;
use crate::model;
use crate::profile::Profile;
use crate::request::Request;
use crate::request_log::{self, RequestLog};
use crate::world::World;

/// The largest request body that is read, in bytes, unless [`crate::Builder::largest_body`] says otherwise. A larger one
/// is answered 413.
pub const LARGEST_BODY: usize = 1024 * 1024;

/// How long a client may take over the head of a request, and then over its body, unless
/// [`crate::Builder::slowest_request`] says otherwise. A late body is answered 408, a late head with the end of the
/// connection.
pub const SLOWEST_REQUEST: Duration = Duration::from_secs(10);

/// How much of a body that is too large is still taken off the wire, in largest bodies, so that its sender comes to read
/// the answer. One that never ends is cut there.
const THROWN_AWAY: usize = 16;

/// What every connection shares.
pub(crate) struct Shared {
    pub(crate) profile: Profile,
    pub(crate) limits: Limits,
    pub(crate) clock: Clock,
    pub(crate) world: Mutex<World>,
    pub(crate) log: Option<RequestLog>,
    /// The fault or control that is built in.
    pub(crate) planted: Option<Arc<Planted>>,
    pub(crate) largest_body: usize,
    pub(crate) slowest_request: Duration,
}

impl Shared {
    /// The state. A panic elsewhere does not poison it: nothing leaves it half-changed.
    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Serves until it is told to stop.
pub(crate) async fn serve(listener: TcpListener, shared: Arc<Shared>, mut stop: watch::Receiver<bool>) {
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stop.changed() => return,
        };
        match accepted {
            Ok((stream, peer)) => match &shared.planted {
                None => drop(tokio::spawn(connection(stream, peer.ip(), Arc::clone(&shared)))),
                Some(planted) => {
                    let planted = Arc::clone(planted);
                    tokio::spawn(faults::connection(stream, peer.ip(), Arc::clone(&shared), planted));
                }
            },
            // Out of files, or the client went away: what is open goes on, and the next one may be taken.
            Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    }
}

async fn connection(stream: TcpStream, peer: IpAddr, shared: Arc<Shared>) {
    let slowest = shared.slowest_request;
    // A small answer is sent at once, not held back for more.
    let _ = stream.set_nodelay(true);
    let service = service_fn(|request| respond(Arc::clone(&shared), peer, request));
    // A connection that breaks, or speaks no HTTP, was answered as far as it could be.
    let _ = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(slowest)
        .serve_connection(TokioIo::new(stream), service)
        .await;
}

async fn respond(
    shared: Arc<Shared>,
    peer: IpAddr,
    request: http::Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let (head, body) = request.into_parts();
    let body = match read(&shared, body).await {
        Ok(body) => body,
        Err(status) => {
            // What is left of the body is not read, so the connection cannot go on.
            let answer = Answer::empty(status).with("connection", "close");
            let request =
                Request { method: head.method, uri: head.uri, headers: head.headers, body: Bytes::new(), peer };
            shared.world().requests += 1;
            if let Some(log) = &shared.log {
                log.write(&request, &answer, &request_log::sender(&shared.profile, &shared.world(), &request));
            }
            return Ok(onto_wire(answer));
        }
    };
    let request = Request { method: head.method, uri: head.uri, headers: head.headers, body, peer };
    let (answer, account) = {
        let mut world = shared.world();
        let answer = model::answer(&shared.profile, &shared.limits, &mut world, &request, shared.clock.now());
        // A server dates its answers by its own clock.
        let answer = match shared.clock.stopped_date() {
            Some(date) => answer.with("date", date),
            None => answer,
        };
        let account = shared.log.as_ref().map(|_| request_log::sender(&shared.profile, &world, &request));
        (answer, account)
    };
    if let Some(log) = &shared.log {
        log.write(&request, &answer, account.as_deref().unwrap_or_default());
    }
    Ok(onto_wire(answer))
}

/// The whole body, or the status of the refusal: 413 for a large one, 408 for a late one, 400 for one that breaks off.
pub(crate) async fn read(shared: &Shared, mut body: Incoming) -> Result<Bytes, u16> {
    if body.is_end_stream() {
        return Ok(Bytes::new());
    }
    let (largest, slowest) = (shared.largest_body, shared.slowest_request);
    if body.size_hint().lower() > largest as u64 {
        tokio::spawn(throw_away(body, largest, slowest));
        return Err(413);
    }
    match tokio::time::timeout(slowest, Limited::new(&mut body, largest).collect()).await {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(error)) if error.is::<http_body_util::LengthLimitError>() => {
            tokio::spawn(throw_away(body, largest, slowest));
            Err(413)
        }
        Ok(Err(_)) => Err(400),
        Err(_) => Err(408),
    }
}

/// Takes the rest of a body off the wire while its answer goes out: a connection that is closed over unread bytes is
/// reset, and the answer lost with it.
async fn throw_away(mut body: Incoming, largest: usize, slowest: Duration) {
    let mut left = largest.saturating_mul(THROWN_AWAY);
    let rest = async {
        while let Some(Ok(frame)) = body.frame().await {
            left = left.saturating_sub(frame.data_ref().map_or(0, Bytes::len));
            if left == 0 {
                return;
            }
        }
    };
    // A slow sender is left alone.
    let _ = tokio::time::timeout(slowest, rest).await;
}

pub(crate) fn onto_wire(answer: Answer) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(answer.body));
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    if let Some(content_type) = answer.content_type {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    }
    for (name, value) in answer.headers {
        // A redirect repeats the query, which came in a header itself and so fits into one.
        if let Ok(value) = HeaderValue::try_from(value) {
            headers.append(name, value);
        }
    }
    response
}
