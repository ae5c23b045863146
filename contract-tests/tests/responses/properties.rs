//! Answers made of the document's schemas: right ones, those that break one thing, and bytes of any kind.

use cometapi_keys::{Error, Kind};
use contract_tests::strategies::{Invalid, invalid, valid, written};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::FileFailurePersistence;
use serde_json::{Value, json};

use crate::calls::{Call, DOCUMENT, assert_shows, example};

fn config() -> ProptestConfig {
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { ProptestConfig::default().cases } else { 192 };
    let failure_persistence = Some(Box::new(FileFailurePersistence::WithSource("regressions")) as _);
    ProptestConfig { cases, failure_persistence, ..ProptestConfig::default() }
}

fn right() -> BoxedStrategy<(Call, Value)> {
    let of = |call: Call| valid(&DOCUMENT, call.schema()).unwrap().prop_map(move |answer| (call, answer)).boxed();
    proptest::strategy::Union::new(Call::ALL.map(of)).boxed()
}

fn wrong() -> BoxedStrategy<(Call, Invalid)> {
    let of = |call: Call| invalid(&DOCUMENT, call.schema()).unwrap().prop_map(move |broken| (call, broken)).boxed();
    proptest::strategy::Union::new(Call::ALL.map(of)).boxed()
}

fn id_in(answer: &Value) -> i64 {
    answer.pointer("/data/id").and_then(Value::as_i64).unwrap_or(1234)
}

/// A pointer into an answer as the client's errors write the place.
fn place(pointer: &str) -> String {
    let mut place = String::new();
    for token in pointer.split('/').skip(1) {
        if token.bytes().all(|byte| byte.is_ascii_digit()) {
            place += &format!("[{token}]");
        } else {
            place += if place.is_empty() { "" } else { "." };
            place += token;
        }
    }
    if place.is_empty() { ".".to_owned() } else { place }
}

proptest! {
    #![proptest_config(config())]

    /// In whatever order and writing, and whatever a newer server adds.
    #[test]
    fn every_answer_that_fits_the_document_is_read_as_it_is(
        (call, answer) in right(), choices in vec(any::<u8>(), 0..3000),
    ) {
        let outcome = call.reads(id_in(&answer), written(&answer, &choices, true));
        if answer["success"] == json!(true) {
            let expected = if matches!(call, Call::Create | Call::Delete) { &Value::Null } else { &answer["data"] };
            prop_assert_eq!(&outcome.unwrap(), expected);
        } else {
            let Err(Error::Refused { message, .. }) = &outcome else { panic!("{outcome:?}") };
            prop_assert_eq!(message, answer["message"].as_str().unwrap());
        }
    }

    #[test]
    fn every_answer_that_breaks_one_thing_is_malformed_there(
        (call, mut broken) in wrong(), choices in vec(any::<u8>(), 0..500),
    ) {
        // Of a refusal the data is not read; an answer without `data` that says so breaks nothing then.
        if broken.value["success"] == json!(false) {
            broken.value["success"] = json!(true);
        }
        let text = written(&broken.value, &choices, false);
        let outcome = call.reads(id_in(&broken.value), text.clone());
        if broken.keyword == "enum" {
            // A status that the document does not have is read.
            prop_assert_eq!(&outcome.unwrap(), &broken.value["data"]);
        } else {
            let Err(Error::Malformed { path, problem, length, status, .. }) = &outcome else { panic!("{broken:?}: {outcome:?}") };
            prop_assert_eq!((path.clone(), *length, status.as_u16()), (place(&broken.pointer), text.len(), 200));
            if let Some(member) = &broken.member {
                prop_assert_eq!(problem, &format!("the member `{member}` is missing"));
            }
        }
    }

    #[test]
    fn a_member_that_is_there_twice_is_malformed((call, answer) in right(), index in any::<prop::sample::Index>()) {
        let members = answer.as_object().unwrap();
        let (name, value) = members.iter().nth(index.index(members.len())).unwrap();
        if name == "data" || answer["success"] == json!(true) {
            let twice = format!("{{{}:{value},{}", json!(name), &answer.to_string()[1..]);
            let outcome = call.reads(id_in(&answer), twice);
            let told = format!("the member `{name}` is there twice");
            prop_assert!(matches!(&outcome, Err(Error::Malformed { problem, .. }) if *problem == told), "{outcome:?}");
        }
    }

    /// Bytes of any kind, of which a part may look right, with any status: an error of the kind that the status says.
    #[test]
    fn bytes_of_any_kind_give_the_documented_error(
        call in select(Call::ALL.to_vec()), status in 200_u16..=599, noise in vec(any::<u8>(), 0..40), at in any::<prop::sample::Index>(),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut body = example(call).to_string().into_bytes();
        let at = at.index(body.len());
        let end = at + cut.index(body.len() - at);
        body.splice(at..end, noise);
        let answer = http::Response::builder().status(status).body(body).unwrap();
        let kind = match call.answered(1234, answer) {
            Ok(_) => None,
            Err(error) => {
                assert_shows(&error, "COMETAPI_KEY", false);
                Some(error.kind())
            }
        };
        let expected: &[Option<Kind>] = match status {
            200 => &[None, Some(Kind::Malformed), Some(Kind::Refused), Some(Kind::OtherKey)],
            401 => &[Some(Kind::Unauthorized)],
            429 => &[Some(Kind::Throttled)],
            300..=303 | 305..=399 => &[Some(Kind::Redirect)],
            500..=599 => &[Some(Kind::ServerFault)],
            _ => &[Some(Kind::UnexpectedStatus), Some(Kind::Refused)],
        };
        prop_assert!(expected.contains(&kind), "{status}: {kind:?}");
    }
}

#[test]
fn every_beginning_of_an_answer_is_malformed() {
    for call in Call::ALL {
        let whole = example(call).to_string();
        for length in 0..whole.len() {
            let outcome = call.reads(1234, &whole.as_bytes()[..length]);
            let Err(Error::Malformed { path, problem, length: told, .. }) = &outcome else {
                panic!("{call:?} {length}: {outcome:?}")
            };
            assert_eq!((path.as_str(), *told), (".", length));
            // Half a number, as `-`, is no JSON; half of anything else ends too early.
            assert!(problem == "it ends too early" || whole[..length].ends_with('-'), "{length}: {problem}");
        }
        assert!(call.reads(1234, whole).is_ok(), "{call:?}");
    }
}
