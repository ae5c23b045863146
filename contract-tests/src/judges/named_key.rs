//! Ids: those of lists work, those of nobody or of another account are refused.

use super::Judge;
use super::gone::refused_for_the_token;
use crate::belief::{Named, Whose};
use crate::effect::Effect;
use crate::examined::Examined;
use crate::operation::Operation;
use crate::verdict::{Contradiction, Evidences};

const WORKS: &str = "list.id.works";
const GET: &str = "get.unknown-id.refused";
const UPDATE: &str = "update.unknown-id.refused";
const DELETE: &str = "delete.unknown-id.refused";

/// The judge of the keys that requests name.
pub(super) struct NamedKey;

impl Judge for NamedKey {
    fn name(&self) -> &'static str {
        "named_key"
    }

    fn rules(&self) -> Vec<&'static str> {
        vec![WORKS, GET, UPDATE, DELETE]
    }

    fn judge(&mut self, examined: &Examined<'_>, evidences: &mut Evidences) {
        no_integer(examined, evidences);
        let Some(named) = &examined.shown.named else { return };
        let Some(rule) = rule(examined.operation()) else { return };
        match &named.whose {
            Whose::Own { .. } => own(named, examined, evidences),
            Whose::Another | Whose::Nobodys | Whose::Unknown => nobodys(rule, named, examined, evidences),
            Whose::Deleted(_) => {}
        }
    }
}

/// An id that begins with digits and is no integer, such as `3abc`, is nobody's. What begins with a letter may be the name
/// of a request that the pages do not describe.
fn no_integer(examined: &Examined<'_>, evidences: &mut Evidences) {
    let request = &examined.exchange.request;
    let rule = match (examined.operation(), request.method.as_str()) {
        (Operation::Undocumented, "GET") => GET,
        (Operation::Undocumented, "DELETE") => DELETE,
        _ => return,
    };
    let Some(id) = request.path.strip_prefix("/api/token/") else { return };
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    if !id.starts_with(|first: char| first.is_ascii_digit()) || !id.bytes().all(plain) {
        return;
    }
    match examined.effect {
        Effect::Accepted => {
            let expected = format!("id {id} is no integer, and is refused");
            evidences.contradict(rule, examined, Contradiction::new(expected, "it was accepted"));
        }
        Effect::Refused if examined.token_is_right && !refused_for_the_token(examined) => {
            evidences.confirm(rule, examined);
        }
        _ => {}
    }
}

fn rule(operation: Operation) -> Option<&'static str> {
    match operation {
        Operation::Get => Some(GET),
        Operation::Update => Some(UPDATE),
        Operation::Delete => Some(DELETE),
        _ => None,
    }
}

/// A key that is the account's and there: get and delete have no reason to refuse it. An update has many.
fn own(named: &Named, examined: &Examined<'_>, evidences: &mut Evidences) {
    let Whose::Own { listed, ours, refused_delete, shown_by } = &named.whose else { return };
    match examined.effect {
        Effect::Accepted if *listed => evidences.confirm(WORKS, examined),
        Effect::Refused if *ours && examined.operation() != Operation::Update => {
            // What a refused delete did is another rule's matter.
            let said_of_the_key = examined.token_is_right && !examined.exchange.sender.bearer;
            let other = examined.message().is_some_and(speaks_of_something_else);
            if !said_of_the_key || other || !examined.refused_by_the_api() || refused_delete.is_some() {
                return;
            }
            let id = named.id;
            let refused = Contradiction::new(format!("key {id} is there, and can be asked for"), "it was refused");
            evidences.contradict(WORKS, examined, refused.at("/message").about(id).after(shown_by.as_ref()));
        }
        _ => {}
    }
}

/// Whether a message may be about the access token, or how often it is used: some servers say so with status 200.
fn speaks_of_something_else(message: &str) -> bool {
    let message = message.to_lowercase();
    let words = ["access token", "unauthorized", "permission", "rate", "too many", "频", "无权", "无效"];
    words.iter().any(|word| message.contains(word))
}

fn nobodys(rule: &'static str, named: &Named, examined: &Examined<'_>, evidences: &mut Evidences) {
    let id = named.id;
    match examined.effect {
        // An update has other reasons to be refused.
        Effect::Refused if rule == UPDATE && !examined.reading.as_ref().is_some_and(|r| r.flaws.is_empty()) => {}
        Effect::Refused if examined.token_is_right && !refused_for_the_token(examined) => {
            evidences.confirm(rule, examined);
        }
        Effect::Accepted if matches!(named.whose, Whose::Another | Whose::Nobodys) && !plainly_foreign(examined) => {
            let whose =
                if matches!(named.whose, Whose::Another) { "another account's" } else { "no key of the account" };
            let contradiction = Contradiction::new(format!("id {id} is {whose}, and is refused"), "it was accepted");
            evidences.contradict(rule, examined, contradiction.about(id));
        }
        _ => {}
    }
}

/// Whether the answer is a record that says it is another user's: that goes against the rule on own keys only.
fn plainly_foreign(examined: &Examined<'_>) -> bool {
    let own = examined.account().and_then(|account| account.user_id);
    let records = examined.records();
    let user = records.first().and_then(|(_, record)| record.get("user_id")?.as_i64());
    examined.operation() == Operation::Get && own.zip(user).is_some_and(|(own, user)| own != user)
}
