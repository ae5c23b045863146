//! What a later read shows of an accepted create or update: what was sent is stored, what was answered is read, what was
//! left out is kept or reset, and of updates at the same time one wins whole.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::Value;

use super::Judge;
use crate::belief::{Cause, Check, Difference, Field, Half, Pointer, RecordShown};
use crate::examined::Examined;
use crate::excerpt::shorten;
use crate::exchange::Credential;
use crate::operation::Operation;
use crate::verdict::{Contradiction, Evidences};

const ANSWER: &str = "update.answer.equals-later-read";
const PARALLEL: &str = "update.parallel.not-mixed";

/// The rules of one field: what a create stores, what an update stores, and what becomes of it when it is left out.
struct Rules {
    created: Option<&'static str>,
    updated: &'static str,
    left_out: &'static str,
    members: &'static [&'static str],
}

macro_rules! rules {
    ($field:literal) => {
        Rules {
            created: Some(concat!("create.", $field, ".stored-as-sent")),
            updated: concat!("update.", $field, ".stored-as-sent"),
            left_out: concat!("update.", $field, ".omitted-kept-or-reset"),
            members: &[$field],
        }
    };
}

fn rules(field: Field) -> &'static Rules {
    const NAME: Rules = rules!("name");
    const STATUS: Rules = Rules { created: None, ..rules!("status") };
    const EXPIRED_TIME: Rules = rules!("expired_time");
    const REMAIN_QUOTA: Rules = rules!("remain_quota");
    const UNLIMITED_QUOTA: Rules = rules!("unlimited_quota");
    const MODEL_LIMITS_ENABLED: Rules = rules!("model_limits_enabled");
    const MODEL_LIMITS: Rules = rules!("model_limits");
    const ALLOW_IPS: Rules = rules!("allow_ips");
    const GROUP: Rules = rules!("group");
    const CROSS_GROUP_RETRY: Rules = rules!("cross_group_retry");
    match field {
        Field::Name => &NAME,
        Field::Status => &STATUS,
        Field::ExpiredTime => &EXPIRED_TIME,
        Field::RemainQuota => &REMAIN_QUOTA,
        Field::UnlimitedQuota => &UNLIMITED_QUOTA,
        Field::ModelLimitsEnabled => &MODEL_LIMITS_ENABLED,
        Field::ModelLimits => &MODEL_LIMITS,
        Field::AllowIps => &ALLOW_IPS,
        Field::Group => &GROUP,
        Field::CrossGroupRetry => &CROSS_GROUP_RETRY,
    }
}

/// The judge of what is stored. Of a reset the pages say no value, but a reset leaves the same one each time: of two, the
/// second is none.
#[derive(Default)]
pub(super) struct Stored {
    resets: HashMap<(Arc<str>, Option<usize>, Field), Value>,
}

impl Judge for Stored {
    fn name(&self) -> &'static str {
        "stored"
    }

    fn rules(&self) -> Vec<&'static str> {
        let of_fields = Field::ALL
            .into_iter()
            .map(rules)
            .flat_map(|rules| rules.created.into_iter().chain([rules.updated, rules.left_out]));
        of_fields.chain([ANSWER, PARALLEL]).collect()
    }

    fn judge(&mut self, examined: &Examined<'_>, evidences: &mut Evidences) {
        for created in examined.shown.listing.iter().flat_map(|listing| &listing.created) {
            if let (Some(half), Some((pointer, _))) = (&created.half, created.found) {
                half_made(half, pointer, examined, evidences);
            }
        }
        for record in &examined.shown.records {
            let mut mixed = None;
            for (field, check) in record.checks.iter() {
                self.field(field, check, record, examined, evidences);
                if let Check::Differs(difference) = check
                    && difference.cause == Cause::Mixed
                {
                    mixed.get_or_insert(difference.as_ref());
                }
            }
            answer(record, examined, evidences);
            parallel(record, mixed, examined, evidences);
        }
    }
}

