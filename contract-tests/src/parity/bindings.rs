//! What a server chose by itself: the id, the time and the value of each key, as later answers show them.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use super::records::{body, is_accepted, records};
use crate::exchange::{Credential, Location};
use crate::operation::Operation;
use crate::trace::Trace;

/// How long the values of keys are, in characters.
const KEY_LENGTH: usize = 48;

/// The key that a create made.
#[derive(Clone)]
pub(super) struct Made {
    /// Its id.
    pub(super) id: i64,
    /// When it was created, in Unix seconds.
    pub(super) created: i64,
    /// Its value: the one in clear, or one that fits the mask.
    pub(super) key: String,
}

/// The keys that the creates of a trace made, by the place of the create.
///
/// A create does not answer an id. It belongs to the first record of its account that was not there before; where
/// several are new, the newest belong to the last creates.
pub(super) fn bindings(trace: &Trace) -> BTreeMap<Location, Made> {
    let mut made: BTreeMap<Location, Made> = BTreeMap::new();
    let mut open: Vec<(Location, Credential)> = Vec::new();
    // Without a place for a key that was there already.
    let mut makers: HashMap<i64, Option<Location>> = HashMap::new();
    let mut in_clear: HashMap<i64, String> = HashMap::new();
    for exchange in &trace.exchanges {
        let Some(body) = body(exchange) else { continue };
        if exchange.operation == Operation::Create {
            if is_accepted(&exchange.answer, Some(&body)) {
                open.push((exchange.location.clone(), exchange.sender.credential));
            }
            continue;
        }
        if let Some((id, value)) = key_in_clear(&exchange.request.path, &body) {
            in_clear.insert(id, value.to_owned());
        }
        let mut new: Vec<&Value> = records(&body).filter(|record| !makers.contains_key(&id_of(record))).collect();
        new.sort_by_key(|record| id_of(record));
        for record in new.into_iter().rev() {
            let last = open.iter().rposition(|(_, sender)| *sender == exchange.sender.credential);
            let maker = last.map(|last| open.remove(last).0);
            makers.insert(id_of(record), maker.clone());
            made.extend(maker.map(|maker| (maker, Made::shown(record))));
        }
    }
    for (id, value) in in_clear {
        if let Some(made) = makers.get(&id).and_then(|maker| made.get_mut(maker.as_ref()?)) {
            made.key = value;
        }
    }
    made
}

impl Made {
    fn shown(record: &Value) -> Self {
        let id = id_of(record);
        let key = fitting(record["key"].as_str().unwrap_or_default(), id);
        Self { id, created: record["created_time"].as_i64().unwrap_or_default(), key }
    }
}

fn id_of(record: &Value) -> i64 {
    record["id"].as_i64().unwrap_or_default()
}

/// The key itself, as `POST /api/token/{id}/key` answers it.
fn key_in_clear<'b>(path: &str, body: &'b Value) -> Option<(i64, &'b str)> {
    let id = path.strip_prefix("/api/token/")?.strip_suffix("/key")?.parse().ok()?;
    Some((id, body["data"]["key"].as_str()?))
}

/// A value that is shown so: the same, or for one that is masked one that begins and ends like it, and that no other key
/// has.
fn fitting(shown: &str, id: i64) -> String {
    let (Some(first), Some(last)) = (shown.find('*'), shown.rfind('*')) else { return shown.to_owned() };
    let (start, end) = (&shown[..first], &shown[last + 1..]);
    let width = KEY_LENGTH.saturating_sub(start.len() + end.len());
    format!("{start}{id:0width$}{end}")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::small_recording::{Entry, list, request, trace};

    fn create() -> Entry {
        request("POST", "/api/token/").json("{}")
    }

    /// The ids that the creates got, by the place of the create.
    fn ids(entries: impl IntoIterator<Item = Entry>) -> Vec<(usize, i64)> {
        let made = bindings(&trace(entries));
        made.into_iter().map(|(location, made)| (location.entry, made.id)).collect()
    }

    #[test]
    fn a_create_made_the_key_that_was_not_there_before() {
        let one = [list("", 1, 10, 1, &[4]), create(), list("", 1, 10, 2, &[6, 4])];
        assert_eq!(ids(one), [(1, 6)]);
        let page_of_old_keys = [list("", 1, 10, 1, &[4]), create(), list("?p=2", 2, 10, 2, &[4])];
        assert_eq!(ids(page_of_old_keys), []);
    }

    #[test]
    fn the_newest_keys_are_those_of_the_last_creates() {
        let all = [create(), create().refused("no"), create(), list("", 1, 10, 2, &[9, 8])];
        assert_eq!(ids(all), [(0, 8), (2, 9)]);
        let a_page = [create(), create(), list("?page_size=1", 1, 1, 2, &[9])];
        assert_eq!(ids(a_page), [(1, 9)]);
    }

    #[test]
    fn the_value_in_clear_is_taken_before_one_that_fits() {
        let in_clear = request("POST", "/api/token/8/key").data(json!({"key": "REDACTED0008"}));
        let trace = trace([create(), list("", 1, 10, 1, &[8]), in_clear]);
        let keys: Vec<String> = bindings(&trace).into_values().map(|made| made.key).collect();
        assert_eq!(keys, ["REDACTED0008"]);
    }

    #[test]
    fn a_value_fits_its_mask() {
        assert_eq!(fitting("K005**********0005", 7), format!("K005{}70005", "0".repeat(39)));
        assert_eq!(fitting("in clear", 7), "in clear");
    }
}
