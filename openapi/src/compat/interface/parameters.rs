//! Parameters of an operation, those of its path included.

use std::collections::BTreeMap;

use super::operation::Context;
use super::{content, paths};
use crate::compat::compare::{Differ, Spot, Subject};
use crate::compat::rules::interface as rules;
use crate::compat::{Rule, Way};

/// Where a parameter stands and what it is called on the wire: path parameters by their number.
type Key = (String, String);

/// Compares the parameters of an operation of both documents.
pub(super) fn compare<'a>(differ: &mut Differ<'a>, context: &Context<'_, 'a>, old: &Spot<'a>, new: &Spot<'a>) {
    let (subject, way) = (&context.subject, context.subject.requests);
    let (old_all, new_all) = (
        effective(&|spot| differ.reach_old(spot), context.paths.0, [context.items.0, old]),
        effective(&|spot| differ.reach_new(spot), context.paths.1, [context.items.1, new]),
    );
    let mut moved: Vec<&Key> = Vec::new();
    for (key, one) in &old_all {
        if let Some(other) = new_all.get(key) {
            compare_one(differ, &subject.part(shown(other)), one, other);
            continue;
        }
        // The same name elsewhere, where nothing stood before.
        let elsewhere = new_all.iter().find(|(other, spot)| {
            spot.text("name") == one.text("name") && !old_all.contains_key(*other) && !moved.contains(other)
        });
        match elsewhere {
            Some((other_key, other)) => {
                moved.push(other_key);
                let subject = subject.part(shown(one));
                differ.note(&rules::PARAMETER_MOVED, Some(way), &subject, &one.member("in"), &other.member("in"));
            }
            None => {
                let rule =
                    if is_required(one) { &rules::REQUIRED_PARAMETER_REMOVED } else { &rules::PARAMETER_REMOVED };
                differ.note(rule, Some(way), &subject.part(shown(one)), one, &Spot::within(new.pointer.clone()));
            }
        }
    }
    for (_, other) in new_all.iter().filter(|(key, _)| !old_all.contains_key(*key) && !moved.contains(key)) {
        let rule = if is_required(other) { &rules::REQUIRED_PARAMETER_ADDED } else { &rules::PARAMETER_ADDED };
        differ.note(rule, Some(way), &subject.part(shown(other)), &Spot::within(old.pointer.clone()), other);
    }
}

fn shown(parameter: &Spot<'_>) -> String {
    let text = |key| parameter.text(key).unwrap_or_default();
    format!("{} parameter {}", text("in"), text("name"))
}

fn is_required(parameter: &Spot<'_>) -> bool {
    parameter.text("in") == Some("path") || parameter.is_true("required")
}

/// The parameters of a path item, and those of an operation that replace them or come to them.
fn effective<'a>(
    reach: &dyn Fn(&Spot<'a>) -> Spot<'a>,
    path: &str,
    holders: [&Spot<'a>; 2],
) -> BTreeMap<Key, Spot<'a>> {
    let mut parameters = BTreeMap::new();
    let names = paths::names_in(path);
    for holder in holders {
        let list = holder.member("parameters");
        let count = list.value.and_then(|value| value.as_array()).map_or(0, Vec::len);
        for index in 0..count {
            let Some(value) = list.value.and_then(|value| value.get(index)) else { continue };
            let parameter = reach(&Spot::of(format!("{}/{index}", list.pointer), value));
            let (Some(name), Some(place)) = (parameter.text("name"), parameter.text("in")) else { continue };
            let name = match place {
                "path" => names.iter().position(|other| *other == name).map_or(name.to_owned(), |at| at.to_string()),
                "header" => name.to_ascii_lowercase(),
                _ => name.to_owned(),
            };
            // OpenAPI has these ignored: the body and the security say it.
            if place == "header" && ["accept", "content-type", "authorization"].contains(&name.as_str()) {
                continue;
            }
            parameters.insert((place.to_owned(), name), parameter);
        }
    }
    parameters
}

