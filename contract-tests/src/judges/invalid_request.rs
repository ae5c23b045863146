//! Requests that break a stated limit: they must be refused.

use super::Judge;
use crate::examined::Examined;
use crate::excerpt::shorten;
use crate::operation::Operation;
use crate::request_reading::Flaw;
use crate::verdict::{Contradiction, Evidences};

const TOO_LONG_MESSAGE: &str = "update.name.too-long-message";
const GROUP_MESSAGE: &str = "update.group.refusal-message";

const UPDATE: [&str; 7] = [
    "update.body.object-required",
    "update.id.required",
    "update.body.wrong-type-refused",
    "update.name.max-50-characters",
    "update.status.others-refused",
    "update.allow_ips.other-text-refused",
    "update.group.unavailable-refused",
];
const CREATE: [&str; 5] = [
    "create.body.object-required",
    "create.body.wrong-type-refused",
    "create.name.max-50-characters",
    "create.allow_ips.other-text-refused",
    "create.group.unavailable-refused",
];

/// The judge of invalid requests.
pub(super) struct InvalidRequest;

impl Judge for InvalidRequest {
    fn name(&self) -> &'static str {
        "invalid_request"
    }

    fn rules(&self) -> Vec<&'static str> {
        UPDATE.into_iter().chain(CREATE).chain([TOO_LONG_MESSAGE, GROUP_MESSAGE]).collect()
    }

    fn judge(&mut self, examined: &Examined<'_>, evidences: &mut Evidences) {
        let Some(reading) = examined.reading.as_ref().filter(|reading| !reading.ambiguous) else { return };
        if examined.accepted() {
            for flaw in &reading.flaws {
                if let Some(rule) = rule_of(examined.operation(), flaw) {
                    let (what, members) = describe(flaw);
                    let expected = format!("{what} must be refused");
                    evidences.contradict(
                        rule,
                        examined,
                        Contradiction::new(expected, "it was accepted").sending(members),
                    );
                }
            }
        } else if examined.refused()
            && let Some(flaw) = reading.only_flaw()
            && no_other_reason(examined, flaw)
        {
            if let Some(rule) = rule_of(examined.operation(), flaw) {
                evidences.confirm(rule, examined);
            }
            message(examined, flaw, evidences);
        }
    }
}

fn rule_of(operation: Operation, flaw: &Flaw) -> Option<&'static str> {
    let rule = match flaw {
        Flaw::NotAnObject => (UPDATE[0], Some(CREATE[0])),
        Flaw::Missing(_) => (UPDATE[1], None),
        Flaw::WrongType { .. } => (UPDATE[2], Some(CREATE[1])),
        Flaw::TooLong { .. } => (UPDATE[3], Some(CREATE[2])),
        Flaw::NotAllowed { .. } => (UPDATE[4], None),
        Flaw::NoAddress(_) => (UPDATE[5], Some(CREATE[3])),
        Flaw::NoGroup(_) => (UPDATE[6], Some(CREATE[4])),
    };
    match operation {
        Operation::Update => Some(rule.0),
        Operation::Create => rule.1,
        _ => None,
    }
}

/// What was sent, and the member that shows it.
fn describe(flaw: &Flaw) -> (String, &'static [&'static str]) {
    match flaw {
        Flaw::NotAnObject => ("a body that is not a JSON object".to_owned(), &[]),
        Flaw::Missing(member) => (format!("a body without {member}"), &[]),
        Flaw::WrongType { member, expected, seen } => {
            (format!("{member} of type {seen}, where {expected} is stated,"), field(member))
        }
        Flaw::TooLong { member, length, limit } => {
            (format!("a {member} of {length} characters, where {limit} is the limit,"), field(member))
        }
        Flaw::NotAllowed { member, seen, allowed } => {
            let allowed: Vec<String> = allowed.iter().map(i64::to_string).collect();
            (format!("{member} {seen}, which is none of {},", allowed.join(", ")), field(member))
        }
        Flaw::NoAddress(entry) => (format!("the allow_ips entry {:?}", shorten(entry)), &["allow_ips"]),
        Flaw::NoGroup(group) => (format!("the group {:?}, which does not exist,", shorten(group)), &["group"]),
    }
}

/// The member list that an excerpt shows for a field.
fn field(name: &str) -> &'static [&'static str] {
    match name {
        "name" => &["name"],
        "status" => &["status"],
        "expired_time" => &["expired_time"],
        "remain_quota" => &["remain_quota"],
        "unlimited_quota" => &["unlimited_quota"],
        "model_limits_enabled" => &["model_limits_enabled"],
        "model_limits" => &["model_limits"],
        "allow_ips" => &["allow_ips"],
        "group" => &["group"],
        "cross_group_retry" => &["cross_group_retry"],
        _ => &["id"],
    }
}

/// Whether the flaw is the only reason to refuse: the token is right, the refusal the API's own and, where the body could name one, the key is
/// provably there.
fn no_other_reason(examined: &Examined<'_>, flaw: &Flaw) -> bool {
    if !examined.token_is_right || !examined.refused_by_the_api() {
        return false;
    }
    let names_no_key = match flaw {
        Flaw::NotAnObject | Flaw::Missing(_) => true,
        Flaw::WrongType { member, .. } => member == "id",
        _ => false,
    };
    examined.operation() == Operation::Create || names_no_key || examined.named_key.is_some()
}

/// A refusal that the pages give a message for must have one, in whatever words.
fn message(examined: &Examined<'_>, flaw: &Flaw, evidences: &mut Evidences) {
    let rule = match (examined.operation(), flaw) {
        (Operation::Update, Flaw::TooLong { .. }) => TOO_LONG_MESSAGE,
        (Operation::Update, Flaw::NoGroup(_)) => GROUP_MESSAGE,
        _ => return,
    };
    let Some(message) = examined.message() else { return };
    let contradiction =
        message.trim().is_empty().then(|| Contradiction::new("a message that says why", "an empty one").at("/message"));
    evidences.decide(rule, examined, contradiction);
}
