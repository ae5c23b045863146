//! Faults in how a request body and a path are read.

use serde_json::{Map, Value};

use super::fault::{Family, Fault};
use super::hooks::{Answering, Hooks};
use super::turn::{Asks, Turn};
use crate::answer::Answer;
use crate::refusal::Refusal;

const fn fault(name: &'static str, says: &'static str, answering: Answering) -> Fault {
    Fault { name, family: Family::Validation, says, hooks: Hooks::answering(answering) }
}

pub(super) const FAULTS: &[Fault] = &[
    fault("null-accepted", "A member that is null counts as left out.", null_accepted),
    fault("numbers-as-text-accepted", "Digits in a string count as a number.", numbers_as_text_accepted),
    fault("fractions-accepted", "A fraction counts as the integer below it.", fractions_accepted),
    fault("booleans-as-numbers-accepted", "0 and 1 count as booleans.", booleans_as_numbers_accepted),
    fault(
        "texts-as-numbers-accepted",
        "A number counts as its digits where a string must be.",
        texts_as_numbers_accepted,
    ),
    fault("wrong-types-ignored", "A member of the wrong type counts as left out.", wrong_types_ignored),
    fault("array-around-body-accepted", "An array counts as its first element.", array_accepted),
    fault("broken-json-creates", "A create with a body that is no JSON makes a plain key.", broken_json_creates),
    fault("body-optional-for-create", "A create without a body makes a plain key.", body_optional_for_create),
    fault("zero-counts-as-missing", "An update with a remain_quota of 0 is refused.", zero_counts_as_missing),
    fault("false-counts-as-missing", "A create with unlimited_quota false is refused.", false_counts_as_missing),
    fault("minus-one-refused", "An expired_time of -1 is refused.", minus_one_refused),
    fault("id-optional-in-update", "An update without id changes the newest key.", id_optional_in_update),
    fault(
        "bad-bodies-answered-500",
        "A create or an update with a body that is not as documented is answered 500.",
        wrong_type_500,
    ),
    fault("ids-read-as-far-as-digits-go", "Get and delete read an id such as 3abc as 3.", id_prefix_read),
];

/// Lets the server see other members of a create or an update, each as this leaves it.
fn seeing(turn: &mut Turn<'_>, change: impl FnOnce(&mut Map<String, Value>)) -> Answer {
    if turn.writes() && turn.sent().is_none() {
        turn.edit_body(change);
    }
    turn.served()
}

const NUMBERS: [&str; 4] = ["id", "status", "expired_time", "remain_quota"];
const BOOLEANS: [&str; 3] = ["unlimited_quota", "model_limits_enabled", "cross_group_retry"];
const TEXTS: [&str; 4] = ["name", "model_limits", "group", "allow_ips"];

fn each(members: &mut Map<String, Value>, names: &[&str], change: impl Fn(&mut Value)) {
    for name in names {
        if let Some(value) = members.get_mut(*name) {
            change(value);
        }
    }
}

fn null_accepted(turn: &mut Turn<'_>) -> Answer {
    seeing(turn, |members| members.retain(|name, value| name == "allow_ips" || !value.is_null()))
}

fn numbers_as_text_accepted(turn: &mut Turn<'_>) -> Answer {
    seeing(turn, |members| {
        each(members, &NUMBERS, |value| {
            if let Some(number) = value.as_str().and_then(|text| text.parse::<i64>().ok()) {
                *value = number.into();
            }
        });
    })
}

fn fractions_accepted(turn: &mut Turn<'_>) -> Answer {
    seeing(turn, |members| {
        each(members, &NUMBERS, |value| {
            if let Some(number) = value.as_f64().filter(|_| value.is_f64()) {
                *value = (number.floor() as i64).into();
            }
        });
    })
}

