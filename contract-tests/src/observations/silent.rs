//! Bodies that the pages are silent on: a member sent twice or unknown, bytes after the object, another Content-Type, a
//! byte order mark.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::Value;

use super::tally::{Seen, Tally};
use super::wording::{Outcome, a, code, list, shortened};
use super::{Observation, Observer};
use crate::contract::{Contract, Part};
use crate::examined::Examined;
use crate::operation::Operation;
use crate::request_reading::{Flaw, Open};
use crate::sent_body::SentBody;

/// How many oddities of one body are told apart.
const ODDITIES_KEPT: usize = 8;

/// The observer of such bodies.
pub(super) struct Silent {
    contract: Arc<Contract>,
    bodies: Tally<Odd>,
}

/// What was sent, what came of it, and all that is odd about the body.
type Odd = (Operation, Outcome, BTreeSet<Oddity>);

/// What is odd about a body.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Oddity {
    Twice(WhichCounts),
    Unknown(String),
    Trailing,
    /// JSON, but said to be of this media type, or of none.
    OtherType(Option<String>),
    /// No JSON, and not said to be.
    OtherFormat(Option<String>),
    ByteOrderMark,
}

/// Which of two members of the same name an accepted update answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum WhichCounts {
    First,
    Last,
    Untold,
}

impl Silent {
    pub(super) fn new(contract: Arc<Contract>) -> Self {
        Self { contract, bodies: Tally::default() }
    }

    fn oddity(&self, open: &Open, examined: &Examined<'_>) -> Option<Oddity> {
        match open {
            // Those that only records have are another observer's.
            Open::UnknownMember(name) if !self.contract.has_member(Part::Record, name) => {
                Some(Oddity::Unknown(shortened(name)))
            }
            Open::Trailing => Some(Oddity::Trailing),
            Open::ByteOrderMark => Some(Oddity::ByteOrderMark),
            Open::ContentType(media_type) => {
                let media_type = media_type.as_deref().map(shortened);
                let is_json = matches!(examined.sent, SentBody::Object(_));
                Some(if is_json { Oddity::OtherType(media_type) } else { Oddity::OtherFormat(media_type) })
            }
            _ => None,
        }
    }
}

impl Observer for Silent {
    fn about(&self) -> &'static str {
        "silent-requests"
    }

    fn observe(&mut self, examined: &Examined<'_>) {
        let (Some(reading), Some(outcome)) = (&examined.reading, Outcome::of(examined.effect)) else { return };
        let twice = reading.ambiguous.then(|| Oddity::Twice(which_counts(examined)));
        let open = reading.open.iter().filter_map(|open| self.oddity(open, examined));
        let oddities: BTreeSet<Oddity> = twice.into_iter().chain(open).take(ODDITIES_KEPT).collect();
        let of_these = |open: &Open| self.oddity(open, examined).is_some();
        let counts = match outcome {
            Outcome::Accepted => !oddities.is_empty(),
            // Of several oddities any one may be the reason.
            Outcome::Refused => oddities.len() == 1 && refused_for(examined, of_these, |_| false),
        };
        if counts {
            self.bodies.note((examined.operation(), outcome, oddities), examined);
        }
    }

    fn seen(&self) -> Vec<Observation> {
        let group = |(operation, outcome, _): &Odd| (*operation, *outcome);
        self.bodies.grouped(self.about(), group, |(operation, outcome), seen| {
            Some(format!("{} is {} {}", a(*operation), outcome.word(), described(seen)))
        })
    }
}

/// Whether a refusal has no other reason than what the pages leave open and `is_it` tells, or a flaw that `its_own`
/// tells: the token is right, the refusal the API's own, the rest of the body beyond doubt and the key provably there.
pub(super) fn refused_for(
    examined: &Examined<'_>,
    is_it: impl Fn(&Open) -> bool,
    its_own: impl Fn(&Flaw) -> bool,
) -> bool {
    let Some(reading) = &examined.reading else { return false };
    // A body that is no object names no key.
    let key_is_there = examined.operation() == Operation::Create
        || examined.named_key.is_some()
        || !matches!(examined.sent, SentBody::Object(_));
    examined.token_is_right
        && examined.refused_by_the_api()
        && key_is_there
        && reading.open.iter().all(is_it)
        && reading.flaws.iter().all(its_own)
}

