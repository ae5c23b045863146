//! From what the generated client gives to what ours gives: the answer, or an error that can be shown.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use progenitor_client::{Error as Generated, ResponseValue};
use serde::Deserialize;

use crate::envelope::{AsData, Members};
use crate::inner::{Inner, LARGEST_BODY};
use crate::object::Object;
use crate::{Data, Envelope, Error, Operation};

type Answer<T> = Result<ResponseValue<Envelope<T>>, Generated<()>>;

/// What was asked for, or why not.
pub(crate) async fn read<T: Data>(operation: Operation, inner: &Inner, answer: Answer<T>) -> Result<T, Error> {
    match answer {
        Ok(value) => match value.into_inner() {
            Envelope::Accepted { data, .. } => Ok(data),
            Envelope::Refused { message } => Err(refused(operation, inner, &message)),
        },
        Err(Generated::InvalidResponsePayload(body, _)) => Err(malformed::<T>(operation, StatusCode::OK, &body)),
        Err(Generated::UnexpectedResponse(response)) => Err(unexpected(operation, inner, response).await),
        Err(Generated::CommunicationError(error) | Generated::ResponseBodyError(error)) => {
            Err(lost(operation, error.without_url()))
        }
        // The document has no failures that the generator knows, no upgrades, and our hooks never fail.
        Err(Generated::InvalidRequest(_) | Generated::Custom(_)) => {
            Err(Error::invalid_input("request", "it cannot be built"))
        }
        Err(Generated::ErrorResponse(response)) => {
            Err(Error::UnexpectedStatus { operation, status: response.status() })
        }
        Err(Generated::InvalidUpgrade(error)) => Err(lost(operation, error.without_url())),
    }
}

/// How much of a server's message is kept, in characters.
const LONGEST_MESSAGE: usize = 1000;

/// A refusal. A server may repeat the access token it was sent, or another header, and messages are there to be logged.
fn refused(operation: Operation, inner: &Inner, message: &str) -> Error {
    let clean = inner.secrets().iter().fold(message.to_owned(), |clean, secret| clean.replace(secret, "***"));
    let mut message: String = clean.chars().take(LONGEST_MESSAGE).collect();
    if message.len() < clean.len() {
        message.push('…');
    }
    Error::Refused { operation, message }
}

fn lost(operation: Operation, source: reqwest::Error) -> Error {
    if source.is_builder() {
        return Error::invalid_input("request", format!("it cannot be built: {source}"));
    }
    if source.is_timeout() { Error::Timeout { operation, source } } else { Error::Transport { operation, source } }
}

/// An answer with a status other than 200.
async fn unexpected(operation: Operation, inner: &Inner, response: reqwest::Response) -> Error {
    let (status, headers) = (response.status(), response.headers().clone());
    let body = match response.bytes().await {
        Ok(body) => body,
        Err(error) => return lost(operation, error.without_url()),
    };
    if status == StatusCode::TOO_MANY_REQUESTS {
        return Error::Throttled { operation, retry_after: retry_after(&headers) };
    }
    if status == StatusCode::UNAUTHORIZED {
        return Error::Unauthorized { operation, status };
    }
    if status.is_redirection() && status != StatusCode::NOT_MODIFIED {
        return Error::Redirect { operation, status };
    }
    if status.is_server_error() {
        return Error::ServerFault { operation, status };
    }
    match refusal(&body) {
        Some(message) => refused(operation, inner, &message),
        None => Error::UnexpectedStatus { operation, status },
    }
}

/// The longest wait that is told: a server's number added to a clock must not overflow it.
const LONGEST_WAIT: Duration = Duration::from_secs(86_400);

/// `Retry-After` in seconds. Its other form, a date, needs a clock that agrees with the server's.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let seconds = headers.get(http::header::RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds).min(LONGEST_WAIT))
}

/// The message of a refusal in the envelope.
fn refusal(body: &Bytes) -> Option<String> {
    let Object(members): Object<Members<'_>> = serde_json::from_slice(body).ok()?;
    (!members.success).then_some(members.message)
}

/// Where an answer is not what it must be. The generator's error would quote the answer, keys and all; so the body is read
/// once more, and only its places are told.
fn malformed<T: Data>(operation: Operation, status: StatusCode, body: &Bytes) -> Error {
    if body.len() > LARGEST_BODY {
        let problem = format!("it is longer than {LARGEST_BODY} bytes, which is all that is read");
        return Error::Malformed { operation, status, path: ".".to_owned(), problem, length: LARGEST_BODY };
    }
    let (path, problem) = match place::<Object<Members<'_>>>(body) {
        Err(found) => found,
        Ok(Object(Members { data: None, .. })) => (".".to_owned(), "the member `data` is missing".to_owned()),
        Ok(Object(Members { data: Some(data), .. })) => match place::<AsData<T>>(data.get().as_bytes()) {
            Err((path, problem)) if path == "." => ("data".to_owned(), problem),
            Err((path, problem)) => (format!("data.{path}"), problem),
            Ok(_) => (".".to_owned(), "it cannot be read".to_owned()),
        },
    };
    Error::Malformed { operation, status, path, problem, length: body.len() }
}

fn place<'de, T: Deserialize<'de>>(text: &'de [u8]) -> Result<T, (String, String)> {
    let mut deserializer = serde_json::Deserializer::from_slice(text);
    let value = serde_path_to_error::deserialize(&mut deserializer)
        .map_err(|error| (known_path(&error), problem(error.inner())))?;
    match deserializer.end() {
        Ok(()) => Ok(value),
        Err(error) => Err((".".to_owned(), problem(&error))),
    }
}

/// Where it is wrong. A value of a wrong type stands at a member that we know; text that is no JSON may stand at any, whose
/// name is the server's to choose and could be a secret.
fn known_path(error: &serde_path_to_error::Error<serde_json::Error>) -> String {
    if error.inner().is_data() { error.path().to_string() } else { ".".to_owned() }
}

/// What is wrong, without the value that is: serde's words quote it before the last `, expected `, and what follows, like a
/// member's name between backticks, is ours.
fn problem(error: &serde_json::Error) -> String {
    use serde_json::error::Category;
    match error.classify() {
        Category::Eof => return "it ends too early".to_owned(),
        Category::Syntax | Category::Io => {
            return format!("it is not JSON at line {}, column {}", error.line(), error.column());
        }
        Category::Data => {}
    }
    let text = error.to_string();
    let text = text.rsplit_once(" at line ").map_or(text.as_str(), |(text, _)| text);
    if let Some(member) = text.strip_prefix("missing field `") {
        return format!("the member `{} is missing", member.trim_end());
    }
    if let Some(member) = text.strip_prefix("duplicate field `") {
        return format!("the member `{} is there twice", member.trim_end());
    }
    match text.rsplit_once(", expected ") {
        Some((_, expected)) => format!("expected {}", in_words_of_json(expected)),
        None => "it has a value of another type".to_owned(),
    }
}

/// serde names the types of Rust.
fn in_words_of_json(expected: &str) -> &str {
    match expected {
        "i32" => "an integer of 32 bits",
        "i64" => "an integer of 64 bits",
        "a sequence" => "an array",
        other => other,
    }
}
