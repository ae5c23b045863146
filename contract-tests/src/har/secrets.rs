//! Where a HAR file gives secrets away.

use std::borrow::Cow;

use super::body::{Body, request_body, response_body};
use super::draft::Draft;
use super::file::{Field, Log};
use super::lenient::{Lenient, List, Object};
use super::select::Candidate;
use crate::redaction::Redactor;

/// Learns all secrets of the files that could occur in the exchanges.
///
/// From every entry its headers and URL; from entries of a server of this API also the bodies, as far as they are
/// JSON or forms. Bodies of other servers are left alone: scripts are full of members called `key`, and what is not
/// kept needs no redaction.
pub(super) fn learn(logs: &[Log<'_>], candidates: &[Candidate<'_>], drafts: &[&Draft<'_>]) -> Redactor {
    let mut redactor = Redactor::new();
    for log in logs {
        learn_accounts(log, &mut redactor);
    }
    for candidate in candidates {
        redactor.learn_url(&candidate.url);
        learn_headers(candidate.entry.request.get().map(|request| &request.headers), &mut redactor);
        learn_headers(candidate.entry.response.get().map(|response| &response.headers), &mut redactor);
        if candidate.chosen.is_none() && candidate.is_of_this_server {
            learn_bodies(candidate, &mut redactor);
        }
    }
    for draft in drafts {
        draft.teach(&mut redactor);
    }
    redactor
}

fn learn_accounts(log: &Log<'_>, redactor: &mut Redactor) {
    let Some(contract) = log.contract.get() else { return };
    let Lenient::Is(accounts) = &contract.accounts.0 else { return };
    for (_, account) in accounts {
        if let Some(token) = account.get().and_then(|account| account.access_token.get()) {
            redactor.learn_secret(token);
        }
    }
}

fn learn_headers(fields: Option<&List<Object<Field<'_>>>>, redactor: &mut Redactor) {
    for field in fields.map_or(&[][..], List::items).iter().filter_map(|field| field.get()) {
        if let (Some(name), Some(value)) = (field.name.get(), field.value.get()) {
            redactor.learn_header(name, value);
        }
    }
}

fn learn_bodies(candidate: &Candidate<'_>, redactor: &mut Redactor) {
    let is_json = |body: &[u8]| matches!(body.trim_ascii_start().first(), Some(b'{' | b'['));
    if let Body::Bytes(body) = request_body(candidate.entry) {
        redactor.learn_body(&body);
    }
    if let Body::Bytes(body) = response_body(candidate.entry, 200)
        && is_json(&body)
    {
        let body: Cow<'_, [u8]> = body;
        redactor.learn_body(&body);
    }
}
