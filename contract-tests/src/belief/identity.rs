//! The fields of a key that nobody may change, as they were seen first.

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::shown::ReadOnlyChange;
use crate::exchange::Exchange;

/// The read-only fields of a key, where an answer has shown them.
#[derive(Clone, Debug, Default)]
pub(super) struct Identity {
    user_id: Option<i64>,
    created_time: Option<i64>,
    used_quota: Option<i64>,
    /// When the answer that showed it was complete: an exchange that began before may show less.
    used_seen: Option<Timestamp>,
    key: Option<String>,
}

impl Identity {
    /// Of a key that was just made nothing was used.
    pub(super) fn of_a_new_key() -> Self {
        Self { used_quota: Some(0), ..Self::default() }
    }

    /// Holds a record against what was seen before, and takes what it shows: whether anything could be compared, and the
    /// first field that changed. `named` is the `used_quota` that an update since then has named, which it must not set;
    /// a key that is unusable can nobody have used.
    pub(super) fn compare(
        &mut self,
        record: &Map<String, Value>,
        exchange: &Exchange,
        named: Option<i64>,
        is_unusable: bool,
    ) -> (bool, Option<ReadOnlyChange>) {
        let compared = self.created_time.is_some() || self.key.is_some();
        let change = self.change(record, exchange, named, is_unusable);
        let integer = |name: &str| record.get(name).and_then(Value::as_i64);
        self.user_id = integer("user_id").or(self.user_id);
        self.created_time = integer("created_time").filter(|time| !is_no_time(*time)).or(self.created_time);
        if let Some(used) =
            integer("used_quota").filter(|used| self.is_later(exchange) || Some(*used) >= self.used_quota)
        {
            (self.used_quota, self.used_seen) = (Some(used), Some(exchange.ended));
        }
        if let Some(key) = record.get("key").and_then(Value::as_str)
            && self.key.as_deref() != Some(key)
        {
            self.key = Some(key.to_owned());
        }
        (compared, change)
    }

    /// Whether an exchange began when the use that is known had been answered.
    fn is_later(&self, exchange: &Exchange) -> bool {
        self.used_seen.is_none_or(|seen| seen <= exchange.started)
    }

    fn change(
        &self,
        record: &Map<String, Value>,
        exchange: &Exchange,
        named: Option<i64>,
        is_unusable: bool,
    ) -> Option<ReadOnlyChange> {
        let integer = |name: &str| record.get(name).and_then(Value::as_i64);
        for (field, before) in [("user_id", self.user_id), ("created_time", self.created_time)] {
            if let (Some(before), Some(now)) = (before, integer(field))
                && before != now
                && !(field == "created_time" && is_no_time(now))
            {
                return Some(ReadOnlyChange { field, before: before.to_string(), now: now.to_string() });
            }
        }
        if let (Some(before), Some(now)) = (self.used_quota, integer("used_quota")) {
            // It grows by use, so only a smaller value, one that an update named, or one of a key that nobody could use, is a
            // change.
            let is_no_use = named == Some(now) || is_unusable;
            if (now < before && self.is_later(exchange)) || (now != before && is_no_use) {
                let field = "used_quota";
                return Some(ReadOnlyChange { field, before: before.to_string(), now: now.to_string() });
            }
        }
        let (before, now) = (self.key.as_deref()?, record.get("key").and_then(Value::as_str)?);
        let (before, now) = (bare(before), bare(now));
        if before == now {
            return None;
        }
        let masked = is_masked(before) || is_masked(now);
        let same_shape = is_masked(before) == is_masked(now) && before.len() == now.len();
        let comparable = !before.is_empty() && !now.is_empty() && (!masked || same_shape);
        comparable.then(|| ReadOnlyChange {
            field: "key",
            before: "the value seen before".to_owned(),
            now: "another value".to_owned(),
        })
    }

    /// The value of the key may have been replaced.
    pub(super) fn forget_key(&mut self) {
        self.key = None;
    }

    /// How much of the key's quota was used, when it was last seen.
    pub(super) fn used_quota(&self) -> Option<i64> {
        self.used_quota
    }
}

/// Whether a number is no Unix time in seconds of this century: that is the matter of the rule on times.
fn is_no_time(time: i64) -> bool {
    !(1_000_000_000..=99_999_999_999).contains(&time)
}

/// A value without the prefix that some answers leave out.
fn bare(key: &str) -> &str {
    key.strip_prefix("sk-").unwrap_or(key)
}

/// Whether a key value is crossed out in part.
pub(super) fn is_masked(key: &str) -> bool {
    key.contains("**") || key.contains("...") || key.contains('…')
}
