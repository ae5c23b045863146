//! Create and delete only confirm: their answers carry no record.

use serde_json::Value;

use super::Judge;
use crate::examined::Examined;
use crate::operation::Operation;
use crate::request_reading::type_of;
use crate::verdict::{Contradiction, Evidences};

const CREATE: &str = "create.answer.no-record";
const DELETE: &str = "delete.answer.confirms-only";

/// The judge of answers that carry no data.
pub(super) struct CreateAnswer;

impl Judge for CreateAnswer {
    fn name(&self) -> &'static str {
        "create_answer"
    }

    fn rules(&self) -> Vec<&'static str> {
        vec![CREATE, DELETE]
    }

    fn judge(&mut self, examined: &Examined<'_>, evidences: &mut Evidences) {
        let rule = match examined.operation() {
            Operation::Create => CREATE,
            Operation::Delete => DELETE,
            _ => return,
        };
        let Some(Value::Object(received)) = examined.received.as_ref().filter(|_| examined.accepted()) else { return };
        let carried = received.iter().find(|(name, value)| carries(name, value));
        let contradiction = carried.map(|(name, value)| {
            let pointer = openapi::child("", name);
            let seen = format!("the member {name:?}, of type {}", type_of(value));
            Contradiction::new("success and message only", seen).at(pointer)
        });
        evidences.decide(rule, examined, contradiction);
    }
}

/// Whether a member may hold a record or a key. Null carries nothing, and a number or a word beside the envelope is an
/// undocumented member and no more.
fn carries(name: &str, value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Object(_) | Value::Array(_) => true,
        _ => matches!(name, "data" | "key" | "id" | "token"),
    }
}