fn compare_one<'a>(differ: &mut Differ<'a>, subject: &Subject, old: &Spot<'a>, new: &Spot<'a>) {
    let way = subject.requests;
    if old.text("in") == Some("path") && old.text("name") != new.text("name") {
        differ.note(&rules::PATH_PARAMETER_RENAMED, None, subject, &old.member("name"), &new.member("name"));
    }
    match (is_required(old), is_required(new)) {
        (false, true) => note_member(differ, &rules::PARAMETER_BECAME_REQUIRED, (way, subject), "required", (old, new)),
        (true, false) => note_member(differ, &rules::PARAMETER_BECAME_OPTIONAL, (way, subject), "required", (old, new)),
        _ => {}
    }
    compare_writing(differ, (way, subject), old, new);
    compare_value(differ, (way, subject), old, new);
}

fn note_member<'a>(
    differ: &mut Differ<'a>,
    rule: &'static Rule,
    (way, subject): (Way, &Subject),
    name: &str,
    (old, new): (&Spot<'a>, &Spot<'a>),
) {
    differ.note(rule, Some(way), subject, &old.member(name), &new.member(name));
}

/// How a parameter is written in a URL or header.
fn compare_writing<'a>(differ: &mut Differ<'a>, at: (Way, &Subject), old: &Spot<'a>, new: &Spot<'a>) {
    let is_query = old.text("in") == Some("query");
    let flags: [(&str, &'static Rule, &'static Rule); 2] = [
        ("allowReserved", &rules::ALLOW_RESERVED_ADDED, &rules::ALLOW_RESERVED_REMOVED),
        ("allowEmptyValue", &rules::ALLOW_EMPTY_VALUE_ADDED, &rules::ALLOW_EMPTY_VALUE_REMOVED),
    ];
    for (name, added, removed) in flags.into_iter().filter(|_| is_query) {
        match (old.is_true(name), new.is_true(name)) {
            (false, true) => note_member(differ, added, at, name, (old, new)),
            (true, false) => note_member(differ, removed, at, name, (old, new)),
            _ => {}
        }
    }
    if old.member("schema").value.is_none() || new.member("schema").value.is_none() {
        return;
    }
    let style = |spot: &Spot<'_>| spot.text("style").unwrap_or(default_style(spot)).to_owned();
    let explode = |spot: &Spot<'_>| {
        spot.member("explode").value.and_then(serde_json::Value::as_bool).unwrap_or(style(spot) == "form")
    };
    if style(old) != style(new) {
        note_member(differ, &rules::PARAMETER_STYLE_CHANGED, at, "style", (old, new));
    } else if explode(old) != explode(new) && differ.graph(at.0).holds_parts(&old.member("schema").pointer) {
        note_member(differ, &rules::PARAMETER_STYLE_CHANGED, at, "explode", (old, new));
    }
}

fn default_style(parameter: &Spot<'_>) -> &'static str {
    match parameter.text("in") {
        Some("query" | "cookie") => "form",
        _ => "simple",
    }
}

/// What a parameter or header may hold, and whether it is to be avoided.
pub(super) fn compare_value<'a>(differ: &mut Differ<'a>, at: (Way, &Subject), old: &Spot<'a>, new: &Spot<'a>) {
    match (old.is_true("deprecated"), new.is_true("deprecated")) {
        (false, true) => {
            let (old, new) = (old.member("deprecated"), new.member("deprecated"));
            differ.note(&rules::PARAMETER_DEPRECATED, None, at.1, &old, &new);
        }
        (true, false) => {
            let (old, new) = (old.member("deprecated"), new.member("deprecated"));
            differ.note(&rules::PARAMETER_UNDEPRECATED, None, at.1, &old, &new);
        }
        _ => {}
    }
    let (old_content, new_content) = (old.member("content"), new.member("content"));
    match (content::only_media_type(&old_content), content::only_media_type(&new_content)) {
        (None, None) => differ.schemas(at.0, at.1, &old.member("schema"), &new.member("schema")),
        (Some((old_name, one)), Some((new_name, other))) if old_name == new_name => {
            differ.schemas(at.0, at.1, &one.member("schema"), &other.member("schema"));
        }
        _ => differ.note(&rules::PARAMETER_CONTENT_CHANGED, Some(at.0), at.1, &old_content, &new_content),
    }
}
