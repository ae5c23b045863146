//! What the use of a key does to its record.

use serde_json::{Map, Value};

use super::field::{Field, FieldMap};

/// How far the server's clock may be from the recorder's, in seconds.
const CLOCK_DIFFERENCE: i64 = 60;

/// Whether nobody can use a key with these values: it is marked as not enabled, it expired long ago, or it has no quota.
/// Where a value is not known, somebody may.
pub(super) fn is_unusable<'v>(value: impl Fn(Field) -> Option<&'v Value>, now: i64) -> bool {
    let integer = |field| value(field).and_then(Value::as_i64);
    let is_marked = integer(Field::Status).is_some_and(|status| (2..=4).contains(&status));
    let is_expired = integer(Field::ExpiredTime).is_some_and(|time| time > 0 && time < now - CLOCK_DIFFERENCE);
    let is_limited = value(Field::UnlimitedQuota).and_then(Value::as_bool) == Some(false);
    is_marked || is_expired || (is_limited && integer(Field::RemainQuota).is_some_and(|quota| quota <= 0))
}

/// What a record says of the use of its key: quota goes down and the status changes by itself.
pub(super) struct Use {
    /// By how much more quota was used than when it was read before.
    more: Option<i64>,
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
            more: used_before.zip(used_now).and_then(|(before, now)| now.checked_sub(before)).filter(|more| *more > 0),
            may_expire: integer("expired_time").is_some_and(|time| time != -1 && time <= now + CLOCK_DIFFERENCE),
            may_be_spent: !unlimited && integer("remain_quota").is_some_and(|quota| quota <= 0),
        }
    }

    /// Whether a value that was not expected is one that use leaves.
    pub(super) fn explains(&self, field: Field, expected: &Value, seen: &FieldMap<Option<Value>>) -> bool {
        match field {
            Field::RemainQuota => {
                let seen = seen[field].as_ref().and_then(Value::as_i64);
                let spent = expected.as_i64().zip(seen).and_then(|(expected, seen)| expected.checked_sub(seen));
                // As much as was used, or less: an unlimited key may be used without being spent.
                self.more.zip(spent).is_some_and(|(more, spent)| (0..=more).contains(&spent))
            }
            Field::Status => match seen[Field::Status].as_ref().and_then(Value::as_i64) {
                Some(3) => self.may_expire,
                Some(4) => self.may_be_spent,
                _ => false,
            },
            _ => false,
        }
    }
}
