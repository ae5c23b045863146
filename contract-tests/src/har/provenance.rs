//! Where a trace comes from, as its files say.

use std::sync::Arc;

use super::file::{Log, LogContract};
use super::lenient::Text;
use super::notes::Notes;
use crate::exchange::{Exchange, Location};
use crate::redaction::Redactor;
use crate::trace::Provenance;

/// What the files say about the server and the day, and what their requests say about origins.
pub(super) fn provenance(
    logs: &[Log<'_>],
    files: Vec<Arc<str>>,
    exchanges: &[Arc<Exchange>],
    redactor: &Redactor,
    notes: &mut Notes,
) -> Provenance {
    let place = |index: usize| Location { file: Arc::clone(&files[index]), entry: 0 };
    let mut servers: Vec<String> = Vec::new();
    let mut days: Vec<String> = Vec::new();
    for (index, log) in logs.iter().enumerate() {
        if log.contract.0.is_wrong() {
            notes.add("log._contract is ignored: it is not an object", &place(index));
        }
        let Some(contract) = log.contract.get() else { continue };
        let members = [&contract.server, &contract.version, &contract.recorded_on];
        if members.into_iter().any(|member: &Text<'_>| member.0.is_wrong()) {
            notes.add("a member of log._contract is ignored: it is not a string", &place(index));
        }
        let mut take = |values: &mut Vec<String>, value: Option<String>, text| {
            let Some(value) = value.filter(|value| !value.is_empty()) else { return };
            let value = redactor.redact(&value).into_owned();
            if !values.contains(&value) {
                values.push(value);
                if values.len() > 1 {
                    notes.add(text, &place(index));
                }
            }
        };
        take(&mut servers, server(contract), "the files name different servers");
        take(&mut days, contract.recorded_on.get().map(str::to_owned), "the files name different days of recording");
    }
    // An exchange whose time the recording does not say stands at the beginning of time.
    let mut dated = exchanges.iter().filter(|exchange| exchange.started > jiff::Timestamp::UNIX_EPOCH);
    let first_day = || dated.next().map(|first| first.started.strftime("%Y-%m-%d").to_string());
    let mut origins: Vec<Arc<str>> = Vec::new();
    for exchange in exchanges {
        if !origins.contains(&exchange.request.origin) {
            origins.push(Arc::clone(&exchange.request.origin));
        }
    }
    Provenance {
        server: (!servers.is_empty()).then(|| servers.join(", ")),
        recorded_on: days.into_iter().next().or_else(first_day),
        origins,
        files,
    }
}

fn server(contract: &LogContract<'_>) -> Option<String> {
    match (contract.server.get(), contract.version.get()) {
        (Some(server), Some(version)) => Some(format!("{server} {version}")),
        (Some(one), None) | (None, Some(one)) => Some(one.to_owned()),
        (None, None) => None,
    }
}
