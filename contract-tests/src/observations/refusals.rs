//! Statuses of refusals: the pages say `success: false`, and nothing of the status beside it.

use super::tally::{Seen, Tally};
use super::wording::{list, times};
use super::{Observation, Observer};
use crate::effect::Effect;
use crate::examined::Examined;
use crate::exchange::Credential;
use crate::operation::Operation;

/// The observer of the statuses that refusals have.
#[derive(Default)]
pub(super) struct Refusals {
    statuses: Tally<(Kind, u16)>,
}

/// What was refused, as far as the request tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    MissingToken,
    WrongToken,
    Other,
    Models,
}

impl Observer for Refusals {
    fn about(&self) -> &'static str {
        "refusal-statuses"
    }

    fn observe(&mut self, examined: &Examined<'_>) {
        if examined.effect != Effect::Refused {
            return;
        }
        let Some(response) = examined.response() else { return };
        let kind = match (examined.operation(), examined.exchange.sender.credential) {
            (Operation::Undocumented, _) => return,
            (Operation::Models, _) => Kind::Models,
            (_, Credential::Missing) => Kind::MissingToken,
            (_, Credential::Wrong) => Kind::WrongToken,
            _ => Kind::Other,
        };
        self.statuses.note((kind, response.status), examined);
    }

    fn seen(&self) -> Vec<Observation> {
        self.statuses.grouped(self.about(), |(kind, _)| *kind == Kind::Models, text)
    }
}

fn text(of_models: &bool, statuses: &[(&(Kind, u16), &Seen)]) -> Option<String> {
    let each = statuses.iter().map(|((kind, status), seen)| match kind {
        Kind::MissingToken => format!("{status} for a missing access token ({})", times(seen.count)),
        Kind::WrongToken => format!("{status} for a wrong one ({})", times(seen.count)),
        Kind::Other => format!("{status} for everything else ({})", times(seen.count)),
        Kind::Models => format!("{status} ({})", times(seen.count)),
    });
    let each: Vec<String> = each.collect();
    let what = if *of_models { "model requests are rejected" } else { "refusals come" };
    Some(format!("{what} with status {}", list(&each)))
}

#[cfg(test)]
mod tests {
    use crate::small_recording::{get, request, seen};

    #[test]
    fn statuses_are_told_by_what_was_refused() {
        let told = |entries: Vec<_>| seen("refusal-statuses", entries);
        let entries = vec![
            get().token(None).answered(401, r#"{"success":false,"message":"no token"}"#),
            get().token(Some("nobody")).refused("wrong token"),
            get().refused("no such key"),
            get().answered(404, "gone"),
            get().refused("no such key"),
            get().answered(429, ""),
            get().answered(500, ""),
            request("GET", "/v1/models").answered(403, "{}"),
            request("PATCH", "/api/token/").answered(405, "{}"),
        ];
        let expected = [
            "5: refusals come with status 401 for a missing access token (once), 200 for a wrong one (once), 200 for \
             everything else (2 times) and 404 for everything else (once)",
            "1: model requests are rejected with status 403 (once)",
        ];
        assert_eq!(told(entries), expected);
        assert!(told(vec![get()]).is_empty());
    }
}
