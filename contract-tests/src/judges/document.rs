//! Whether what was accepted fits the document: status, media type, schema.

use std::sync::Arc;

use openapi::Violation;
use serde_json::Value;

use super::Judge;
use crate::contract::Contract;
use crate::duplicates::first_duplicate;
use crate::effect::Effect;
use crate::examined::Examined;
use crate::operation::Operation;
use crate::request_reading::type_of;
use crate::verdict::{Contradiction, Evidences};

const STATUS: &str = "any.accepted.status-200";
const CONTENT_TYPE: &str = "any.accepted.content-type-json";
const ENVELOPE: &str = "any.accepted.envelope";
const PAGE: &str = "list.data.page-object";
const STATUS_ENUM: &str = "any.record.status-enum";
const LIST_RECORD: &str = "list.record.sixteen-fields";
const GET_RECORD: &str = "get.record.sixteen-fields";
const UPDATE_RECORD: &str = "update.record.sixteen-fields";

/// The judge of conformity with the document.
pub(super) struct Document {
    contract: Arc<Contract>,
}

impl Document {
    pub(super) fn new(contract: Arc<Contract>) -> Self {
        Self { contract }
    }
}

impl Judge for Document {
    fn name(&self) -> &'static str {
        "document"
    }

    fn rules(&self) -> Vec<&'static str> {
        vec![STATUS, CONTENT_TYPE, ENVELOPE, PAGE, STATUS_ENUM, LIST_RECORD, GET_RECORD, UPDATE_RECORD]
    }

    fn judge(&mut self, examined: &Examined<'_>, evidences: &mut Evidences) {
        if !Operation::DOCUMENTED.contains(&examined.operation()) {
            return;
        }
        match examined.effect {
            Effect::Accepted => self.accepted(examined, evidences),
            Effect::Unknown => undecided(examined, evidences),
            Effect::Refused | Effect::Throttled | Effect::None => {}
        }
    }
}

/// A 2xx answer that does not say whether the request was accepted.
fn undecided(examined: &Examined<'_>, evidences: &mut Evidences) {
    let Some(response) = examined.response().filter(|response| (200..=299).contains(&response.status)) else { return };
    let expected = "an answer with status 2xx must be an object with success, a boolean";
    let seen = match &examined.received {
        None => format!("a body of {} bytes that is not JSON", response.body.len()),
        Some(received @ Value::Object(_)) => at(received, "/success"),
        Some(received) => format!("JSON of type {}", type_of(received)),
    };
    evidences.contradict(ENVELOPE, examined, Contradiction::new(expected, seen).at("/success"));
}

impl Document {
    fn accepted(&self, examined: &Examined<'_>, evidences: &mut Evidences) {
        let Some(response) = examined.response() else { return };
        let status =
            (response.status != 200).then(|| Contradiction::new("status 200", format!("status {}", response.status)));
        evidences.decide(STATUS, examined, status);
        let media_types = response.headers.media_types();
        let content_type = match media_types.as_slice() {
            [] => Some("no Content-Type".to_owned()),
            types if types.iter().all(|media_type| media_type == "application/json") => None,
            types => Some(types.join(", and ")),
        };
        let content_type = content_type.map(|seen| Contradiction::new("Content-Type application/json", seen));
        evidences.decide(CONTENT_TYPE, examined, content_type);
        self.body(examined, evidences);
    }

    fn body(&self, examined: &Examined<'_>, evidences: &mut Evidences) {
        let operation = examined.operation();
        let (Some(received), Some(validator)) = (&examined.received, self.contract.accepted(operation)) else { return };
        let mut violations = if validator.is_valid(received) { Vec::new() } else { validator.violations(received) };
        violations.extend(self.bare_items(examined));
        let mut contradicted = Vec::new();
        let mut said = Vec::new();
        for violation in &violations {
            let rule = rule_of(operation, violation);
            contradicted.push(rule);
            let contradiction = contradiction(received, violation);
            if !said.contains(&(rule, violation.expected.as_str())) {
                said.push((rule, violation.expected.as_str()));
                evidences.contradict(rule, examined, contradiction);
            }
        }
        if let Some(pointer) = examined.response().and_then(|response| first_duplicate(&response.body)) {
            let rule = rule_at(operation, &pointer);
            contradicted.push(rule);
            let contradiction = Contradiction::new("every member of an object once", "this one is there twice");
            evidences.contradict(rule, examined, contradiction.at(pointer));
        }
        for rule in borne_out(examined) {
            if !contradicted.contains(&rule) {
                evidences.confirm(rule, examined);
            }
        }
    }

