//! One HTTP request and its answer, as bytes, with who sent it and when.

use std::sync::Arc;

use bytes::Bytes;
use jiff::Timestamp;

use crate::operation::Operation;

/// One HTTP request and what came back.
///
/// Secrets are already placeholders here: whoever builds an exchange (the HAR reader, a recorder) redacts first, so
/// nothing downstream can leak what it never saw.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// Where it was read.
    pub location: Location,
    /// When the request was started.
    pub started: Timestamp,
    /// When the answer was complete, or the attempt given up.
    pub ended: Timestamp,
    /// Whose credential the request carried.
    pub sender: Sender,
    /// The documented operation it is, if any.
    pub operation: Operation,
    /// What was sent.
    pub request: Request,
    /// What came back.
    pub answer: Answer,
    /// Why exchanges are known to be missing just before this one, if they are.
    pub gap_before: Option<String>,
}

/// The place of an exchange: a file and the index of its entry in `log.entries`; of a run the case, and the number of the
/// request in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// The file as the user would name it: relative to the repository for our own recordings. Of a run the driver and the
    /// case: `names, case 12`.
    pub file: Arc<str>,
    /// The index in `log.entries`, from 0, as the file has it (before sorting by time).
    pub entry: usize,
}

impl std::fmt::Display for Location {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match crate::run::is_of_a_run(self) {
            true => write!(f, "{}{}{}", self.file, crate::run::REQUEST, self.entry),
            false => write!(f, "{}#/log/entries/{}", self.file, self.entry),
        }
    }
}

/// A request as it was sent.
#[derive(Clone, Debug)]
pub struct Request {
    /// The method, in upper case.
    pub method: String,
    /// Scheme, host and port: `https://api.cometapi.com`.
    pub origin: Arc<str>,
    /// The path below the base URL, still percent-encoded, without the query.
    pub path: String,
    /// The pairs of the query, decoded, in order.
    pub query: Vec<(String, String)>,
    /// The header fields.
    pub headers: Headers,
    /// The body; `None` when none was sent (an empty one is `Some` of nothing).
    pub body: Option<Bytes>,
}

/// What came back for a request.
#[derive(Clone, Debug)]
pub enum Answer {
    /// An HTTP response.
    Response(Response),
    /// None: refused connection, timeout, reset. The text says which and holds no secret.
    Nothing(String),
}

impl Answer {
    /// The response, if there was one.
    pub fn response(&self) -> Option<&Response> {
        match self {
            Self::Response(response) => Some(response),
            Self::Nothing(_) => None,
        }
    }
}

/// A response as it was received.
#[derive(Clone, Debug)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// The header fields.
    pub headers: Headers,
    /// The body, decoded from any transfer or content coding.
    pub body: Bytes,
}

/// Header fields in the order they came. Names are compared without case; a name may repeat.
///
/// Not `http::HeaderMap`, because recordings hold names that it refuses (`:authority` in a browser's HAR).
#[derive(Clone, Debug, Default)]
pub struct Headers(pub Vec<(String, String)>);

impl Headers {
    /// The value of the first field of that name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The media type of the first `Content-Type`, without parameters, in lower case.
    pub fn media_type(&self) -> Option<String> {
        self.media_types().into_iter().next()
    }

    /// The media types of all `Content-Type` fields, without parameters, in lower case: more than one leaves open which
    /// of them counts.
    pub fn media_types(&self) -> Vec<String> {
        let fields = self.0.iter().filter(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        let types = fields.map(|(_, value)| value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase());
        types.filter(|media_type| !media_type.is_empty()).collect()
    }
}

/// Whose credential a request carried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sender {
    /// The credential.
    pub credential: Credential,
    /// Whether the value came behind a `Bearer` prefix, which the documentation tells clients not to send.
    pub bearer: bool,
}

/// What the `Authorization` of a request was worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Credential {
    /// An account of the trace: an index into `Trace::accounts`.
    Account(usize),
    /// The trace names its accounts and this value is none of them.
    Wrong,
    /// No value, or an empty one, in a trace that names its accounts.
    Missing,
    /// It cannot be told: browsers strip the header when they export a recording.
    Unknown,
    /// An API key, not an account: a model request. The number is the same for the same key within a trace.
    Key(usize),
}
