//! Whether an answer is what a case says.

use serde_json::{Value, json};

use crate::case::Send;
use crate::names::{Names, merged};
use crate::wire::Answered;

/// Compares an answer with what the step says of it.
///
/// # Errors
///
/// What was expected and what came.
pub(crate) fn compare(send: &Send, names: &Names, answered: &Answered) -> Result<(), String> {
    let status = send.status.unwrap_or(200);
    if answered.status != status {
        return Err(format!("status {status} was expected; {}", answered.shown()));
    }
    for (name, value) in &send.answered {
        if answered.header(name) != Some(value) {
            return Err(format!("{name}: {value} was expected, {:?} came", answered.header(name)));
        }
    }
    let expected = body(send, names);
    if answered.json() != Some(&expected) {
        return Err(format!("expected {expected}\n     {}", answered.shown()));
    }
    match answered.header("content-type") {
        Some("application/json; charset=utf-8") => Ok(()),
        other => Err(format!("a JSON answer was expected, {other:?} came")),
    }
}

fn body(send: &Send, names: &Names) -> Value {
    let accepted = |data: Value| json!({"success": true, "message": "", "data": data});
    if let Some(text) = &send.answer {
        names.json(text)
    } else if send.accepted {
        json!({"success": true, "message": ""})
    } else if let Some(message) = &send.refused {
        json!({"success": false, "message": message})
    } else if let Some(name) = &send.shows {
        accepted(merged(&names.record(name), &names.json(&send.but)))
    } else if let Some((page, size, total, held)) = &send.page {
        let items: Vec<Value> = held.iter().flat_map(|row| row_of(row)).map(|name| names.record(&name)).collect();
        accepted(json!({"page": page, "page_size": size, "total": total, "items": items}))
    } else if let Some(models) = &send.models {
        let described = |id| json!({"id": id, "object": "model", "created": 1_626_777_600, "owned_by": "sandbox"});
        json!({"success": true, "object": "list", "data": models.iter().map(described).collect::<Vec<_>>()})
    } else if let Some(message) = &send.rejected {
        json!({"error": {"code": "invalid_api_key", "message": message, "type": "invalid_request_error"}})
    } else {
        panic!("the step does not say what must come back: {}", send.send)
    }
}

/// `k3..k1` is k3, k2, k1; anything else is itself.
fn row_of(text: &str) -> Vec<String> {
    let number = |text: &str| text.strip_prefix('k').and_then(|number| number.parse::<usize>().ok());
    match text.split_once("..").map(|(from, to)| (number(from), number(to))) {
        Some((Some(from), Some(to))) => (to..=from).rev().map(|number| format!("k{number}")).collect(),
        _ => vec![text.to_owned()],
    }
}

#[test]
fn rows_go_down() {
    assert_eq!(row_of("k3..k1"), ["k3", "k2", "k1"]);
    assert_eq!(row_of("a"), ["a"]);
}
