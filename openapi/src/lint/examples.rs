//! Examples, defaults and enum members against their schemas. Their values are never printed.

use std::collections::HashMap;

use serde_json::Value;

use super::Finding;
use super::tables::{HEADER, MEDIA_TYPE, PARAMETER, SCHEMA};
use super::walk::{Place, Walked};
use crate::schema::Aspect;
use crate::{Direction, InstanceValidator, child};

/// How many violations of one example are reported.
const REPORTED: usize = 5;

pub(super) fn check(walked: &Walked<'_>) -> Vec<Finding> {
    let mut checker = Checker { walked, validators: HashMap::new(), found: Vec::new() };
    for place in walked.all(&SCHEMA) {
        checker.schema(place);
    }
    for place in walked.places.iter().filter(|place| place.reference.is_none()) {
        let is = |object| std::ptr::eq(place.object, object);
        if is(&MEDIA_TYPE) || is(&PARAMETER) || is(&HEADER) {
            checker.described(place);
        }
    }
    checker.found
}

struct Checker<'w, 'a> {
    walked: &'w Walked<'a>,
    validators: HashMap<(String, Direction), Option<InstanceValidator>>,
    found: Vec<Finding>,
}

impl Checker<'_, '_> {
    fn schema(&mut self, place: &Place<'_>) {
        for (keyword, check) in [("example", "example-invalid"), ("default", "default-invalid")] {
            if let Some(instance) = place.members.get(keyword) {
                self.hold(instance, &place.at(keyword), &place.pointer, Direction::Either, check);
            }
        }
        let Some(Value::Array(values)) = place.members.get("enum") else { return };
        let document = &self.walked.source.value;
        let validator = InstanceValidator::build(document, &place.pointer, Direction::Either, Aspect::WithoutEnum);
        let Ok(validator) = validator else { return };
        for (index, value) in values.iter().enumerate() {
            let at = child(&place.at("enum"), &index.to_string());
            self.report(&validator, value, &at, "enum-invalid");
        }
    }

    fn described(&mut self, place: &Place<'_>) {
        if !place.members.contains_key("schema") {
            return;
        }
        let schema = place.at("schema");
        let direction = direction_of(place);
        if let Some(instance) = place.members.get("example") {
            self.hold(instance, &place.at("example"), &schema, direction, "example-invalid");
        }
        for name in
            place.members.get("examples").and_then(Value::as_object).into_iter().flat_map(|examples| examples.keys())
        {
            let at = child(&place.at("examples"), name);
            let Ok(reached) = crate::resolve(&self.walked.source.value, &at) else { continue };
            if let Some(instance) = reached.value.get("value") {
                self.hold(instance, &child(&reached.pointer, "value"), &schema, direction, "example-invalid");
            }
        }
    }

    fn hold(&mut self, instance: &Value, at: &str, schema: &str, direction: Direction, check: &'static str) {
        // Many places refer to one schema: it is compiled once.
        let Ok(reached) = crate::resolve(&self.walked.source.value, schema) else { return };
        let source = self.walked.source;
        let validator = self
            .validators
            .entry((reached.pointer.clone(), direction))
            // A schema that cannot be compiled is reported by the checks of structure and references, or below.
            .or_insert_with(|| InstanceValidator::for_direction(source, &reached.pointer, direction).ok())
            .clone();
        if let Some(validator) = validator {
            self.report(&validator, instance, at, check);
        }
    }

    fn report(&mut self, validator: &InstanceValidator, instance: &Value, at: &str, check: &'static str) {
        let what = match check {
            "default-invalid" => "default",
            "enum-invalid" => "enum member",
            _ => "example",
        };
        for violation in validator.violations(instance).into_iter().take(REPORTED) {
            let pointer = format!("{at}{}", violation.instance_pointer);
            let message =
                format!("the {what} does not fit #{}: expected {}", violation.schema_pointer, violation.expected);
            let finding = Finding::error(
                self.walked.source,
                check,
                &pointer,
                message,
                format!("correct the {what} or the schema"),
            );
            if !self.found.contains(&finding) {
                self.found.push(finding);
            }
        }
    }
}

fn direction_of(place: &Place<'_>) -> Direction {
    let within = |part: &str| place.pointer.contains(part);
    if std::ptr::eq(place.object, &PARAMETER) || within("/requestBody/") || within("/requestBodies/") {
        Direction::Request
    } else if within("/responses/") || std::ptr::eq(place.object, &HEADER) {
        Direction::Response
    } else {
        Direction::Either
    }
}
