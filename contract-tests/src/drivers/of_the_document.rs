//! Bodies drawn from the document's own schemas: ones that fit, and ones that break just one thing.

use proptest::collection::vec;
use proptest::prelude::any;
use proptest::strategy::{BoxedStrategy, Strategy as _};
use serde_json::Value;

use super::words::{create, get, list, update};
use crate::steps::{Body, Case, Given, NameText, Shape};
use crate::strategies::{Unsupported, invalid, valid};

/// Where the document has the bodies of requests.
const CREATE: &str = "/components/schemas/CreateApiKey";
const UPDATE: &str = "/components/schemas/UpdateApiKey";

/// Bodies that fit, written in whatever way JSON allows.
pub(super) fn fitting(document: &openapi::Source) -> Result<BoxedStrategy<Case>, Unsupported> {
    let bodies = (valid(document, CREATE)?, valid(document, UPDATE)?, vec(any::<u8>(), 0..40));
    let case = |(created, updated, choices): (Value, Value, Vec<u8>)| {
        let shape = if choices.len() < 20 { Shape::AsIs } else { Shape::Written(choices) };
        let created = with_members(&created, "").given("name", Given::Name(NameText::default()));
        let updated = || with_members(&updated, "").shaped(shape.clone());
        Case::of([
            create(0, created.shaped(shape.clone())),
            get(0),
            update(0, updated()),
            get(0),
            update(0, updated()),
            get(0),
            list(),
        ])
    };
    Ok(bodies.prop_map(case).boxed())
}

/// Bodies of which one thing is broken.
pub(super) fn broken(document: &openapi::Source) -> Result<BoxedStrategy<Case>, Unsupported> {
    let bodies = (invalid(document, CREATE)?, invalid(document, UPDATE)?);
    let case = |(created, updated): (crate::strategies::Invalid, crate::strategies::Invalid)| {
        Case::of([
            create(0, Body::plain()),
            get(0),
            update(0, broken_body(&updated.value, &updated.pointer)),
            get(0),
            create(1, broken_body(&created.value, &created.pointer)),
            list(),
        ])
    };
    Ok(bodies.prop_map(case).boxed())
}

fn broken_body(value: &Value, pointer: &str) -> Body {
    match value {
        Value::Object(_) => with_members(value, pointer),
        other => Body::nothing().shaped(Shape::Replaced(other.to_string())),
    }
}

/// A body with these members, the id among them only where that is what is broken.
fn with_members(value: &Value, broken: &str) -> Body {
    let Value::Object(members) = value else { return Body::nothing() };
    let kept = members.iter().filter(|(name, _)| *name != "id" || broken == "/id");
    kept.fold(Body::nothing(), |body, (name, value)| body.value(name, value.clone()))
}
