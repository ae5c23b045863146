//! The members of a HAR file that a trace is made of. No `Debug`: what is here is not yet redacted.

use std::sync::Arc;

use serde::Deserialize;

use super::error::HarError;
use super::lenient::{Lenient, List, Named, Number, Object, Text};

#[derive(Default, Deserialize)]
#[serde(default)]
struct Har<'a> {
    #[serde(borrow)]
    log: Object<Log<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Log<'a> {
    #[serde(borrow)]
    pub(super) creator: Object<Creator<'a>>,
    #[serde(borrow)]
    pub(super) entries: List<Object<Entry<'a>>>,
    #[serde(borrow, rename = "_contract")]
    pub(super) contract: Object<LogContract<'a>>,
}

/// The tool that wrote the file.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Creator<'a> {
    #[serde(borrow)]
    pub(super) name: Text<'a>,
}

/// What our own recordings say about themselves.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct LogContract<'a> {
    #[serde(borrow)]
    pub(super) server: Text<'a>,
    #[serde(borrow)]
    pub(super) version: Text<'a>,
    #[serde(borrow)]
    pub(super) recorded_on: Text<'a>,
    #[serde(borrow)]
    pub(super) accounts: Named<Object<NamedAccount<'a>>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct NamedAccount<'a> {
    pub(super) user_id: Number,
    #[serde(borrow)]
    pub(super) access_token: Text<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Entry<'a> {
    #[serde(borrow, rename = "startedDateTime")]
    pub(super) started: Text<'a>,
    pub(super) time: Number,
    pub(super) timings: Object<Timings>,
    #[serde(borrow)]
    pub(super) request: Object<Request<'a>>,
    #[serde(borrow)]
    pub(super) response: Object<Response<'a>>,
    #[serde(borrow, rename = "_contract")]
    pub(super) contract: Object<EntryContract<'a>>,
}

/// How long connecting took, in milliseconds; -1 where it does not apply.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Timings {
    pub(super) connect: Number,
    pub(super) ssl: Number,
}

/// What our own recordings say about an entry.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct EntryContract<'a> {
    #[serde(borrow)]
    pub(super) gap_before: Text<'a>,
    #[serde(borrow)]
    pub(super) body_base64: Object<Bodies<'a>>,
    #[serde(borrow)]
    pub(super) error: Text<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Bodies<'a> {
    #[serde(borrow)]
    pub(super) request: Text<'a>,
    #[serde(borrow)]
    pub(super) response: Text<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Request<'a> {
    #[serde(borrow)]
    pub(super) method: Text<'a>,
    #[serde(borrow)]
    pub(super) url: Text<'a>,
    #[serde(borrow)]
    pub(super) headers: List<Object<Field<'a>>>,
    #[serde(borrow, rename = "postData")]
    pub(super) post_data: Object<PostData<'a>>,
    #[serde(rename = "bodySize")]
    pub(super) body_size: Number,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Response<'a> {
    pub(super) status: Number,
    #[serde(borrow)]
    pub(super) headers: List<Object<Field<'a>>>,
    #[serde(borrow)]
    pub(super) content: Object<Content<'a>>,
    #[serde(borrow, rename = "_error")]
    pub(super) error: Text<'a>,
    #[serde(rename = "bodySize")]
    pub(super) body_size: Number,
}

/// A header field, or a field of a form.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Field<'a> {
    #[serde(borrow)]
    pub(super) name: Text<'a>,
    #[serde(borrow)]
    pub(super) value: Text<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct PostData<'a> {
    #[serde(borrow)]
    pub(super) text: Text<'a>,
    #[serde(borrow)]
    pub(super) encoding: Text<'a>,
    #[serde(borrow)]
    pub(super) params: List<Object<Field<'a>>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Content<'a> {
    pub(super) size: Number,
    #[serde(borrow)]
    pub(super) text: Text<'a>,
    #[serde(borrow)]
    pub(super) encoding: Text<'a>,
}

/// Reads the text of a file.
pub(super) fn parse<'t>(file: &Arc<str>, text: &'t str) -> Result<Log<'t>, HarError> {
    let har: Object<Har<'t>> = serde_json::from_str(text).map_err(|error| HarError::from_json(file, &error))?;
    let found = match har.0 {
        Lenient::Is(Har { log: Object(Lenient::Is(log)) }) => match log.entries.0 {
            Lenient::Is(_) => return Ok(log),
            Lenient::Wrong => "log.entries is not an array",
            Lenient::Absent => "log has no entries",
        },
        Lenient::Is(Har { log: Object(Lenient::Wrong) }) => "log is not an object",
        Lenient::Is(Har { log: Object(Lenient::Absent) }) => "there is no log",
        Lenient::Wrong | Lenient::Absent => "it is not an object",
    };
    Err(HarError::NoEntries { file: Arc::clone(file), found })
}
