//! The advice as JSON.

use serde_json::{Value, json};

use super::advise::Advice;
use super::join::Reason;

/// The advice as JSON. Text of the documents is as it is: escape it for the place it is shown.
pub(super) fn to_json(advice: &Advice) -> Value {
    let Advice { last, level, minimum, reasons, .. } = advice;
    json!({
        "last": last.to_string(),
        "level": level.word(),
        "minimum": minimum.to_string(),
        "reasons": reasons.iter().map(reason).collect::<Vec<_>>(),
    })
}

fn reason(reason: &Reason) -> Value {
    let document = reason.document.as_ref().map(|side| {
        json!({
            "level": side.level.word(),
            "rule": side.change.rule.id,
            "severity": side.change.severity.word(),
            "direction": side.change.way.map(|way| way.word()),
            "operations": side.change.operations,
            "subject": side.change.subject,
            "old_pointer": side.change.old.pointer,
            "new_pointer": side.change.new.pointer,
            "accepted": side.accepted,
        })
    });
    let client = reason
        .client
        .iter()
        .map(|item| json!({ "level": item.level.word(), "what": item.what, "old": item.old, "new": item.new }));
    json!({ "level": reason.level.word(), "document": document, "client": client.collect::<Vec<_>>() })
}