    /// What is wrong with the records of a list that has them in `data` itself, as an older dialect does: the schema of
    /// the page does not reach them.
    fn bare_items(&self, examined: &Examined<'_>) -> Vec<Violation> {
        let Some(("/data", items)) = examined.items() else { return Vec::new() };
        let record = self.contract.record();
        let broken = items.iter().enumerate().filter(|(_, item)| !record.is_valid(item));
        broken
            .flat_map(|(i, item)| {
                record.violations(item).into_iter().map(move |mut violation| {
                    violation.instance_pointer = format!("/data/{i}{}", violation.instance_pointer);
                    violation
                })
            })
            .collect()
    }
}

/// The rules that an accepted answer bears out if it breaks none of them.
fn borne_out(examined: &Examined<'_>) -> Vec<&'static str> {
    let mut rules = vec![ENVELOPE];
    if examined.operation() == Operation::List {
        rules.push(PAGE);
    }
    if !examined.records().is_empty() {
        rules.extend(record_rule(examined.operation()));
        rules.push(STATUS_ENUM);
    }
    rules
}

fn record_rule(operation: Operation) -> Option<&'static str> {
    match operation {
        Operation::List => Some(LIST_RECORD),
        Operation::Get => Some(GET_RECORD),
        Operation::Update => Some(UPDATE_RECORD),
        _ => None,
    }
}

/// The rule that a violation of the schema goes against.
fn rule_of(operation: Operation, violation: &Violation) -> &'static str {
    let pointer = violation.instance_pointer.as_str();
    let data_missing = pointer.is_empty() && violation.keyword == "required" && violation.expected.contains("`data`");
    if violation.keyword == "enum" && pointer.ends_with("/status") && is_in_record(operation, pointer) {
        STATUS_ENUM
    } else if data_missing {
        rule_at(operation, "/data")
    } else {
        rule_at(operation, pointer)
    }
}

/// The rule on the shape of the place that a pointer names.
fn rule_at(operation: Operation, pointer: &str) -> &'static str {
    if is_in_record(operation, pointer) {
        record_rule(operation).unwrap_or(ENVELOPE)
    } else if operation == Operation::List && pointer.starts_with("/data") {
        PAGE
    } else {
        ENVELOPE
    }
}

fn is_in_record(operation: Operation, pointer: &str) -> bool {
    match operation {
        Operation::List => {
            let below = pointer.strip_prefix("/data/items/").or_else(|| pointer.strip_prefix("/data/"));
            below.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        }
        _ => pointer.starts_with("/data"),
    }
}

fn contradiction(received: &Value, violation: &Violation) -> Contradiction {
    let pointer = violation.instance_pointer.as_str();
    let name = pointer.rsplit('/').next().unwrap_or_default();
    let seen = match (violation.keyword.as_str(), received.pointer(pointer)) {
        ("required", _) => "it is missing".to_owned(),
        // Of strings only the type is told: one of them is a secret.
        (_, Some(Value::String(_))) => "a string".to_owned(),
        (_, Some(value @ (Value::Number(_) | Value::Bool(_) | Value::Null))) => value.to_string(),
        (_, Some(value)) => type_of(value).to_owned(),
        (_, None) => "nothing".to_owned(),
    };
    let expected = match violation.keyword.as_str() {
        "required" => violation.expected.clone(),
        _ if name.is_empty() => violation.expected.clone(),
        _ => format!("{name}: {}", violation.expected),
    };
    Contradiction::new(expected, seen).at(pointer)
}

fn at(received: &Value, pointer: &str) -> String {
    match received.pointer(pointer) {
        None => "it is missing".to_owned(),
        Some(value) => format!("it is of type {}", type_of(value)),
    }
}
