//! Schemas that can never be decided: they apply themselves to the same instance.

use std::collections::HashSet;

use serde_json::Value;

use crate::reference::reference_in;

/// The first reference on the way from the schema at `pointer` that leads, through nothing but `$ref`, `allOf`, `anyOf`,
/// `oneOf` and `not`, back to a schema that is already being decided. Going through `properties`, `items` or
/// `additionalProperties` is no such loop: that is another, smaller instance.
pub(crate) fn endless(document: &Value, pointer: &str) -> Option<String> {
    search(document, pointer, &mut Vec::new(), &mut HashSet::new())
}

fn search(document: &Value, pointer: &str, path: &mut Vec<String>, done: &mut HashSet<String>) -> Option<String> {
    if done.contains(pointer) {
        return None;
    }
    let schema = document.pointer(pointer)?;
    path.push(pointer.to_owned());
    let found = if let Some(reference) = reference_in(schema) {
        match crate::target_of(pointer, reference) {
            Ok(target) if path.contains(&target) => Some(pointer.to_owned()),
            Ok(target) => search(document, &target, path, done),
            Err(_) => None,
        }
    } else {
        in_place(schema, pointer).into_iter().find_map(|inner| search(document, &inner, path, done))
    };
    path.pop();
    if found.is_none() {
        done.insert(pointer.to_owned());
    }
    found
}

fn in_place(schema: &Value, pointer: &str) -> Vec<String> {
    let lists =
        ["allOf", "anyOf", "oneOf"].into_iter().filter_map(|keyword| Some((keyword, schema.get(keyword)?.as_array()?)));
    let listed =
        lists.flat_map(|(keyword, items)| (0..items.len()).map(move |index| format!("{pointer}/{keyword}/{index}")));
    listed.chain(schema.get("not").map(|_| format!("{pointer}/not"))).collect()
}
