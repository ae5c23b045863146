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
