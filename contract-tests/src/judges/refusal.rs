//! The envelope of a refusal: the types of `success` and `message`, nothing beyond. Its status is an observation.

use serde_json::Value;

use super::Judge;
use crate::examined::Examined;
use crate::operation::Operation;
use crate::request_reading::type_of;
use crate::verdict::{Contradiction, Evidences};

const TYPES: &str = "any.refusal.envelope-types";

/// The judge of refusals.
pub(super) struct Refusal;

impl Judge for Refusal {
    fn name(&self) -> &'static str {
        "refusal"
    }

    fn rules(&self) -> Vec<&'static str> {
        vec![TYPES]
    }

    fn judge(&mut self, examined: &Examined<'_>, evidences: &mut Evidences) {
        if !examined.refused() || !Operation::DOCUMENTED.contains(&examined.operation()) {
            return;
        }
        let Some(Value::Object(received)) = &examined.received else { return };
        let Some(success) = received.get("success") else { return };
        let contradiction = match (success, received.get("message")) {
            (Value::Bool(_), Some(Value::String(_))) => None,
            // How a refusal looks beyond `success: false` is not documented.
            (Value::Bool(_), None) => return,
            (Value::Bool(_), Some(message)) => {
                Some(Contradiction::new("message, a string", type_of(message)).at("/message"))
            }
            (success, _) => Some(Contradiction::new("success, a boolean", type_of(success)).at("/success")),
        };
        evidences.decide(TYPES, examined, contradiction);
    }
}
