//! What a request can do, however a lenient server reads it.

use serde_json::{Map, Value};

use super::guards::Guards;
use crate::steps::{Ask, Body, ContentType, Given, KeyRef, Shape, Token, What};

/// From which quota on a number is near what a server can count to, in quota units.
const NEAR_LIMITS: f64 = 1e12;

/// How many guards a key keeps at least, of those that the server was seen to store.
const FEWEST: u32 = 2;

/// What a request can do at the worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepClass {
    /// It reads.
    Read,
    /// However it is read, it touches a key of the run or nothing, and leaves it guarded.
    Confined {
        /// Whether it takes a guard off: the next write puts it back.
        loosens: bool,
    },
    /// A lenient server could touch another key by it, or leave a key of the run unguarded: why.
    Risky(&'static str),
}

/// The class of a request with this body, on a server that was seen to store these guards. `now` is in Unix seconds.
pub fn class(ask: &Ask, body: Option<&[u8]>, stored: Guards, now: i64) -> StepClass {
    match &ask.what {
        What::List(_) | What::Get(_) | What::Models(_) => StepClass::Read,
        What::Delete(KeyRef::Made(_)) => StepClass::Confined { loosens: false },
        What::Delete(_) => StepClass::Risky("a delete of an id that is not plainly a key of the run"),
        What::Update(KeyRef::Made(_), sent) => match plain(sent) {
            Some(why) => StepClass::Risky(why),
            None => guarded(body, stored, now),
        },
        What::Update(..) => StepClass::Risky("an update whose id is not plainly that of a key of the run"),
        What::Create(_, sent) => match (&ask.token, plain(sent), has_own_name(sent)) {
            (Token::Right, None, true) => guarded(body, stored, now),
            (Token::Right, None, false) => StepClass::Risky("a create without the run's name"),
            (Token::Right, Some(why), _) => StepClass::Risky(why),
            _ => StepClass::Risky("a create with another token than the account's"),
        },
    }
}

/// Why a body can be read as another than it was meant; nothing where every reader reads it so.
fn plain(body: &Body) -> Option<&'static str> {
    if !matches!(body.shape, Shape::AsIs | Shape::Written(_)) {
        return Some("a body that a lenient server may read in part");
    }
    if body.content_type != ContentType::Json {
        return Some("a body of another type than JSON");
    }
    let is_given = |member: &str| body.changes.iter().any(|(name, _)| name == member);
    is_given("id").then_some("a body with an id of its own")
}

/// Whether the name that a create gives is one of the run's.
fn has_own_name(body: &Body) -> bool {
    match body.changes.iter().find(|(name, _)| name == "name") {
        Some((_, given)) => matches!(given, Given::Name(_)),
        None => body.base != crate::steps::Base::Nothing,
    }
}

fn guarded(body: Option<&[u8]>, stored: Guards, now: i64) -> StepClass {
    let members: Option<Map<String, Value>> = body.and_then(|body| serde_json::from_slice(body).ok());
    let Some(members) = members else { return StepClass::Risky("a body that a lenient server may read in part") };
    let is_huge = |quota: &Value| quota.as_f64().is_some_and(|quota| quota.abs() >= NEAR_LIMITS);
    if members.get("remain_quota").is_some_and(is_huge) {
        return StepClass::Risky("a quota near what a server can count to");
    }
    let held = Guards::said_by(&members, now);
    if held.and(stored).count() < FEWEST {
        return StepClass::Risky(
            "a body that leaves the key with fewer than two guards that the server is known to store",
        );
    }
    StepClass::Confined { loosens: held != Guards::ALL }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::steps::Known;

    const NOW: i64 = 1_764_000_000;

    fn class_of(what: What, token: Token) -> StepClass {
        let owners = BTreeMap::new();
        let known = |update| Known { mark: "m", id: Some("7"), update, now: NOW, owners: &owners, is_harmless: true };
        let body = match &what {
            What::Create(_, body) => body.bytes(&Known { id: None, ..known(false) }),
            What::Update(_, body) => body.bytes(&known(true)),
            _ => None,
        };
        class(&Ask::new(what).with(token), body.as_deref(), Guards::ALL, NOW)
    }

    fn is_risky(what: What, token: Token) -> bool {
        matches!(class_of(what, token), StepClass::Risky(_))
    }

    #[test]
    fn what_touches_a_key_of_the_run_at_most_is_confined() {
        let own = || KeyRef::Made(0);
        let plain = StepClass::Confined { loosens: false };
        let loosening = StepClass::Confined { loosens: true };
        for (what, expected) in [
            (What::Create(0, Body::plain()), plain),
            (What::Create(0, Body::plain().value("allow_ips", "127.0.0.1")), loosening),
            (What::Create(0, Body::rich()), loosening),
            (What::Update(own(), Body::plain()), plain),
            (What::Update(own(), Body::plain().value("name", "")), plain),
            (What::Update(own(), Body::plain().given("remain_quota", Given::Omitted)), loosening),
            (What::Update(own(), Body::plain().value("expired_time", -1).value("allow_ips", "")), loosening),
            (What::Delete(own()), plain),
            (What::Get(KeyRef::Id(-1)), StepClass::Read),
        ] {
            assert_eq!(class_of(what.clone(), Token::Right), expected, "{what:?}");
        }
        assert_eq!(class_of(What::Delete(own()), Token::Missing), plain);
    }

    #[test]
    fn what_a_lenient_server_may_read_as_another_key_or_without_guards_is_risky() {
        let own = || KeyRef::Made(0);
        let plain = Body::plain;
        let twice = Shape::Twice { member: "id".into(), text: "1".into(), first: false };
        for what in [
            What::Create(0, plain().value("name", "another")),
            What::Create(0, plain().given("name", Given::Omitted)),
            What::Create(0, Body::nothing()),
            What::Create(0, plain().value("id", 5)),
            What::Create(0, plain().shaped(Shape::CutBytes(3))),
            What::Create(0, plain().typed(ContentType::Missing)),
            What::Create(0, plain().value("remain_quota", i64::MAX)),
            What::Create(0, plain().value("expired_time", -1).value("allow_ips", "").value("remain_quota", 5)),
            What::Update(KeyRef::Omitted, plain()),
            What::Update(KeyRef::Id(0), plain()),
            What::Update(KeyRef::MadeAs(0, "-{}".into()), plain()),
            What::Update(KeyRef::Text("null".into()), plain()),
            What::Update(own(), plain().given("id", Given::IdAs("\"{}\"".into()))),
            What::Update(own(), plain().shaped(twice)),
            What::Update(own(), Body::nothing().value("status", 2)),
            What::Delete(KeyRef::Id(0)),
            What::Delete(KeyRef::MadeAs(0, "{}abc".into())),
            What::Delete(KeyRef::Text("abc".into())),
        ] {
            assert!(is_risky(what.clone(), Token::Right), "{what:?}");
        }
        assert!(is_risky(What::Create(0, plain()), Token::Missing));
    }

    #[test]
    fn only_guards_that_the_server_stores_count() {
        let body = br#"{"remain_quota":0,"unlimited_quota":false,"allow_ips":"192.0.2.1"}"#;
        let ask = Ask::new(What::Update(KeyRef::Made(0), Body::nothing()));
        assert_eq!(class(&ask, Some(body), Guards::ALL, NOW), StepClass::Confined { loosens: true });
        assert!(matches!(class(&ask, Some(body), Guards::default(), NOW), StepClass::Risky(_)));
    }
}
