//! Schemas that say something other than what was meant.

use serde_json::Value;

use super::Finding;
use super::tables::SCHEMA;
use super::walk::{Place, Walked, nearest};
use crate::child;

pub(super) fn check(walked: &Walked<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for place in walked.all(&SCHEMA) {
        if place.text("type") == Some("array") && !place.members.contains_key("items") {
            let message = "an array has `items`";
            found.push(Finding::error(
                walked.source,
                "array-without-items",
                &place.pointer,
                message,
                "add `items`, `{}` for anything",
            ));
        }
        required_names(walked, place, &mut found);
        nullable(walked, place, &mut found);
        bounds(walked, place, &mut found);
        if place.is_true("readOnly") && place.is_true("writeOnly") {
            let message = "`readOnly` and `writeOnly` exclude each other";
            found.push(Finding::error(
                walked.source,
                "read-and-write-only",
                &place.at("writeOnly"),
                message,
                "keep one",
            ));
        }
    }
    found
}

/// Only for a schema that lists its properties itself: with allOf they may be elsewhere.
fn required_names(walked: &Walked<'_>, place: &Place<'_>, found: &mut Vec<Finding>) {
    let (Some(Value::Array(required)), Some(Value::Object(properties))) =
        (place.members.get("required"), place.members.get("properties"))
    else {
        return;
    };
    if place.members.contains_key("allOf") || place.pointer.contains("/allOf/") {
        return;
    }
    for (index, name) in required.iter().enumerate() {
        let Some(name) = name.as_str().filter(|name| !properties.contains_key(*name)) else { continue };
        let at = child(&place.at("required"), &index.to_string());
        let message = format!("`{name}` is required, and no property has that name");
        let remedy = nearest(name, properties.keys().map(String::as_str));
        found.push(Finding::error(walked.source, "required-unknown-property", &at, message, remedy).as_warning());
    }
}

fn nullable(walked: &Walked<'_>, place: &Place<'_>, found: &mut Vec<Finding>) {
    if !place.is_true("nullable") {
        return;
    }
    let at = place.at("nullable");
    if !place.members.contains_key("type") {
        let message = "`nullable` adds null to the `type` beside it, and there is none: null is refused, or not, as a reader pleases";
        let remedy = "write the type beside it, or make the schema that is referred to nullable";
        found.push(Finding::error(walked.source, "nullable-without-type", &at, message, remedy).as_warning());
    }
    if place.members.get("enum").and_then(Value::as_array).is_some_and(|values| !values.contains(&Value::Null)) {
        let message = "the `enum` does not list null, so null is refused all the same";
        found.push(
            Finding::error(walked.source, "nullable-enum-without-null", &at, message, "add null to the enum")
                .as_warning(),
        );
    }
}

fn bounds(walked: &Walked<'_>, place: &Place<'_>, found: &mut Vec<Finding>) {
    let number = |key: &str| place.members.get(key).and_then(Value::as_f64);
    for (least, greatest) in [
        ("minimum", "maximum"),
        ("minLength", "maxLength"),
        ("minItems", "maxItems"),
        ("minProperties", "maxProperties"),
    ] {
        if let (Some(low), Some(high)) = (number(least), number(greatest))
            && low > high
        {
            let message = format!("`{least}` {low} is above `{greatest}` {high}: nothing fits");
            found.push(Finding::error(
                walked.source,
                "empty-range",
                &place.at(least),
                message,
                "exchange or correct the two",
            ));
        }
    }
    for (exclusive, bound) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
        if place.is_true(exclusive) && !place.members.contains_key(bound) {
            let message = format!("`{exclusive}` says nothing without `{bound}`");
            found.push(Finding::error(
                walked.source,
                "exclusive-without-bound",
                &place.at(exclusive),
                message,
                format!("add `{bound}`"),
            ));
        }
    }
    if number("multipleOf").is_some_and(|step| step <= 0.0) {
        let message = "`multipleOf` must be above zero";
        found.push(Finding::error(
            walked.source,
            "empty-range",
            &place.at("multipleOf"),
            message,
            "correct or remove it",
        ));
    }
}
