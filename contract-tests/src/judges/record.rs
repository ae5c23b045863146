//! What the values of a record must be beyond their types: the key in clear, times in seconds.

use jiff::fmt::rfc2822::DateTimeParser;
use serde_json::{Map, Value};

use super::Judge;
use crate::examined::Examined;
use crate::exchange::Exchange;
use crate::operation::Operation;
use crate::verdict::{Contradiction, Evidences};

const LIST_KEY: &str = "list.key.in-clear";
const GET_KEY: &str = "get.key.in-clear";
const TIMES: &str = "any.record.times-in-seconds";

/// Unix seconds before this (September 2001) are no time at which such a key was made: they count something else.
const EARLIEST: i64 = 1_000_000_000;

/// Unix seconds after this (the year 5138) are no such time either: they count milliseconds.
const LATEST: i64 = 99_999_999_999;

/// How far a server's clock may be ahead of the recorder's, in seconds.
const CLOCK_DIFFERENCE: i64 = 86_400;

/// How far the times of a server may be from the `Date` of its own answer, in seconds: gateway and server are often two
/// machines, and an answer may come from a cache.
const OWN_CLOCK: i64 = 300;

/// The judge of the values of records.
pub(super) struct Record;

impl Judge for Record {
    fn name(&self) -> &'static str {
        "record"
    }

    fn rules(&self) -> Vec<&'static str> {
        vec![LIST_KEY, GET_KEY, TIMES]
    }

    fn judge(&mut self, examined: &Examined<'_>, evidences: &mut Evidences) {
        let records = examined.records();
        if records.is_empty() {
            return;
        }
        let key_rule = match examined.operation() {
            Operation::List => Some(LIST_KEY),
            Operation::Get => Some(GET_KEY),
            _ => None,
        };
        let with_key: Vec<_> = records.iter().filter_map(|(p, r)| Some((p, r.get("key")?.as_str()?))).collect();
        if let Some(rule) = key_rule.filter(|_| !with_key.is_empty()) {
            let masked = with_key.iter().find(|(_, key)| !is_in_clear(key));
            let contradiction = masked.map(|(pointer, key)| {
                let seen = if key.is_empty() { "an empty string" } else { "a masked value" };
                Contradiction::new("key, the API key value itself", seen).at(format!("{pointer}/key"))
            });
            evidences.decide(rule, examined, contradiction);
        }
        let latest = match (date(examined.exchange), examined.exchange.ended.as_second()) {
            (Some(date), _) => date.saturating_add(OWN_CLOCK),
            (None, ended) if ended >= EARLIEST => ended.saturating_add(CLOCK_DIFFERENCE),
            // The recording does not say when.
            (None, _) => LATEST,
        };
        if records.iter().any(|(_, record)| record.contains_key("created_time")) {
            let contradiction = records.iter().find_map(|(pointer, record)| no_time(pointer, record, latest));
            let contradiction = contradiction.or_else(|| made_at_another_time(examined, &records));
            evidences.decide(TIMES, examined, contradiction);
        }
    }
}

/// Whether a value can be a key: letters, digits and what tokens are joined with. A mask brings asterisks, dots in a row,
/// bullets, brackets, or one letter many times.
fn is_in_clear(key: &str) -> bool {
    let of_a_key = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~+/=".contains(&byte);
    let crossed_out = |mark: &str| key.to_ascii_lowercase().contains(mark);
    !key.is_empty()
        && key.bytes().all(of_a_key)
        && !key.contains("..")
        && !crossed_out("xxxxxx")
        && !crossed_out("----")
}

/// The time of an answer by the clock of its server, in Unix seconds.
fn date(exchange: &Exchange) -> Option<i64> {
    let date = exchange.answer.response()?.headers.get("date")?;
    let date = DateTimeParser::new().parse_timestamp(date).ok()?.as_second();
    Some(date).filter(|date| *date >= EARLIEST)
}

/// A key that the trace created, whose record says another time than the answer to the create.
fn made_at_another_time(examined: &Examined<'_>, records: &[(String, &Map<String, Value>)]) -> Option<Contradiction> {
    let created = &examined.shown.listing.as_ref()?.created;
    created.iter().find_map(|created| {
        let (pointer, _) = created.found?;
        let pointer = pointer.to_string();
        let (_, record) = records.iter().find(|(place, _)| *place == pointer)?;
        let (id, time) = (record.get("id")?.as_i64()?, record.get("created_time")?.as_i64()?);
        let date = date(&created.write.exchange)?;
        let expected = format!("created_time near {date}, the Date of the answer to the create");
        ((time - date).abs() > OWN_CLOCK).then(|| {
            let contradiction = Contradiction::new(expected, time.to_string()).at(format!("{pointer}/created_time"));
            contradiction.about(id).after(Some(&created.write.exchange))
        })
    })
}

fn no_time(pointer: &str, record: &Map<String, Value>, latest: i64) -> Option<Contradiction> {
    ["created_time", "accessed_time"].into_iter().find_map(|name| {
        let time = record.get(name)?.as_i64()?;
        // A key that was never used may say so by 0.
        let plausible = (EARLIEST..=latest).contains(&time) || (name == "accessed_time" && time == 0);
        let expected = format!("{name}, a Unix time in seconds that is not later than the answer");
        (!plausible).then(|| Contradiction::new(expected, time.to_string()).at(format!("{pointer}/{name}")))
    })
}