fn which_counts(examined: &Examined<'_>) -> WhichCounts {
    let Some(sent) = examined.sent.members() else { return WhichCounts::Untold };
    let Some(answered) = examined.data().and_then(Value::as_object) else { return WhichCounts::Untold };
    let mut told = sent.iter().filter_map(|first| {
        let (last, answer) = (sent.get(&first.name)?, answered.get(&first.name)?);
        match (first.value == *last, *answer == first.value, answer == last) {
            (false, true, false) => Some(WhichCounts::First),
            (false, false, true) => Some(WhichCounts::Last),
            _ => None,
        }
    });
    told.next().unwrap_or(WhichCounts::Untold)
}

fn described(bodies: &[(&Odd, &Seen)]) -> String {
    let oddities: BTreeSet<&Oddity> = bodies.iter().flat_map(|((_, _, oddities), _)| oddities).collect();
    let unknown = oddities.iter().filter_map(|oddity| match oddity {
        Oddity::Unknown(name) => Some(code(name)),
        _ => None,
    });
    let unknown: Vec<String> = unknown.collect();
    let with_unknown = (!unknown.is_empty()).then(|| format!("with an unknown member ({})", unknown.join(", ")));
    let others = oddities.into_iter().filter_map(|oddity| {
        Some(match oddity {
            Oddity::Unknown(_) => return None,
            Oddity::Twice(WhichCounts::First) => "with a member sent twice (the first counts)".to_owned(),
            Oddity::Twice(WhichCounts::Last) => "with a member sent twice (the last counts)".to_owned(),
            Oddity::Twice(WhichCounts::Untold) => "with a member sent twice".to_owned(),
            Oddity::Trailing => "with bytes after the object".to_owned(),
            Oddity::OtherType(Some(media_type)) => format!("as JSON with `Content-Type` {}", code(media_type)),
            Oddity::OtherType(None) => "as JSON without a `Content-Type`".to_owned(),
            Oddity::OtherFormat(Some(media_type)) => format!("as {} instead of JSON", code(media_type)),
            Oddity::OtherFormat(None) => "without JSON and `Content-Type`".to_owned(),
            Oddity::ByteOrderMark => "with a byte order mark".to_owned(),
        })
    });
    list(&with_unknown.into_iter().chain(others).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::small_recording::{Entry, get, record, request, seen, update};

    fn told(entries: Vec<Entry>) -> Vec<String> {
        seen("silent-requests", [get()].into_iter().chain(entries))
    }

    fn raw(body: &str) -> Entry {
        request("PUT", "/api/token/").body(body).data(record(7))
    }

    fn json(body: &str) -> Entry {
        raw(body).header("Content-Type", "application/json")
    }

    #[test]
    fn what_is_accepted_is_told_in_one_sentence() {
        let mut second = record(7);
        second["name"] = json!("second");
        let entries = vec![
            update(r#""x":1,"y":[]"#),
            json(r#"{"id":7,"name":"first","name":"second"}"#).data(second),
            json(r#"{"id":7}trailing"#),
            raw(r#"{"id":7}"#).header("Content-Type", "text/plain"),
            raw(r#"{"id":7}"#),
            raw("id=7").header("Content-Type", "application/x-www-form-urlencoded"),
        ];
        let expected = [
            "6: an update is accepted with an unknown member (`x`, `y`), with a member sent twice (the last counts), \
             with bytes after the object, as JSON without a `Content-Type`, as JSON with `Content-Type` `text/plain` and as \
             `application/x-www-form-urlencoded` instead of JSON",
        ];
        assert_eq!(told(entries), expected);
        assert!(told(vec![update(r#""name":"a""#)]).is_empty());
    }

    #[test]
    fn a_refusal_counts_where_one_oddity_is_the_reason() {
        let refused = |entry: Entry| told(vec![entry.refused("no")]);
        assert_eq!(refused(update(r#""x":1"#)), ["1: an update is refused with an unknown member (`x`)"]);
        assert_eq!(refused(json("\u{feff}{\"id\":7}")), ["1: an update is refused with a byte order mark"]);
        assert_eq!(refused(json(r#"{"id":7,"id":7}"#)), ["1: an update is refused with a member sent twice"]);
        assert!(refused(update(r#""x":1,"name":7"#)).is_empty());
        assert!(refused(json(r#"{"id":7,"x":1}{}"#)).is_empty());
        assert!(refused(json(r#"{"id":8,"x":1}"#)).is_empty(), "no such key");
        assert!(refused(update(r#""used_quota":1"#)).is_empty(), "another observer's");
    }
}
