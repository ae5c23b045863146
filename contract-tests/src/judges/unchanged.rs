//! What nothing may have changed: by a refused request, an update of another key, a repetition, another account, or at all.

use std::sync::Arc;

use super::Judge;
use crate::belief::{Cause, Check, Difference, Missing, RecordShown, Whose};
use crate::effect::Effect;
use crate::examined::Examined;
use crate::excerpt::shorten;
use crate::exchange::{Credential, Exchange};
use crate::operation::Operation;
use crate::verdict::{Contradiction, Evidences};

const REFUSAL: &str = "any.refusal.no-effect";
const READ_ONLY: &str = "update.read-only-fields.unchanged";
const OTHER_KEYS: &str = "update.other-keys.unchanged";
const REPEAT: &str = "update.repeat.changes-nothing";
const ACCOUNTS: &str = "any.accounts.kept-apart";

/// The judge of what must stay as it is.
pub(super) struct Unchanged;

impl Judge for Unchanged {
    fn name(&self) -> &'static str {
        "unchanged"
    }

    fn rules(&self) -> Vec<&'static str> {
        vec![REFUSAL, READ_ONLY, OTHER_KEYS, REPEAT, ACCOUNTS]
    }

    fn judge(&mut self, examined: &Examined<'_>, evidences: &mut Evidences) {
        for record in &examined.shown.records {
            differences(record, examined, evidences);
            unharmed(record, examined, evidences);
            read_only(record, examined, evidences);
        }
        listing(examined, evidences);
        refused_delete(examined, evidences);
    }
}

/// Of the differences of a record, the first of each cause: one request, one finding.
fn differences(record: &RecordShown, examined: &Examined<'_>, evidences: &mut Evidences) {
    let mut charged = Vec::new();
    for (_, check) in record.checks.iter() {
        let Check::Differs(difference) = check else { continue };
        let Some((rule, guilty)) = charge(record, difference) else { continue };
        if !charged.contains(&rule) {
            charged.push(rule);
            evidences.contradict(rule, examined, contradiction(record, difference, guilty));
        }
    }
}

/// The rule of this judge that a difference goes against, and the request that must not have had an effect here.
fn charge<'r>(record: &'r RecordShown, difference: &Difference) -> Option<(&'static str, Option<&'r Arc<Exchange>>)> {
    match difference.cause {
        Cause::Refused => Some((REFUSAL, record.refused.as_ref())),
        Cause::OtherKey => Some((OTHER_KEYS, record.other_key.as_ref())),
        Cause::OtherAccount => Some((ACCOUNTS, record.other_account.as_ref())),
        Cause::Repeated => Some((REPEAT, record.written.as_ref().map(|write| &write.exchange))),
        _ => None,
    }
}

fn contradiction(record: &RecordShown, difference: &Difference, guilty: Option<&Arc<Exchange>>) -> Contradiction {
    let (name, value) = (difference.field.name(), shorten(&difference.expected.to_string()));
    let what = match difference.cause {
        Cause::Refused => "a refused request changes nothing",
        Cause::OtherKey => "an update of another key changes nothing here",
        Cause::OtherAccount => "another account changes nothing here",
        _ => "a repeated update changes nothing",
    };
    Contradiction::new(format!("{name} {value}, as before: {what}"), shorten(&difference.seen.to_string()))
        .at(format!("{}/{name}", record.pointer))
        .about(record.id)
        .after(record.before.as_ref())
        .after(guilty)
}

/// What a record that is as expected bears out.
fn unharmed(record: &RecordShown, examined: &Examined<'_>, evidences: &mut Evidences) {
    let checks = || record.checks.iter().map(|(_, check)| check);
    let expected = checks().any(|check| !matches!(check, Check::Nothing));
    if !expected || checks().any(|check| matches!(check, Check::Differs(_))) {
        return;
    }
    if record.refused.is_some() {
        evidences.confirm(REFUSAL, examined);
    }
    if record.other_key.is_some() {
        evidences.confirm(OTHER_KEYS, examined);
    }
    if record.repeated {
        evidences.confirm(REPEAT, examined);
    }
    let owner = examined.exchange.sender.credential;
    let of_another = |exchange: &Arc<Exchange>| match (exchange.sender.credential, owner) {
        (Credential::Account(sender), Credential::Account(owner)) => sender != owner,
        _ => false,
    };
    if record.other_account.is_some() || record.refused.as_ref().is_some_and(of_another) {
        evidences.confirm(ACCOUNTS, examined);
    }
}

fn read_only(record: &RecordShown, examined: &Examined<'_>, evidences: &mut Evidences) {
    let contradiction = record.read_only.as_ref().map(|change| {
        let expected = format!("{} {}, which nothing changes", change.field, change.before);
        Contradiction::new(expected, change.now.clone())
            .at(format!("{}/{}", record.pointer, change.field))
            .about(record.id)
            .after(record.before.as_ref())
    });
    if contradiction.is_some() || record.read_only_compared {
        evidences.decide(READ_ONLY, examined, contradiction);
    }
}

/// A key whose delete was refused, and that is there no more.
fn refused_delete(examined: &Examined<'_>, evidences: &mut Evidences) {
    let gone = |id: i64, delete: &Arc<Exchange>| {
        Contradiction::new(format!("key {id} there: its delete was refused"), "it is gone")
            .about(id)
            .after(Some(delete))
    };
    let missing = examined.shown.listing.as_ref().and_then(|listing| listing.missing.as_ref());
    if let Some(Missing { id, refused_delete: Some(delete), .. }) = missing {
        evidences.contradict(REFUSAL, examined, gone(*id, delete).at("/data"));
    }
    let Some(named) = &examined.shown.named else { return };
    if let Whose::Own { ours: true, refused_delete: Some(delete), .. } = &named.whose {
        match examined.effect {
            Effect::Accepted => evidences.confirm(REFUSAL, examined),
            Effect::Refused if examined.operation() == Operation::Get && examined.refused_by_the_api() => {
                evidences.contradict(REFUSAL, examined, gone(named.id, delete).at("/message"));
            }
            _ => {}
        }
    }
}

/// What a list shows of refused creates, and of other accounts' keys.
fn listing(examined: &Examined<'_>, evidences: &mut Evidences) {
    let Some(listing) = &examined.shown.listing else { return };
    match &listing.made_by_refused {
        Some((pointer, create)) => {
            let contradiction = Contradiction::new("a refused create makes no key", "a key like it is listed")
                .at(pointer.to_string())
                .after(Some(create));
            evidences.contradict(REFUSAL, examined, contradiction);
        }
        None if listing.refused_create => evidences.confirm(REFUSAL, examined),
        None => {}
    }
    // A record that says whose it is goes against the rule on own keys only.
    let own = examined.account().and_then(|account| account.user_id);
    for (pointer, id) in &listing.foreign {
        let user = examined
            .received
            .as_ref()
            .and_then(|received| received.pointer(&format!("{pointer}/user_id")).and_then(serde_json::Value::as_i64));
        if own.zip(user).is_none_or(|(own, user)| own == user) {
            let expected = "no key of another account";
            let contradiction = Contradiction::new(expected, format!("key {id}, which is another account's"));
            evidences.contradict(ACCOUNTS, examined, contradiction.at(format!("{pointer}/id")).about(*id));
            return;
        }
    }
}