impl Stored {
    fn field(
        &mut self,
        field: Field,
        check: &Check,
        record: &RecordShown,
        examined: &Examined<'_>,
        evidences: &mut Evidences,
    ) {
        let rules = rules(field);
        let by_create = record.written.as_ref().is_some_and(|write| write.exchange.operation == Operation::Create);
        match check {
            Check::AsSent => {
                if let Some(rule) = if by_create { rules.created } else { Some(rules.updated) } {
                    evidences.confirm(rule, examined);
                }
            }
            Check::Kept => evidences.confirm(rules.left_out, examined),
            Check::Reset(value) => {
                let account = match examined.exchange.sender.credential {
                    Credential::Account(account) => Some(account),
                    _ => None,
                };
                let place = (Arc::clone(&examined.exchange.request.origin), account, field);
                let usual = self.resets.entry(place).or_insert_with(|| value.clone());
                // A reset may leave a time counted from now.
                let times = field == Field::ExpiredTime && [&*usual, value].iter().all(|time| time.as_i64() > Some(0));
                let contradiction = (!times && !field.same(usual, value)).then(|| {
                    let expected = format!(
                        "{}, which the update left out, kept as it was or reset to {}, as before",
                        field.name(),
                        shorten(&usual.to_string())
                    );
                    let write = record.written.as_ref().map(|write| &write.exchange);
                    differing(field, record, expected, value).after(record.before.as_ref()).after(write)
                });
                evidences.decide(rules.left_out, examined, contradiction);
            }
            Check::Differs(difference) => {
                let Some((rule, expected)) = charge(rules, difference) else { return };
                let contradiction = differing(field, record, expected, &difference.seen);
                evidences.contradict(rule, examined, contradiction.after(difference.since.as_ref()));
            }
            Check::Nothing | Check::Unchanged | Check::Used => {}
        }
    }
}

/// The rule of this judge that a difference goes against, and what it asks for.
fn charge(rules: &Rules, difference: &Difference) -> Option<(&'static str, String)> {
    let (name, value) = (difference.field.name(), shorten(&difference.expected.to_string()));
    match difference.cause {
        Cause::Created => Some((rules.created?, format!("{name} {value}, as the accepted create sent it"))),
        Cause::Updated => Some((rules.updated, format!("{name} {value}, as the accepted update sent it"))),
        Cause::LeftOut => Some((rules.left_out, format!("{name} {value}, as it was read after the update"))),
        Cause::Answered => Some((ANSWER, format!("{name} {value}, as the update answered it"))),
        _ => None,
    }
}

fn differing(field: Field, record: &RecordShown, expected: String, seen: &Value) -> Contradiction {
    Contradiction::new(expected, format!("a later read shows {}", shorten(&seen.to_string())))
        .at(format!("{}/{}", record.pointer, field.name()))
        .sending(rules(field).members)
        .about(record.id)
}

/// The answer of the last update is what this first read after it shows.
fn answer(record: &RecordShown, examined: &Examined<'_>, evidences: &mut Evidences) {
    let Some(write) = record.written.as_ref().filter(|write| write.exchange.operation == Operation::Update) else {
        return;
    };
    let answered = write.answered.iter().filter(|(_, answer)| answer.is_some()).count();
    let differs =
        record.checks.iter().any(|(_, check)| matches!(check, Check::Differs(d) if d.cause == Cause::Answered));
    if answered > 0 && !differs && write.certain {
        evidences.confirm(ANSWER, examined);
    }
}

fn parallel(record: &RecordShown, mixed: Option<&Difference>, examined: &Examined<'_>, evidences: &mut Evidences) {
    if let Some(half) = &record.half {
        return evidences.contradict(PARALLEL, examined, of_two_moments(record, half));
    }
    if !record.among_parallel {
        return;
    }
    let contradiction = mixed.map(|difference| {
        let field = difference.field;
        let expected = format!("all fields of one of the updates at the same time, as {} of it", field.name());
        differing(field, record, expected, &difference.seen).after(difference.since.as_ref())
    });
    let clean = record.checks.iter().all(|(_, check)| !matches!(check, Check::Differs(_)));
    if clean || contradiction.is_some() {
        evidences.decide(PARALLEL, examined, contradiction);
    }
}

/// A list while the create was under way showed another value than what was sent and is stored.
fn half_made(half: &Half, pointer: Pointer, examined: &Examined<'_>, evidences: &mut Evidences) {
    let Half { read, write, field, expected, seen } = half;
    let Rules { created: Some(rule), members, .. } = *rules(*field) else { return };
    let (name, expected) = (field.name(), shorten(&expected.to_string()));
    let expected = format!("{name} {expected}, as the accepted create sent it, from when the key is listed first");
    let seen = format!("a list during the create shows {}", shorten(&seen.to_string()));
    let contradiction = Contradiction::new(expected, seen).at(format!("{pointer}/{name}")).sending(members);
    evidences.contradict(rule, examined, contradiction.after(Some(write)).after(Some(read)));
}

fn of_two_moments(record: &RecordShown, half: &Half) -> Contradiction {
    let Half { read, write, field, expected, seen } = half;
    let (name, expected) = (field.name(), shorten(&expected.to_string()));
    let expected =
        format!("{name} {expected} beside the rest: a read meanwhile shows the record before or after the update");
    let seen = format!("a read meanwhile shows {}, of another moment", shorten(&seen.to_string()));
    Contradiction::new(expected, seen)
        .at(format!("{}/{name}", record.pointer))
        .sending(rules(*field).members)
        .about(record.id)
        .after(Some(write))
        .after(Some(read))
}
