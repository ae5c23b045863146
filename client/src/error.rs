//! What can go wrong, in kinds to match on. No text of an error holds a secret or a byte of a body, but for the message of
//! a refusal, which is the server's to word.

use std::time::Duration;

use http::StatusCode;

use crate::{ApiKey, Field, KeyId, Operation};

/// What went wrong.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The server answered `success: false`: it did nothing.
    #[error("{operation} was refused: {}", shown(message))]
    Refused {
        /// The operation.
        operation: Operation,
        /// The server's words: untrusted text. Cut after 1,000 characters, and `***` where they repeat the access
        /// token, or a header of [`Options::header`](crate::Options::header) of 8 bytes or more.
        message: String,
    },
    /// The access token was not accepted (401).
    #[error("{operation} was not authorized (status {status}): check the access token")]
    Unauthorized {
        /// The operation.
        operation: Operation,
        /// The HTTP status.
        status: StatusCode,
    },
    /// Too many requests (429).
    #[error("{operation} was throttled{}", wait(*retry_after))]
    Throttled {
        /// The operation.
        operation: Operation,
        /// How long to wait, where the server says so in seconds: a day at most, even when it says more.
        retry_after: Option<Duration>,
    },
    /// The server failed (5xx): it may have done what was asked, or not.
    #[error("{operation} failed on the server (status {status}){}", or_not(*operation))]
    ServerFault {
        /// The operation.
        operation: Operation,
        /// The HTTP status.
        status: StatusCode,
    },
    /// The answer is not what the documentation says: it may have been done or not.
    #[error("the answer to {operation} (status {status}, {length} bytes) is malformed at {path}: {problem}")]
    Malformed {
        /// The operation.
        operation: Operation,
        /// The HTTP status.
        status: StatusCode,
        /// The place: `data.items[3].status`, or `.` for the whole.
        path: String,
        /// What is wrong there, in our words: no value of the answer is in them.
        problem: String,
        /// How long the body is, in bytes.
        length: usize,
    },
    /// The server pointed elsewhere (3xx but 304). Redirects are not followed: they would carry the request to another host.
    #[error("{operation} was redirected (status {status}), and redirects are not followed: check the base URL")]
    Redirect {
        /// The operation.
        operation: Operation,
        /// The HTTP status.
        status: StatusCode,
    },
    /// An answer with a status that the documentation does not have.
    #[error("{operation} was answered with the undocumented status {status}")]
    UnexpectedStatus {
        /// The operation.
        operation: Operation,
        /// The HTTP status.
        status: StatusCode,
    },
    /// No answer in time: it may have been done or not.
    #[error("{operation} was not answered in time{}", or_not(*operation))]
    Timeout {
        /// The operation.
        operation: Operation,
        /// What the HTTP client says, without the URL.
        source: reqwest::Error,
    },
    /// No whole answer: not connected, or cut off.
    #[error("{operation} could not be sent, or its answer not be received{}", or_not(*operation))]
    Transport {
        /// The operation.
        operation: Operation,
        /// What the HTTP client says, without the URL.
        source: reqwest::Error,
    },
    /// An update was accepted, but the server then shows otherwise than was sent.
    #[error("the update was accepted, but not applied: {} not as sent", listed(fields))]
    NotApplied {
        /// The fields that are not as they were sent, in the record that the update was answered with or in the one read
        /// afterwards.
        fields: Vec<Field>,
        /// The record as it was read afterwards, or else answered.
        record: Box<ApiKey>,
    },
    /// An update was accepted, but what it did is not known: reading it back failed.
    #[error("the update was accepted, but could not be confirmed")]
    Unconfirmed {
        /// Why reading failed.
        source: Box<Error>,
    },
    /// The answer is the record of another key than was asked for.
    #[error("{operation} was answered with the record of another key: {asked} was asked for, and {answered} answered")]
    OtherKey {
        /// The operation.
        operation: Operation,
        /// The id that was asked for.
        asked: KeyId,
        /// The id of the record.
        answered: KeyId,
    },
    /// An argument that cannot be right. Nothing was changed, and unless the documentation says otherwise nothing was sent.
    #[error("the {argument} cannot be used: {why}")]
    InvalidInput {
        /// The argument.
        argument: &'static str,
        /// Why, without its value.
        why: String,
    },
}

/// The kind of an error: stable, to be counted or logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// [`Error::Refused`]
    Refused,
    /// [`Error::Unauthorized`]
    Unauthorized,
    /// [`Error::Throttled`]
    Throttled,
    /// [`Error::ServerFault`]
    ServerFault,
    /// [`Error::Malformed`]
    Malformed,
    /// [`Error::Redirect`]
    Redirect,
    /// [`Error::UnexpectedStatus`]
    UnexpectedStatus,
    /// [`Error::Timeout`]
    Timeout,
    /// [`Error::Transport`]
    Transport,
    /// [`Error::NotApplied`]
    NotApplied,
    /// [`Error::Unconfirmed`]
    Unconfirmed,
    /// [`Error::OtherKey`]
    OtherKey,
    /// [`Error::InvalidInput`]
    InvalidInput,
}

impl Error {
    /// The kind.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Refused { .. } => Kind::Refused,
            Self::Unauthorized { .. } => Kind::Unauthorized,
            Self::Throttled { .. } => Kind::Throttled,
            Self::ServerFault { .. } => Kind::ServerFault,
            Self::Malformed { .. } => Kind::Malformed,
            Self::Redirect { .. } => Kind::Redirect,
            Self::UnexpectedStatus { .. } => Kind::UnexpectedStatus,
            Self::Timeout { .. } => Kind::Timeout,
            Self::Transport { .. } => Kind::Transport,
            Self::NotApplied { .. } => Kind::NotApplied,
            Self::Unconfirmed { .. } => Kind::Unconfirmed,
            Self::OtherKey { .. } => Kind::OtherKey,
            Self::InvalidInput { .. } => Kind::InvalidInput,
        }
    }

    /// Whether sending the same again may succeed and can do no harm: reads that were throttled, failed on the server, or
    /// got no answer. A write is never said to be retryable: it may have been done.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Throttled { operation, .. }
            | Self::ServerFault { operation, .. }
            | Self::Timeout { operation, .. }
            | Self::Transport { operation, .. } => operation.is_read(),
            _ => false,
        }
    }

    pub(crate) fn invalid_input(argument: &'static str, why: impl Into<String>) -> Self {
        Self::InvalidInput { argument, why: why.into() }
    }
}

fn listed(fields: &[Field]) -> String {
    let names: Vec<&str> = fields.iter().map(|field| field.name()).collect();
    format!("{} {}", names.join(", "), if names.len() == 1 { "is" } else { "are" })
}

/// What nobody knows of a write without an answer.
fn or_not(operation: Operation) -> &'static str {
    if operation.is_read() { "" } else { ": it may have been done or not" }
}

fn wait(retry_after: Option<Duration>) -> String {
    retry_after.map_or_else(String::new, |wait| format!(", to be sent again in {} s", wait.as_secs()))
}

/// A server's words on one line, and without what acts on a terminal.
fn shown(message: &str) -> String {
    let acts = |c: char| {
        c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    message.chars().map(|c| if acts(c) { c.escape_unicode().to_string() } else { c.to_string() }).collect()
}
