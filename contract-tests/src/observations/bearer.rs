//! Whether `Bearer` before the access token is accepted. Clients must not send it; what a server makes of it is open.

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

#[cfg(test)]
mod tests {
    use crate::small_recording::{get, list, request, seen};

    #[test]
    fn a_refusal_counts_only_where_the_prefix_is_the_reason() {
        let told = |entries: Vec<_>| seen("bearer-prefix", entries);
        assert_eq!(told(vec![get().bearer(), get().bearer()]), ["2: `Bearer` before the access token is accepted"]);
        let refused = ["1: `Bearer` before the access token is refused"];
        assert_eq!(told(vec![list("", 1, 10, 0, &[]).bearer().refused("no")]), refused);
        assert_eq!(told(vec![get().bearer().answered(401, r#"{"success":false}"#)]), refused);
        // The key may not be there; the token may be wrong; there is no prefix.
        assert!(told(vec![request("GET", "/api/token/8").bearer().refused("no such key")]).is_empty());
        assert!(told(vec![get().token(Some("Bearer nobody")).answered(401, "{}")]).is_empty());
        assert!(told(vec![get()]).is_empty());
    }
}
