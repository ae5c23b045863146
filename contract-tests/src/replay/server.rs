//! The server itself.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::response::Response;
use http::{HeaderName, HeaderValue, StatusCode};
use tokio::sync::oneshot;
use url::form_urlencoded;

use super::connection::{CuttableListener, Scissors};
use super::matching::{Received, ReplayFailure};
use super::tape::{Reply, Tape};
use crate::exchange::{self, Answer, Exchange};

/// Header fields that belong to the recorded connection, not to the answer.
const NOT_REPLAYED: [&str; 12] = [
    "connection",
    "content-encoding",
    "content-length",
    "date",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// The largest request body that is read, in bytes.
const LARGEST_BODY: usize = 16 * 1024 * 1024;

/// A server on loopback that answers as recorded.
///
/// The next request must be the next one of the recording: the same method, path, pairs of the query, body (equal as
/// JSON, or else byte by byte) and `Authorization`. It is answered with the recorded status, header fields and body;
/// where nothing came back then, the connection is closed. Another request is answered 409 with what was expected and
/// what came, is remembered, and changes nothing; after the last one every request is answered 410.
///
/// It runs on a thread of its own until it is dropped.
pub struct ReplayServer {
    address: SocketAddr,
    tape: Arc<Mutex<Tape>>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl std::fmt::Debug for ReplayServer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ReplayServer").field("address", &self.address).finish_non_exhaustive()
    }
}

impl ReplayServer {
    /// Serves these exchanges, in this order, on a free port of 127.0.0.1. `Trace::exchanges` are in order of time.
    ///
    /// # Errors
    ///
    /// When no port can be opened or no thread started.
    pub fn start(exchanges: Vec<Arc<Exchange>>) -> io::Result<Self> {
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let tape = Arc::new(Mutex::new(Tape::new(exchanges)));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let (stop, stopped) = oneshot::channel();
        let served = Arc::clone(&tape);
        let thread = std::thread::Builder::new().name("replay".to_owned()).spawn(move || {
            runtime.block_on(async {
                tokio::select! {
                    _ = stopped => {}
                    () = serve(listener, served) => {}
                }
            });
        })?;
        Ok(Self { address, tape, stop: Some(stop), thread: Some(thread) })
    }

    /// Where it listens: `http://127.0.0.1:PORT`.
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// How many exchanges have not been replayed yet.
    pub fn remaining(&self) -> usize {
        lock(&self.tape).remaining()
    }

    /// The requests that were not the next one, in the order they came.
    pub fn failures(&self) -> Vec<ReplayFailure> {
        lock(&self.tape).failures.clone()
    }
}

impl Drop for ReplayServer {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has said so itself; there is nothing left to stop.
            let _ = thread.join();
        }
    }
}

async fn serve(listener: std::net::TcpListener, tape: Arc<Mutex<Tape>>) {
    // Only a listener that is no socket fails here; clients then see a refused connection.
    let Ok(listener) = tokio::net::TcpListener::from_std(listener) else { return };
    let router = Router::new().fallback(answer).with_state(tape);
    let service = router.into_make_service_with_connect_info::<Scissors>();
    let _ = axum::serve(CuttableListener(listener), service).await;
}

async fn answer(
    State(tape): State<Arc<Mutex<Tape>>>,
    ConnectInfo(scissors): ConnectInfo<Scissors>,
    request: Request,
) -> Response {
    let (head, body) = request.into_parts();
    // A body that breaks off is no request: the connection is gone.
    let Ok(body) = axum::body::to_bytes(body, LARGEST_BODY).await else {
        let text = r#"{"replay":"unreadable request body"}"#;
        return message(StatusCode::PAYLOAD_TOO_LARGE, text);
    };
    let received = Received {
        method: head.method.as_str().to_owned(),
        path: head.uri.path().to_owned(),
        query: form_urlencoded::parse(head.uri.query().unwrap_or_default().as_bytes()).into_owned().collect(),
        authorization: head.headers.get("authorization").map(|value| value.as_bytes().to_vec()),
        body: body.into(),
    };
    let reply = lock(&tape).play(&received);
    match reply {
        Reply::Recorded(Answer::Response(response)) => recorded(response, &scissors),
        Reply::Recorded(Answer::Nothing(_)) => cut(&scissors),
        Reply::Unmatched(failure) => message(StatusCode::CONFLICT, &failure.body().to_string()),
        Reply::Ended(failure) => message(StatusCode::GONE, &failure.body().to_string()),
    }
}

fn recorded(recorded: exchange::Response, scissors: &Scissors) -> Response {
    // An interim status cannot be the final answer: whoever recorded it saw no other either.
    let Some(status) = StatusCode::from_u16(recorded.status).ok().filter(|status| !status.is_informational()) else {
        return cut(scissors);
    };
    let mut response = Response::new(Body::from(recorded.body));
    *response.status_mut() = status;
    for (name, value) in &recorded.headers.0 {
        if NOT_REPLAYED.iter().any(|skipped| skipped.eq_ignore_ascii_case(name)) {
            continue;
        }
        // Names such as `:status` and values with line breaks come from recordings of other protocols and tools.
        if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value)) {
            response.headers_mut().append(name, value);
        }
    }
    response
}

fn cut(scissors: &Scissors) -> Response {
    scissors.cut();
    Response::new(Body::empty())
}

fn message(status: StatusCode, text: &str) -> Response {
    let mut response = Response::new(Body::from(text.to_owned()));
    *response.status_mut() = status;
    response.headers_mut().insert("content-type", HeaderValue::from_static("application/json"));
    response
}

/// The state stays usable after a panic elsewhere: a tape is whole between any two of its calls.
fn lock(tape: &Mutex<Tape>) -> MutexGuard<'_, Tape> {
    tape.lock().unwrap_or_else(PoisonError::into_inner)
}
