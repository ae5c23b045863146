//! An exchange before redaction: what the file says, borrowed from it. No `Debug`, on purpose.

use std::borrow::Cow;
use std::sync::Arc;

use bytes::Bytes;
use jiff::Timestamp;

use super::body::{Body, request_body, response_body};
use super::file::{Entry, Field};
use super::lenient::{List, Object};
use super::notes::Notes;
use super::select::Candidate;
use super::time::ended;
use crate::exchange::{Answer, Exchange, Headers, Location, Request, Response, Sender};
use crate::operation::Operation;
use crate::redaction::Redactor;

/// An exchange that still holds its secrets.
pub(super) struct Draft<'e> {
    pub(super) location: Location,
    pub(super) started: Timestamp,
    pub(super) operation: Operation,
    pub(super) gap_before: Option<Cow<'e, str>>,
    /// Set when the file does not hold the whole exchange, which must not be judged then.
    pub(super) is_lost: bool,
    candidate: &'e Candidate<'e>,
    request_body: Option<Cow<'e, [u8]>>,
    answer: DraftAnswer<'e>,
}

enum DraftAnswer<'e> {
    Response { status: u16, body: Cow<'e, [u8]> },
    Nothing(Cow<'e, str>),
}

impl<'e> Draft<'e> {
    /// Reads what an entry that was chosen says; `None` for others.
    pub(super) fn new(candidate: &'e Candidate<'e>, started: Timestamp, notes: &mut Notes) -> Option<Self> {
        let (operation, _) = candidate.chosen.as_ref()?;
        let entry = candidate.entry;
        note_wrong_types(entry, &candidate.location, notes);
        let mut lost = None;
        let request_body = match request_body(entry) {
            Body::Bytes(bytes) => Some(bytes),
            Body::None => None,
            Body::Lost(why) => {
                lost = Some(why);
                None
            }
        };
        let answer = match answer(entry) {
            Ok(answer) => answer,
            Err(why) => {
                lost = Some(why);
                DraftAnswer::Nothing(Cow::Borrowed(""))
            }
        };
        if let Some(why) = lost {
            notes.add(why, &candidate.location);
        }
        let gap_before = entry.contract.get().and_then(|contract| contract.gap_before.get()).map(Cow::Borrowed);
        Some(Self {
            location: candidate.location.clone(),
            started,
            operation: *operation,
            gap_before,
            is_lost: lost.is_some(),
            candidate,
            request_body,
            answer,
        })
    }

    /// The value of `Authorization`, if the request has that header.
    pub(super) fn authorization(&self) -> Option<&'e str> {
        let headers = self.candidate.entry.request.get()?.headers.items();
        let mut fields = headers.iter().filter_map(|field| Some((field.get()?.name.get()?, field.get()?.value.get())));
        fields.find(|(name, _)| name.eq_ignore_ascii_case("authorization")).map(|(_, value)| value.unwrap_or_default())
    }

    /// Lets the redactor learn from the bodies.
    pub(super) fn teach(&self, redactor: &mut Redactor) {
        if let Some(body) = &self.request_body {
            redactor.learn_body(body);
        }
        if let DraftAnswer::Response { body, .. } = &self.answer {
            redactor.learn_body(body);
        }
    }

    /// The exchange, without secrets.
    pub(super) fn into_exchange(self, sender: Sender, redactor: &Redactor) -> Exchange {
        let Candidate { entry, url, origin, chosen, .. } = self.candidate;
        let (method, authority) = request_line(entry);
        let path = chosen.as_ref().map_or("", |(_, path)| path);
        let query = match url.query() {
            None => Vec::new(),
            Some(_) => url
                .query_pairs()
                .map(|(name, value)| (redactor.redact(&name).into_owned(), redactor.redact(&value).into_owned()))
                .collect(),
        };
        let request = Request {
            // Redacted before its case is changed, which would hide a secret from the redactor.
            method: redactor.redact(method).to_ascii_uppercase(),
            origin: redacted_origin(origin, url.scheme(), authority, redactor),
            path: redactor.redact(path).into_owned(),
            query,
            headers: headers(entry.request.get().map(|request| &request.headers), redactor),
            body: self.request_body.map(|body| redacted_body(body, redactor)),
        };
        let answer = match self.answer {
            DraftAnswer::Nothing(why) => Answer::Nothing(redactor.redact(&why).into_owned()),
            DraftAnswer::Response { status, body } => Answer::Response(Response {
                status,
                headers: headers(entry.response.get().map(|response| &response.headers), redactor),
                body: redacted_body(body, redactor),
            }),
        };
        Exchange {
            location: self.location,
            started: self.started,
            ended: ended(self.started, self.candidate.milliseconds),
            sender,
            operation: self.operation,
            request,
            answer,
            gap_before: self.gap_before.map(|gap| redactor.redact(&gap).into_owned()),
        }
    }
}