fn booleans_as_numbers_accepted(turn: &mut Turn<'_>) -> Answer {
    seeing(turn, |members| {
        each(members, &BOOLEANS, |value| match value.as_i64() {
            Some(0) => *value = false.into(),
            Some(1) => *value = true.into(),
            _ => {}
        });
    })
}

fn texts_as_numbers_accepted(turn: &mut Turn<'_>) -> Answer {
    seeing(turn, |members| {
        each(members, &TEXTS, |value| {
            if value.is_number() {
                *value = value.to_string().into();
            }
        });
    })
}

fn wrong_types_ignored(turn: &mut Turn<'_>) -> Answer {
    seeing(turn, |members| {
        members.retain(|name, value| match name.as_str() {
            name if NUMBERS.contains(&name) => value.is_i64(),
            name if BOOLEANS.contains(&name) => value.is_boolean(),
            "allow_ips" => value.is_string() || value.is_null(),
            name if TEXTS.contains(&name) => value.is_string(),
            _ => true,
        });
    })
}

fn array_accepted(turn: &mut Turn<'_>) -> Answer {
    if turn.writes()
        && let Ok(Value::Array(elements)) = serde_json::from_slice(&turn.request.body)
        && let Some(first) = elements.first()
    {
        turn.request.body = first.to_string().into();
    }
    turn.served()
}

fn broken_json_creates(turn: &mut Turn<'_>) -> Answer {
    if turn.asks() == Asks::Create
        && !turn.request.body.is_empty()
        && serde_json::from_slice::<Value>(&turn.request.body).is_err()
    {
        turn.request.body = "{}".into();
    }
    turn.served()
}

fn body_optional_for_create(turn: &mut Turn<'_>) -> Answer {
    if turn.asks() == Asks::Create && turn.request.body.is_empty() {
        turn.request.body = "{}".into();
    }
    turn.served()
}

/// Refuses an acceptable body for a member of it.
fn minding(turn: &mut Turn<'_>, asks: &[Asks], member: &'static str, value: &Value) -> Answer {
    let is_there =
        serde_json::from_slice::<Value>(&turn.request.body).is_ok_and(|body| body.get(member) == Some(value));
    if turn.asks_one_of(asks) && turn.account().is_some() && is_there {
        let found = value.to_string();
        return turn.refuses(&Refusal::WrongType { member, found, expected: crate::refusal::Type::Int64 });
    }
    turn.served()
}

fn zero_counts_as_missing(turn: &mut Turn<'_>) -> Answer {
    minding(turn, &[Asks::Update], "remain_quota", &Value::from(0))
}

fn false_counts_as_missing(turn: &mut Turn<'_>) -> Answer {
    minding(turn, &[Asks::Create], "unlimited_quota", &Value::from(false))
}

fn minus_one_refused(turn: &mut Turn<'_>) -> Answer {
    minding(turn, &[Asks::Create, Asks::Update], "expired_time", &Value::from(-1))
}

fn id_optional_in_update(turn: &mut Turn<'_>) -> Answer {
    if turn.asks() == Asks::Update
        && turn.sent().is_some_and(|sent| sent.id.is_none())
        && let Some(newest) = turn.newest()
    {
        turn.edit_body(|members| {
            members.insert("id".to_owned(), newest.id.into());
        });
    }
    turn.served()
}

fn wrong_type_500(turn: &mut Turn<'_>) -> Answer {
    if turn.writes() && turn.account().is_some() && turn.sent().is_none() {
        return Answer::empty(500);
    }
    turn.served()
}

fn id_prefix_read(turn: &mut Turn<'_>) -> Answer {
    let path = turn.request.uri.path();
    if turn.asks_one_of(&[Asks::Get, Asks::Delete])
        && let Some(text) = path.strip_prefix(crate::route::KEYS)
    {
        let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
        if let Ok(uri) = format!("{}{digits}", crate::route::KEYS).parse()
            && !digits.is_empty()
        {
            turn.request.uri = uri;
        }
    }
    turn.served()
}
