//! Whether the status of a key turns by itself when a model request finds it expired or out of quota.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::tally::Tally;
use super::wording::list;
use super::{Observation, Observer};
use crate::effect::Effect;
use crate::examined::Examined;
use crate::operation::Operation;

/// The observer of statuses that turn. Ids are those of a server, whoever reads them.
#[derive(Default)]
pub(super) struct Turning {
    keys: HashMap<(Arc<str>, i64), Known>,
    turns: Tally<(i64, i64)>,
}

/// What is known of the status of a key.
#[derive(Clone, Copy, Debug)]
struct Known {
    /// As it was seen last; none where updates overlapped.
    status: Option<i64>,
    /// Whether a model request came since.
    used: bool,
    /// When the last update ended: what was read before may be the status before or after it.
    until: Timestamp,
}

impl Observer for Turning {
    fn about(&self) -> &'static str {
        "status-turns"
    }

    fn observe(&mut self, examined: &Examined<'_>) {
        if examined.exchange.gap_before.is_some() {
            self.keys.clear();
        }
        let undone = matches!(examined.effect, Effect::Refused | Effect::Throttled | Effect::None);
        match examined.operation() {
            Operation::Models => self.keys.values_mut().for_each(|known| known.used = true),
            Operation::List | Operation::Get => self.read(examined),
            Operation::Update if !undone => self.update(examined),
            Operation::Undocumented if examined.exchange.request.method != "GET" => self.keys.clear(),
            _ => {}
        }
    }

    fn seen(&self) -> Vec<Observation> {
        let text = |(): &(), turns: &[(&(i64, i64), &_)]| {
            let turns: Vec<String> = turns.iter().map(|((from, to), _)| format!("from {from} to {to}")).collect();
            Some(format!("a model request turned the status of a key {}, without an update", list(&turns)))
        };
        self.turns.grouped(self.about(), |_| (), text)
    }
}

impl Turning {
    fn read(&mut self, examined: &Examined<'_>) {
        let exchange = examined.exchange;
        for (_, record) in examined.records() {
            let (Some(id), Some(status)) = (integer(record, "id"), integer(record, "status")) else { continue };
            let fresh = Known { status: Some(status), used: false, until: exchange.started };
            let known = self.keys.entry((Arc::clone(&exchange.request.origin), id)).or_insert(fresh);
            if exchange.started < known.until {
                continue;
            }
            if let Some(before) = known.status.filter(|before| known.used && *before != status) {
                self.turns.note((before, status), examined);
            }
            (known.status, known.used) = (Some(status), false);
        }
    }

    fn update(&mut self, examined: &Examined<'_>) {
        let exchange = examined.exchange;
        // It may have been any key's.
        let Some(id) = examined.sent_member("id").and_then(Value::as_i64) else { return self.keys.clear() };
        let answered = examined.data().and_then(|data| integer(data.as_object()?, "status"));
        let key = (Arc::clone(&exchange.request.origin), id);
        let before = self.keys.get(&key).map(|known| known.until).filter(|until| exchange.started < *until);
        let status = answered.filter(|_| before.is_none());
        let until = before.map_or(exchange.ended, |before| before.max(exchange.ended));
        self.keys.insert(key, Known { status, used: false, until });
    }
}

fn integer(record: &Map<String, Value>, name: &str) -> Option<i64> {
    record.get(name)?.as_i64()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::small_recording::{get, record, request, seen, update};

    #[test]
    fn a_status_turns_only_if_no_update_can_have_turned_it() {
        let read = |status: i64| {
            let mut record = record(7);
            record["status"] = json!(status);
            get().data(record)
        };
        let used = || request("GET", "/v1/models").token(Some("Bearer sk-REDACTED")).answered(401, "{}");
        let told = |entries: Vec<_>| seen("status-turns", entries);
        let turned = ["1: a model request turned the status of a key from 1 to 3, without an update"];
        assert_eq!(told(vec![read(1), used(), read(3), read(3)]), turned);
        // An update answers the record as it is stored.
        assert_eq!(told(vec![update(r#""expired_time":5"#), used(), read(3)]), turned);
        assert!(told(vec![read(1), read(3)]).is_empty(), "without a model request");
        let unknown = || update(r#""status":3"#).answered(502, "");
        assert!(told(vec![read(1), unknown(), used(), read(3)]).is_empty(), "the update may have been done");
        let undocumented = || request("POST", "/api/token/7/disable");
        assert!(told(vec![read(1), undocumented(), used(), read(3)]).is_empty(), "it may have done anything");
        assert!(told(vec![read(1), used(), read(1)]).is_empty());
    }
}