/// What came back, or why the file cannot tell.
fn answer<'e>(entry: &'e Entry<'_>) -> Result<DraftAnswer<'e>, &'static str> {
    if let Some(error) = entry.contract.get().and_then(|contract| contract.error.get()) {
        return Ok(DraftAnswer::Nothing(Cow::Borrowed(error)));
    }
    let Some(response) = entry.response.get() else {
        return Ok(DraftAnswer::Nothing(Cow::Borrowed("the recording holds no response")));
    };
    let status = response.status.integer().and_then(|status| u16::try_from(status).ok());
    let Some(status) = status.filter(|status| (100..=999).contains(status)) else {
        let why = response.error.get().unwrap_or("the recording holds no status of a response");
        return Ok(DraftAnswer::Nothing(Cow::Borrowed(why)));
    };
    match response_body(entry, status) {
        Body::Bytes(body) => Ok(DraftAnswer::Response { status, body }),
        Body::None => Ok(DraftAnswer::Response { status, body: Cow::Borrowed(&[]) }),
        Body::Lost(why) => Err(why),
    }
}

fn headers(fields: Option<&List<Object<Field<'_>>>>, redactor: &Redactor) -> Headers {
    let fields = fields.map_or(&[][..], List::items).iter().filter_map(|field| field.get());
    let header = |field: &Field<'_>| {
        let name = field.name.get()?;
        let value = redactor.redact_header(name, field.value.get().unwrap_or_default()).into_owned();
        Some((redactor.redact(name).into_owned(), value))
    };
    Headers(fields.filter_map(header).collect())
}

fn redacted_body(body: Cow<'_, [u8]>, redactor: &Redactor) -> Bytes {
    match redactor.redact_bytes(&body) {
        Cow::Owned(redacted) => Bytes::from(redacted),
        Cow::Borrowed(_) => Bytes::from(body.into_owned()),
    }
}

/// The method and the authority of the URL, without a user, as they are written in the file.
fn request_line<'e>(entry: &'e Entry<'_>) -> (&'e str, &'e str) {
    let Some(request) = entry.request.get() else { return ("", "") };
    let url = request.url.get().unwrap_or_default();
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    (request.method.get().unwrap_or_default().trim(), host)
}

/// The origin, in which the case of the host is lost: so the authority is what secrets are looked for in.
fn redacted_origin(origin: &Arc<str>, scheme: &str, authority: &str, redactor: &Redactor) -> Arc<str> {
    match redactor.redact(authority) {
        Cow::Borrowed(_) => Arc::clone(origin),
        Cow::Owned(redacted) => format!("{scheme}://{redacted}").into(),
    }
}

/// Notes members of another type than HAR says, where ignoring them takes something from the exchange.
fn note_wrong_types(entry: &Entry<'_>, location: &Location, notes: &mut Notes) {
    let mut note = |is_wrong: bool, text| {
        if is_wrong {
            notes.add(text, location);
        }
    };
    note(entry.time.get().is_none(), "an entry has no usable time: it counts as ended when it was started");
    note(entry.contract.0.is_wrong(), "_contract of an entry is ignored: it is not an object");
    if let Some(contract) = entry.contract.get() {
        note(contract.gap_before.0.is_wrong(), "_contract.gap_before is ignored: it is not a string");
        note(contract.error.0.is_wrong(), "_contract.error is ignored: it is not a string");
        note(contract.body_base64.0.is_wrong(), "_contract.body_base64 is ignored: it is not an object");
        if let Some(bodies) = contract.body_base64.get() {
            let is_wrong = bodies.request.0.is_wrong() || bodies.response.0.is_wrong();
            note(is_wrong, "a member of _contract.body_base64 is ignored: it is not a string");
        }
    }
    let is_damaged = |fields: &List<Object<Field<'_>>>| {
        let is_field = |field: &Object<Field<'_>>| field.get().is_some_and(|field| field.name.get().is_some());
        !fields.items().iter().all(is_field)
    };
    if let Some(request) = entry.request.get() {
        note(request.headers.0.is_wrong(), "request.headers are ignored: they are not an array");
        note(is_damaged(&request.headers), "a request header is ignored: it has no name");
        note(request.post_data.0.is_wrong(), "request.postData is ignored: it is not an object");
    }
    if let Some(response) = entry.response.get() {
        note(response.headers.0.is_wrong(), "response.headers are ignored: they are not an array");
        note(is_damaged(&response.headers), "a response header is ignored: it has no name");
        note(response.content.0.is_wrong(), "response.content is ignored: it is not an object");
    }
}
