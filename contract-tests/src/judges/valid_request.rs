//! Requests that keep to everything the pages state: they must be accepted.

use serde_json::Value;

use super::Judge;
use crate::allow_list::AllowList;
use crate::examined::Examined;
use crate::excerpt::shorten;
use crate::operation::Operation;
use crate::request_reading::RequestReading;
use crate::verdict::{Contradiction, Evidences};

/// The rules of one operation.
struct Rules {
    valid: &'static str,
    name: &'static str,
    entries: &'static str,
    lifted: &'static str,
}

const UPDATE: Rules = Rules {
    valid: "update.valid-request.accepted",
    name: "update.name.up-to-50-characters",
    entries: "update.allow_ips.entries-accepted",
    lifted: "update.allow_ips.null-or-empty-accepted",
};
const CREATE: Rules = Rules {
    valid: "create.valid-request.accepted",
    name: "create.name.up-to-50-characters",
    entries: "create.allow_ips.entries-accepted",
    lifted: "create.allow_ips.null-or-empty-accepted",
};
const STATUS: &str = "update.status.values-accepted";

/// The longest name the pages allow, in Unicode characters. Names of just this length confirm that rule.
const LONGEST_NAME: usize = 50;

/// The judge of valid requests.
///
/// A refusal has one of many reasons, and its message may be in any language. So it counts only where all others are
/// ruled out: the token is right, the refusal the API's own, the key provably there, and everything else in the body beyond doubt.
pub(super) struct ValidRequest;

impl Judge for ValidRequest {
    fn name(&self) -> &'static str {
        "valid_request"
    }

    fn rules(&self) -> Vec<&'static str> {
        [UPDATE, CREATE].iter().flat_map(|r| [r.valid, r.name, r.entries, r.lifted]).chain([STATUS]).collect()
    }

    fn judge(&mut self, examined: &Examined<'_>, evidences: &mut Evidences) {
        let rules = match examined.operation() {
            Operation::Update => &UPDATE,
            Operation::Create => &CREATE,
            _ => return,
        };
        if examined.accepted() {
            confirm(rules, examined, evidences);
        } else if examined.refused() && nothing_else_to_refuse(examined) {
            contradict(rules, examined, evidences);
        }
    }
}

fn confirm(rules: &Rules, examined: &Examined<'_>, evidences: &mut Evidences) {
    let Some(reading) = examined.reading.as_ref().filter(|reading| !reading.ambiguous) else { return };
    if reading.is_valid() {
        evidences.confirm(rules.valid, examined);
    }
    let name = examined.sent_member("name").and_then(Value::as_str);
    if name.is_some_and(|name| name.chars().count() == LONGEST_NAME) {
        evidences.confirm(rules.name, examined);
    }
    match examined.sent_member("allow_ips") {
        Some(Value::Null) => evidences.confirm(rules.lifted, examined),
        Some(Value::String(text)) => match AllowList::read(text) {
            AllowList::Empty => evidences.confirm(rules.lifted, examined),
            AllowList::Entries => evidences.confirm(rules.entries, examined),
            AllowList::Open | AllowList::Other(_) => {}
        },
        _ => {}
    }
    let status = examined.sent_member("status").and_then(Value::as_i64);
    if examined.operation() == Operation::Update && status.is_some_and(|status| (2..=4).contains(&status)) {
        evidences.confirm(STATUS, examined);
    }
}

/// Whether the pages leave no reason to refuse the request.
fn nothing_else_to_refuse(examined: &Examined<'_>) -> bool {
    let valid = examined.reading.as_ref().is_some_and(RequestReading::is_valid);
    if !valid || !examined.token_is_right || examined.exchange.sender.bearer || !examined.refused_by_the_api() {
        return false;
    }
    if examined.operation() == Operation::Create {
        return !speaks_of_a_maximum(examined.message().unwrap_or_default());
    }
    // A server may refuse to enable again a key that has expired or is spent, so status 1 proves something only where
    // the key is plainly neither.
    let re_enables = examined.sent_member("status").and_then(Value::as_i64) == Some(1);
    examined.named_key.is_some_and(|key| key.can_be_enabled || !re_enables)
}

/// Whether a message may be about how many keys an account may have, which the pages say nothing of. The names of members
/// that speak of limits do not count.
fn speaks_of_a_maximum(message: &str) -> bool {
    let message = message.to_lowercase().replace("unlimited", "").replace("model_limits", "");
    ["maximum", "at most", "too many", "limit", "上限", "最多", "数量"].iter().any(|word| message.contains(word))
}

/// Against the rule whose subject is the telling part of the request: the name if its bytes, the largest way to count it,
/// come near the limit, else a list of addresses, else a status, else the request as a whole.
fn contradict(rules: &Rules, examined: &Examined<'_>, evidences: &mut Evidences) {
    let refused = |expected: String| Contradiction::new(expected, "it was refused").at("/message");
    if let Some(name) = examined.sent_member("name").and_then(Value::as_str)
        && name.len() > LONGEST_NAME / 2
    {
        let expected = format!("a name of {} characters ({} bytes) must be accepted", name.chars().count(), name.len());
        return evidences.contradict(rules.name, examined, refused(expected).sending(&["name"]));
    }
    match examined.sent_member("allow_ips") {
        Some(Value::String(text)) if !text.is_empty() => {
            let expected = format!("allow_ips {} must be accepted", shorten(&Value::from(text.as_str()).to_string()));
            return evidences.contradict(rules.entries, examined, refused(expected).sending(&["allow_ips"]));
        }
        Some(Value::Null) => {
            let expected = "allow_ips null must be accepted".to_owned();
            return evidences.contradict(rules.lifted, examined, refused(expected).sending(&["allow_ips"]));
        }
        _ => {}
    }
    match examined.sent_member("status").and_then(Value::as_i64) {
        Some(status) if status != 1 => {
            let expected = format!("status {status} must be accepted");
            evidences.contradict(STATUS, examined, refused(expected).sending(&["status"]));
        }
        _ => {
            let expected = "a request that keeps to every stated type and limit must be accepted".to_owned();
            evidences.contradict(rules.valid, examined, refused(expected));
        }
    }
}
