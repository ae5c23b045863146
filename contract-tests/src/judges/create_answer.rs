//! Create and delete only confirm: their answers carry no record.

use serde_json::Value;

use super::Judge;
use crate::examined::Examined;
use crate::operation::Operation;
use crate::request_reading::type_of;
use crate::verdict::{Contradiction, Evidences};

const CREATE: &str = "create.answer.no-record";
const DELETE: &str = "delete.message.on-success";

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
        // `data: null` carries nothing: an undocumented member, and no more.
        let carried = ["data", "key"].into_iter().find_map(|name| {
            let value = received.get(name).filter(|value| !value.is_null())?;
            Some((name, type_of(value)))
        });
        let contradiction = carried.map(|(name, kind)| {
            Contradiction::new("success and message only", format!("{name}, of type {kind}")).at(format!("/{name}"))
        });
        evidences.decide(rule, examined, contradiction);
    }
}
