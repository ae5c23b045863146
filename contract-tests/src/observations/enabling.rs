//! Whether status 1 is refused for a key that is disabled, past its expiry or out of quota, even when the body moves
//! them.

use serde_json::Value;

use super::tally::Seen;
use super::{Observation, Observer};
use crate::examined::Examined;
use crate::operation::Operation;
use crate::request_reading::RequestReading;

/// The observer of keys being enabled again.
#[derive(Default)]
pub(super) struct Enabling {
    refused: Seen,
}

impl Observer for Enabling {
    fn about(&self) -> &'static str {
        "enabling-again"
    }

    fn observe(&mut self, examined: &Examined<'_>) {
        let enables = examined.operation() == Operation::Update
            && examined.sent_member("status").and_then(Value::as_i64) == Some(1);
        let stopped = || examined.named_key.is_some_and(|key| !key.plainly_enabled);
        let beyond_doubt =
            || examined.reading.as_ref().is_some_and(RequestReading::is_valid) && examined.token_is_right;
        // That it is accepted is as the pages have it, and no observation.
        if enables && examined.refused_by_the_api() && stopped() && beyond_doubt() {
            self.refused.note(examined);
        }
    }

    fn seen(&self) -> Vec<Observation> {
        let text = "status 1 is refused for a key last seen disabled, expired or without quota, though the rest of the \
                    body is valid";
        (self.refused.count > 0)
            .then(|| Seen::observation(self.about(), text.to_owned(), [&self.refused]))
            .into_iter()
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::small_recording::{get, record, seen, update};

    const VALID: &str = r#""name":"a","status":1,"expired_time":-1,"remain_quota":9"#;

    #[test]
    fn only_a_key_that_may_be_stopped_tells() {
        let read_with = |name: &str, value: i64| {
            let mut record = record(7);
            record[name] = json!(value);
            get().data(record)
        };
        let told = |read, update| seen("enabling-again", [read, update]);
        let refused = || update(VALID).refused("expired");
        let count = |lines: Vec<String>| lines.len();
        assert_eq!(count(told(read_with("status", 3), refused())), 1);
        assert_eq!(count(told(read_with("expired_time", 1_000_000_000), refused())), 1);
        assert_eq!(count(told(read_with("remain_quota", 0), refused())), 1);
        assert_eq!(count(told(get(), refused())), 0, "the key is enabled");
        assert_eq!(count(told(read_with("status", 3), update(VALID))), 0, "it is accepted");
        let other = update(r#""status":2"#).refused("no");
        assert_eq!(count(told(read_with("status", 3), other)), 0, "it enables nothing");
        let invalid = update(r#""status":1,"name":7"#).refused("no");
        assert_eq!(count(told(read_with("status", 3), invalid)), 0, "the name may be the reason");
    }
}
