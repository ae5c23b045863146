//! Who is served: a raw access token is, a missing or wrong one is not.

use super::Judge;
use crate::effect::Effect;
use crate::examined::Examined;
use crate::exchange::Credential;
use crate::operation::Operation;
use crate::verdict::{Contradiction, Evidences};

const RAW: &str = "any.authorization.raw-token-served";
const MISSING: &str = "any.authorization.missing-refused";
const WRONG: &str = "any.authorization.wrong-refused";

/// The judge of access tokens. It needs a trace that names its accounts: else no value is known to be one.
pub(super) struct Authorization;

impl Judge for Authorization {
    fn name(&self) -> &'static str {
        "authorization"
    }

    fn rules(&self) -> Vec<&'static str> {
        vec![RAW, MISSING, WRONG]
    }

    fn judge(&mut self, examined: &Examined<'_>, evidences: &mut Evidences) {
        if !Operation::DOCUMENTED.contains(&examined.operation()) {
            return;
        }
        let sender = examined.exchange.sender;
        match sender.credential {
            Credential::Account(_) if is_raw(examined) => raw_token(examined, evidences),
            // A cookie is a credential that the pages know nothing of.
            Credential::Missing if examined.exchange.request.headers.get("cookie").is_none() => {
                must_be_refused(MISSING, "no access token", examined, evidences);
            }
            Credential::Wrong => must_be_refused(WRONG, "a value that is no account's token", examined, evidences),
            _ => {}
        }
    }
}

/// Whether `Authorization` holds a value alone, without the name of a scheme before it.
fn is_raw(examined: &Examined<'_>) -> bool {
    let value = examined.exchange.request.headers.get("authorization").unwrap_or_default();
    !examined.exchange.sender.bearer && !value.trim().contains(char::is_whitespace)
}

fn raw_token(examined: &Examined<'_>, evidences: &mut Evidences) {
    let listed = examined.account().is_some_and(|account| account.listed);
    let unauthorized = examined.response().is_some_and(|response| response.status == 401);
    if examined.accepted() {
        evidences.confirm(RAW, examined);
    } else if listed && unauthorized {
        let expected = "a request with the raw access token of an account must be served";
        evidences.contradict(RAW, examined, Contradiction::new(expected, "it was refused with status 401"));
    }
}

fn must_be_refused(rule: &'static str, what: &str, examined: &Examined<'_>, evidences: &mut Evidences) {
    match examined.effect {
        Effect::Refused => evidences.confirm(rule, examined),
        Effect::Accepted => {
            let expected = format!("a request with {what} must be refused");
            evidences.contradict(rule, examined, Contradiction::new(expected, "it was accepted"));
        }
        Effect::Throttled | Effect::None | Effect::Unknown => {}
    }
}
