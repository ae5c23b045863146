//! What the use of a key does to its record.

use serde_json::{Map, Value};

use super::field::{Field, FieldMap};

/// What a record says of the use of its key: quota goes down and the status changes by itself.
pub(super) struct Use {
    quota_used: bool,
    may_expire: bool,
    may_be_spent: bool,
}

impl Use {
    /// What a record says of it; `used_before` is what it said when it was read before, `now` is in Unix seconds.
    pub(super) fn of(record: &Map<String, Value>, used_before: Option<i64>, now: i64) -> Self {
        let integer = |name: &str| record.get(name).and_then(Value::as_i64);
        let unlimited = record.get("unlimited_quota").and_then(Value::as_bool) == Some(true);
        let used_now = integer("used_quota");
        Self {
            quota_used: used_before.zip(used_now).is_some_and(|(before, now)| now > before),
            may_expire: integer("expired_time").is_some_and(|time| time != -1 && time <= now),
            may_be_spent: !unlimited && integer("remain_quota").is_some_and(|quota| quota <= 0),
        }
    }

    /// Whether a value that was not expected is one that use leaves.
    pub(super) fn explains(&self, field: Field, seen: &FieldMap<Option<Value>>) -> bool {
        match field {
            Field::RemainQuota => self.quota_used,
            Field::Status => match seen[Field::Status].as_ref().and_then(Value::as_i64) {
                Some(3) => self.may_expire,
                Some(4) => self.may_be_spent,
                _ => false,
            },
            _ => false,
        }
    }
}
