//! The models that `GET /v1/models` names are those that the key may use.

use std::collections::{BTreeSet, HashMap};

use serde_json::Value;

use crate::belief::{Field, FieldMap};
use crate::examined::Examined;
use crate::operation::Operation;
use crate::verdict::{Contradiction, Evidences};

const ENFORCED: &str = "models.model_limits.enforced";
const OFF: &str = "models.model_limits.disabled-ignored";
const EMPTY: &str = "models.model_limits.empty-unrestricted";

/// How many models a key without limits is remembered to have.
const MODELS: usize = 1024;

/// Judges lists of models, by what keys without limits were given before: by server and group.
#[derive(Default)]
pub(super) struct ModelLimits {
    unrestricted: HashMap<(String, String), BTreeSet<String>>,
}

impl ModelLimits {
    /// The rules it decides.
    pub(super) const RULES: [&'static str; 3] = [ENFORCED, OFF, EMPTY];

    /// Judges the answer to a model request that was served, with a key whose fields are these.
    pub(super) fn judge(&mut self, examined: &Examined<'_>, key: &FieldMap<Option<Value>>, evidences: &mut Evidences) {
        let text = |field: Field| key[field].as_ref().and_then(Value::as_str);
        let (Some(enabled), Some(limits), Some(group), Some(named)) = (
            key[Field::ModelLimitsEnabled].as_ref().and_then(Value::as_bool),
            text(Field::ModelLimits),
            text(Field::Group),
            named(examined),
        ) else {
            return;
        };
        let listed: Vec<&str> = limits.split(',').map(str::trim).filter(|id| !id.is_empty()).collect();
        let place = (examined.exchange.request.origin.to_string(), group.to_owned());
        let unrestricted = self.unrestricted.entry(place).or_default();
        let lacking = unrestricted.iter().find(|id| !named.contains(&id.as_str()) && !listed.contains(&id.as_str()));
        let lacking = lacking.map(|id| {
            let expected = format!("{id:?} among the models, as for a key without limits");
            Contradiction::new(expected, format!("{} models without it", named.len())).at("/data")
        });
        match (enabled, listed.is_empty()) {
            (false, true) => {
                let room = MODELS.saturating_sub(unrestricted.len());
                unrestricted.extend(named.into_iter().take(room).map(str::to_owned));
            }
            (true, false) if !named.is_empty() => {
                let other = named.iter().find(|id| !listed.contains(id));
                let contradiction = other.map(|id| {
                    let expected = format!("only models of {limits:?}, which model_limits lists");
                    Contradiction::new(expected, format!("{id:?} may be used")).at("/data")
                });
                evidences.decide(ENFORCED, examined, contradiction);
            }
            // Without a model beyond the list nobody knows whether it has an effect.
            (false, false) if lacking.is_some() || named.iter().any(|id| !listed.contains(id)) => {
                evidences.decide(OFF, examined, lacking);
            }
            (true, true) if lacking.is_some() || !named.is_empty() => evidences.decide(EMPTY, examined, lacking),
            _ => {}
        }
    }
}

/// The models that an answer names.
fn named<'a>(examined: &'a Examined<'_>) -> Option<Vec<&'a str>> {
    let data = examined.received.as_ref().filter(|_| examined.operation() == Operation::Models)?.get("data")?;
    Some(data.as_array()?.iter().filter_map(|model| model.get("id")?.as_str()).collect())
}
