//! Paths and methods.

use std::collections::BTreeMap;

use super::operation::{self, Context};
use crate::compat::Way;
use crate::compat::compare::{Differ, Spot, Subject};
use crate::compat::rules::interface as rules;

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Compares the paths of the documents.
pub(super) fn compare(differ: &mut Differ<'_>) {
    let (old, new) = (Spot::of("", &differ.old.value), Spot::of("", &differ.new.value));
    let (old_paths, new_paths) = (by_template(&old.member("paths")), by_template(&new.member("paths")));
    let nowhere = (Spot::within("/paths"), Spot::within("/paths"));
    for (template, (path, item)) in &old_paths {
        match new_paths.get(template) {
            Some((new_path, new_item)) => {
                let names = (path.as_str(), new_path.as_str());
                compare_item(differ, names, (item, new_item), Way::Request);
            }
            None => {
                let item = differ.reach_old(item);
                for method in methods(&item) {
                    let subject = Subject::of(Some(label(method, path)), Way::Request);
                    differ.note(&rules::PATH_REMOVED, None, &subject, &Spot::within(item.pointer.clone()), &nowhere.1);
                }
            }
        }
    }
    for (_, (path, item)) in new_paths.iter().filter(|(template, _)| !old_paths.contains_key(*template)) {
        let item = differ.reach_new(item);
        for method in methods(&item) {
            let subject = Subject::of(Some(label(method, path)), Way::Request);
            differ.note(&rules::PATH_ADDED, None, &subject, &nowhere.0, &Spot::within(item.pointer.clone()));
        }
    }
}

/// `PUT /api/token/`.
fn label(method: &str, path: &str) -> String {
    format!("{} {path}", method.to_uppercase())
}

fn methods(item: &Spot<'_>) -> impl Iterator<Item = &'static str> {
    METHODS.into_iter().filter(|method| item.member(method).value.is_some())
}

/// Paths by what they are on the wire, where the names of their parameters are not seen.
fn by_template<'a>(paths: &Spot<'a>) -> BTreeMap<String, (String, Spot<'a>)> {
    let paths = paths.members().filter(|(path, _)| path.starts_with('/'));
    paths.map(|(path, item)| (template(path), (path.clone(), item))).collect()
}

fn template(path: &str) -> String {
    let mut rest = path;
    let mut template = String::new();
    while let Some((before, after)) = rest.split_once('{') {
        template.push_str(before);
        template.push_str("{}");
        rest = after.split_once('}').map_or("", |(_, rest)| rest);
    }
    template + rest
}

/// The names of a path's parameters, in order.
pub(super) fn names_in(path: &str) -> Vec<&str> {
    path.split('{').skip(1).filter_map(|part| Some(part.split_once('}')?.0)).collect()
}

/// Compares what two path items take. `requests` is which way requests to them go.
pub(super) fn compare_item<'a>(
    differ: &mut Differ<'a>,
    paths: (&str, &str),
    (old, new): (&Spot<'a>, &Spot<'a>),
    requests: Way,
) {
    let (old, new) = (differ.reach_old(old), differ.reach_new(new));
    for method in METHODS {
        let (one, other) = (old.member(method), new.member(method));
        let subject = Subject::of(Some(label(method, paths.1)), requests);
        match (one.value, other.value) {
            (Some(_), Some(_)) => {
                let context = Context { subject, paths, items: (&old, &new) };
                operation::compare(differ, &context, &one, &other);
            }
            (Some(_), None) => {
                let subject = Subject::of(Some(label(method, paths.0)), requests);
                differ.note(&rules::OPERATION_REMOVED, None, &subject, &Spot::within(one.pointer.clone()), &other);
            }
            (None, Some(_)) => {
                differ.note(&rules::OPERATION_ADDED, None, &subject, &one, &Spot::within(other.pointer.clone()));
            }
            (None, None) => {}
        }
    }
}
