//! References: where they lead, and what nothing refers to.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde_json::Value;

use super::Finding;
use super::tables::{DISCRIMINATOR, PATH_ITEM, SCHEMA, SECURITY_REQUIREMENT};
use super::walk::Walked;
use crate::{ReferenceError, child};

pub(super) fn check(walked: &Walked<'_>) -> Vec<Finding> {
    let mut found = dead_ends(walked);
    found.extend(endless_schemas(walked, &found));
    found.extend(unused(walked));
    found
}

fn dead_ends(walked: &Walked<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let path_items = walked.all(&PATH_ITEM).filter(|place| place.text("$ref").is_some());
    for place in walked.places.iter().filter(|place| place.reference.is_some()).chain(path_items) {
        let at = place.at("$ref");
        let mut error = |check, message: String, remedy: &str| {
            found.push(Finding::error(walked.source, check, &at, message, remedy));
        };
        match crate::resolve(&walked.source.value, &place.pointer) {
            Err(ReferenceError::Dangling { reference, .. }) => {
                let names = crate::target_of("", &reference).ok().and_then(|target| {
                    let (parent, last) = crate::parent(&target)?;
                    let siblings = walked.source.get(parent)?.as_object()?;
                    Some(super::walk::nearest(&crate::unescape_token(last), siblings.keys().map(String::as_str)))
                });
                let remedy = names.unwrap_or_else(|| "correct the reference, or add what it names".to_owned());
                error("reference-dangling", format!("`{reference}` names nothing in this document"), &remedy);
            }
            Err(ReferenceError::Cyclic { reference, .. }) => {
                error(
                    "reference-cyclic",
                    format!("`{reference}` leads back to itself"),
                    "refer to something that is no reference",
                );
            }
            Err(ReferenceError::External { reference, .. }) => {
                error(
                    "reference-external",
                    format!("`{reference}` leaves this document"),
                    "copy what it names into components",
                );
            }
            Err(ReferenceError::Malformed { reference, .. }) => {
                error("reference-dangling", format!("`{reference}` is no JSON pointer"), "write '#/components/…'");
            }
            Ok(reached) => {
                let target = walked.place(&reached.pointer);
                if !target.is_some_and(|target| std::ptr::eq(target.object, place.object)) {
                    let is = target.map_or_else(String::new, |target| format!(", it is a {}", target.object.name));
                    let message = format!("what this names is no {}{is}", place.object.name);
                    error("reference-kind", message, "refer to one of the right kind");
                }
            }
        }
    }
    found
}

/// Schemas that apply themselves to the same instance. Chains of bare references are reported already.
fn endless_schemas(walked: &Walked<'_>, reported: &[Finding]) -> Vec<Finding> {
    let mut seen: HashSet<String> = reported.iter().map(|finding| finding.pointer.clone()).collect();
    let mut found = Vec::new();
    for place in walked
        .all(&SCHEMA)
        .filter(|place| ["allOf", "anyOf", "oneOf", "not"].iter().any(|k| place.members.contains_key(*k)))
    {
        if let Some(at) = crate::schema::endless(&walked.source.value, &place.pointer)
            && seen.insert(child(&at, "$ref"))
        {
            let message = "this leads back to the schema it is part of, for the same instance: it can never be decided";
            let remedy = "refer to it from a property or from items, or break the circle";
            found.push(Finding::error(walked.source, "reference-cyclic", &child(&at, "$ref"), message, remedy));
        }
    }
    found
}

/// `/components/kind/name` of a pointer inside of one.
fn component_of(pointer: &str) -> Option<&str> {
    let rest = pointer.strip_prefix("/components/")?;
    let mut slashes = rest.match_indices('/').map(|(index, _)| index);
    slashes.next()?;
    Some(slashes.next().map_or(pointer, |end| &pointer[..end + "/components/".len()]))
}

fn unused(walked: &Walked<'_>) -> Vec<Finding> {
    let mut edges: BTreeMap<Option<&str>, BTreeSet<String>> = BTreeMap::new();
    for place in &walked.places {
        let from = component_of(&place.pointer);
        let mut to: Vec<String> = Vec::new();
        if let Some(reference) = place.reference {
            to.extend(crate::target_of("", reference));
        } else if std::ptr::eq(place.object, &SECURITY_REQUIREMENT) {
            to.extend(place.members.keys().map(|name| child("/components/securitySchemes", name)));
        } else if std::ptr::eq(place.object, &DISCRIMINATOR) {
            for target in
                place.members.get("mapping").and_then(Value::as_object).into_iter().flat_map(|map| map.values())
            {
                let target = target.as_str().unwrap_or_default();
                to.push(crate::target_of("", target).unwrap_or_else(|_| child("/components/schemas", target)));
            }
        }
        let components = to.iter().filter_map(|target| component_of(target)).map(str::to_owned);
        edges.entry(from).or_default().extend(components);
    }
    let mut used: BTreeSet<String> = BTreeSet::new();
    let mut waiting: Vec<String> = edges.get(&None).into_iter().flatten().cloned().collect();
    while let Some(component) = waiting.pop() {
        if used.insert(component.clone()) {
            waiting.extend(edges.get(&Some(component.as_str())).into_iter().flatten().cloned());
        }
    }
    let is_component = |pointer: &&str| component_of(pointer) == Some(*pointer);
    let components = walked.places.iter().map(|place| place.pointer.as_str()).filter(is_component);
    components
        .filter(|pointer| !used.contains(*pointer))
        .map(|pointer| {
            let message = "nothing in this document uses this component";
            Finding::error(walked.source, "component-unused", pointer, message, "use it, or remove it").as_warning()
        })
        .collect()
}
