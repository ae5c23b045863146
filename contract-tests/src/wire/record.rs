//! A record of a key, as a server shows it: with its secrets, for those who send.

use serde_json::{Map, Value};

/// A record as it came.
pub type Record = Map<String, Value>;

/// Its id, where that is an integer.
pub fn id_of(record: &Record) -> Option<i64> {
    record.get("id").and_then(Value::as_i64)
}
