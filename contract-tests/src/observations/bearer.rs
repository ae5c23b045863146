//! Whether `Bearer` before the access token is accepted. Clients must not send it; what a server makes of it is its own.

use super::tally::Tally;
use super::wording::Outcome;
use super::{Observation, Observer};
use crate::examined::Examined;
use crate::exchange::Credential;
use crate::operation::Operation;

/// The observer of the `Bearer` prefix.
#[derive(Default)]
pub(super) struct Bearer {
    outcomes: Tally<Outcome>,
}

impl Observer for Bearer {
    fn about(&self) -> &'static str {
        "bearer-prefix"
    }

    fn observe(&mut self, examined: &Examined<'_>) {
        let sender = examined.exchange.sender;
        if !sender.bearer || !Operation::DOCUMENTED.contains(&examined.operation()) {
            return;
        }
        let right = matches!(sender.credential, Credential::Account(_));
        match Outcome::of(examined.effect) {
            Some(Outcome::Accepted) if right => self.outcomes.note(Outcome::Accepted, examined),
            Some(Outcome::Refused) if refused_for_it(examined) => self.outcomes.note(Outcome::Refused, examined),
            _ => {}
        }
    }

    fn seen(&self) -> Vec<Observation> {
        let text = |outcome: &Outcome, _: &_| Some(format!("`Bearer` before the access token is {}", outcome.word()));
        self.outcomes.each(self.about(), text)
    }
}

/// Whether the prefix is the reason: the token is right, and the request has no other.
fn refused_for_it(examined: &Examined<'_>) -> bool {
    let unauthorized = examined.response().is_some_and(|response| matches!(response.status, 401 | 403));
    examined.token_is_right && (unauthorized || examined.operation() == Operation::List)
}
