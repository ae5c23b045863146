//! Faults in the envelope of an answer, and in the data of a list.

use serde_json::{Map, Value, json};

use super::fault::{Family, Fault};
use super::hooks::{Answering, Hooks};
use super::turn::{Asks, Turn};
use crate::answer::Answer;
use crate::profile::Lists;

const fn fault(name: &'static str, says: &'static str, answering: Answering) -> Fault {
    Fault { name, family: Family::Shape, says, hooks: Hooks::answering(answering) }
}

pub(super) const FAULTS: &[Fault] = &[
    fault("success-as-number", "Accepted requests are answered with success 1 instead of true.", success_as_number),
    fault("success-as-text", "Updates are answered with success \"true\", a string.", success_as_text),
    fault("message-left-out", "Accepted requests are answered without a message.", message_left_out),
    fault("message-null", "The message of an accepted delete is null.", message_null),
    fault("refusal-message-as-object", "The message of a refusal is an object with a code.", refusal_message_as_object),
    fault("refusal-with-error-only", "A refusal is an object with error and without success.", refusal_with_error_only),
    fault("update-without-data", "An accepted update is answered without the record.", update_without_data),
    fault("record-wrapped", "Get answers the record inside another object, under data.token.", record_wrapped),
    fault("record-in-list", "Get answers the record as the only element of an array.", record_in_list),
    fault("create-answers-record", "Create answers the new record, its key included.", create_answers_record),
    fault("items-null-when-empty", "An empty page of a list has items null instead of [].", items_null_when_empty),
    fault("total-as-text", "The total of a list is a string.", total_as_text),
    fault("page-size-left-out", "A list is answered without page_size.", page_size_left_out),
    fault("items-by-id", "The items of a list are an object of records by id instead of an array.", items_by_id),
    fault("data-as-text", "The data of a get is a string that holds JSON.", data_as_text),
    Fault {
        name: "list-as-bare-array",
        family: Family::Shape,
        says: "The data of a list is the array of records itself, without page, page_size and total.",
        hooks: Hooks::profile(|profile| profile.lists = Lists::Bare),
    },
];

/// The answer of the server with its envelope changed, where the request asks for one of these and is accepted.
fn with_envelope(turn: &mut Turn<'_>, of: &[Asks], change: fn(&mut Map<String, Value>)) -> Answer {
    let mut answer = turn.served();
    if turn.asks_one_of(of) {
        answer.edit_accepted(change);
    }
    answer
}

const ALL: &[Asks] = &[Asks::List, Asks::Get, Asks::Create, Asks::Update, Asks::Delete];

fn set(members: &mut Map<String, Value>, name: &str, value: Value) {
    members.insert(name.to_owned(), value);
}

fn success_as_number(turn: &mut Turn<'_>) -> Answer {
    with_envelope(turn, ALL, |members| set(members, "success", json!(1)))
}

fn success_as_text(turn: &mut Turn<'_>) -> Answer {
    with_envelope(turn, &[Asks::Update], |members| set(members, "success", json!("true")))
}

fn message_left_out(turn: &mut Turn<'_>) -> Answer {
    with_envelope(turn, ALL, |members| drop(members.remove("message")))
}

fn message_null(turn: &mut Turn<'_>) -> Answer {
    with_envelope(turn, &[Asks::Delete], |members| set(members, "message", Value::Null))
}

fn refusal_message_as_object(turn: &mut Turn<'_>) -> Answer {
    let mut answer = turn.served();
    if answer.is_refusal() {
        answer.edit(|value| {
            let text = value["message"].take();
            value["message"] = json!({"code": "invalid_request", "text": text});
        });
    }
    answer
}

fn refusal_with_error_only(turn: &mut Turn<'_>) -> Answer {
    let mut answer = turn.served();
    if answer.is_refusal() {
        answer.edit(|value| *value = json!({"error": value["message"].take()}));
    }
    answer
}

fn update_without_data(turn: &mut Turn<'_>) -> Answer {
    with_envelope(turn, &[Asks::Update], |members| drop(members.remove("data")))
}

fn record_wrapped(turn: &mut Turn<'_>) -> Answer {
    with_envelope(turn, &[Asks::Get], |members| {
        let record = members.remove("data").unwrap_or_default();
        set(members, "data", json!({"token": record}));
    })
}

fn record_in_list(turn: &mut Turn<'_>) -> Answer {
    with_envelope(turn, &[Asks::Get], |members| {
        let record = members.remove("data").unwrap_or_default();
        set(members, "data", json!([record]));
    })
}

fn create_answers_record(turn: &mut Turn<'_>) -> Answer {
    let answer = turn.served();
    if turn.asks() == Asks::Create && answer.is_accepted() {
        return turn.newest().and_then(|key| turn.shows(key.id)).unwrap_or(answer);
    }
    answer
}

fn items_null_when_empty(turn: &mut Turn<'_>) -> Answer {
    let mut answer = turn.served();
    answer.edit_page(|data| {
        if data.get("items") == Some(&json!([])) {
            set(data, "items", Value::Null);
        }
    });
    answer
}

fn total_as_text(turn: &mut Turn<'_>) -> Answer {
    let mut answer = turn.served();
    answer.edit_page(|data| {
        let total = data.get("total").map(Value::to_string);
        set(data, "total", json!(total));
    });
    answer
}

fn page_size_left_out(turn: &mut Turn<'_>) -> Answer {
    let mut answer = turn.served();
    answer.edit_page(|data| drop(data.remove("page_size")));
    answer
}

fn items_by_id(turn: &mut Turn<'_>) -> Answer {
    let mut answer = turn.served();
    answer.edit_page(|data| {
        let Some(Value::Array(items)) = data.remove("items") else { return };
        let by_id: Map<String, Value> = items.into_iter().map(|record| (record["id"].to_string(), record)).collect();
        set(data, "items", Value::Object(by_id));
    });
    answer
}

fn data_as_text(turn: &mut Turn<'_>) -> Answer {
    with_envelope(turn, &[Asks::Get], |members| {
        let record = members.remove("data").unwrap_or_default();
        set(members, "data", json!(record.to_string()));
    })
}
