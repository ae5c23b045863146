//! Bodies and their media types.

use serde_json::Value;

use super::headers;
use crate::compat::Way;
use crate::compat::compare::{Differ, Spot, Subject};
use crate::compat::rules::interface as rules;

/// Compares the body of an operation's requests.
pub(super) fn compare_request_body<'a>(differ: &mut Differ<'a>, subject: &Subject, old: &Spot<'a>, new: &Spot<'a>) {
    let (old, new) = (differ.reach_old(old), differ.reach_new(new));
    let (way, subject) = (subject.requests, subject.part("request body"));
    let required = |spot: &Spot<'_>| spot.is_true("required");
    match (old.value, new.value) {
        (None, None) => return,
        (Some(_), None) => {
            return differ.note(&rules::REQUEST_BODY_REMOVED, Some(way), &subject, &Spot::within(old.pointer), &new);
        }
        (None, Some(_)) => {
            let rule = if required(&new) { &rules::REQUIRED_REQUEST_BODY_ADDED } else { &rules::REQUEST_BODY_ADDED };
            return differ.note(rule, Some(way), &subject, &old, &Spot::within(new.pointer));
        }
        (Some(_), Some(_)) => {}
    }
    let members = (old.member("required"), new.member("required"));
    match (required(&old), required(&new)) {
        (false, true) => {
            differ.note(&rules::REQUEST_BODY_BECAME_REQUIRED, Some(way), &subject, &members.0, &members.1);
        }
        (true, false) => {
            differ.note(&rules::REQUEST_BODY_BECAME_OPTIONAL, Some(way), &subject, &members.0, &members.1);
        }
        _ => {}
    }
    compare(differ, way, &subject, &old.member("content"), &new.member("content"));
}

/// Compares the media types of a body, and what is in each.
pub(super) fn compare<'a>(differ: &mut Differ<'a>, way: Way, subject: &Subject, old: &Spot<'a>, new: &Spot<'a>) {
    let (old_types, new_types) = (by_name(old), by_name(new));
    let mut covered: Vec<&str> = Vec::new();
    for (name, one) in &old_types {
        let subject = subject.part(format!("{} {name}", subject.part));
        match best(&new_types, name) {
            Some((new_name, other)) => {
                covered.push(new_name);
                compare_one(differ, way, &subject, one, other);
            }
            None => {
                let (old, new) = (Spot::within(one.pointer.clone()), Spot::within(new.pointer.clone()));
                differ.note(&rules::MEDIA_TYPE_REMOVED, Some(way), &subject, &old, &new);
            }
        }
    }
    for (name, other) in &new_types {
        // A range takes more than what it covers of the old types.
        let known = old_types.iter().any(|(old_name, _)| old_name == name);
        if known || (covered.contains(&name.as_str()) && !name.contains('*')) || best(&old_types, name).is_some() {
            continue;
        }
        let subject = subject.part(format!("{} {name}", subject.part));
        let (old, new) = (Spot::within(old.pointer.clone()), Spot::within(other.pointer.clone()));
        differ.note(&rules::MEDIA_TYPE_ADDED, Some(way), &subject, &old, &new);
    }
}

fn compare_one<'a>(differ: &mut Differ<'a>, way: Way, subject: &Subject, old: &Spot<'a>, new: &Spot<'a>) {
    differ.schemas(way, subject, &old.member("schema"), &new.member("schema"));
    let form = subject.part.contains("multipart/") || subject.part.contains("x-www-form-urlencoded");
    let (old, new) = (old.member("encoding"), new.member("encoding"));
    if !form || (old.value.is_none() && new.value.is_none()) {
        return;
    }
    let names =
        |spot: &Spot<'_>| spot.members().map(|(name, _)| name.clone()).collect::<std::collections::BTreeSet<_>>();
    for name in names(&old).union(&names(&new)) {
        let (one, other) = (old.member(name), new.member(name));
        let subject = subject.part(format!("{}, {name}", subject.part));
        if writing(&one) != writing(&other) {
            differ.note(&rules::ENCODING_CHANGED, Some(way), &subject, &one, &other);
        }
        headers::compare(differ, way, &subject, &one.member("headers"), &other.member("headers"));
    }
}

/// How a part of a form is written; what is left out is as OpenAPI has it.
fn writing(encoding: &Spot<'_>) -> (Option<String>, String, bool, bool) {
    let style = encoding.text("style").unwrap_or("form").to_owned();
    let explode = encoding.member("explode").value.and_then(Value::as_bool).unwrap_or(style == "form");
    let content = encoding.text("contentType").map(|name| name.replace(' ', "").to_ascii_lowercase());
    (content, style, explode, encoding.is_true("allowReserved"))
}

/// The media type of a parameter or header, which has one where it has `content`.
pub(super) fn only_media_type<'a>(content: &Spot<'a>) -> Option<(String, Spot<'a>)> {
    by_name(content).into_iter().next()
}

fn by_name<'a>(content: &Spot<'a>) -> Vec<(String, Spot<'a>)> {
    content.members().map(|(name, spot)| (normal(name), spot)).collect()
}

/// The name without what makes no difference: case and blanks.
fn normal(name: &str) -> String {
    name.split(';').map(|part| part.trim().to_ascii_lowercase()).collect::<Vec<_>>().join("; ")
}

/// The media type of the same name, or the closest range that covers it.
fn best<'t, 'a>(types: &'t [(String, Spot<'a>)], name: &str) -> Option<&'t (String, Spot<'a>)> {
    let bare = name.split(';').next().unwrap_or(name).trim();
    let main = bare.split('/').next().unwrap_or_default();
    let ranges = [name.to_owned(), bare.to_owned(), format!("{main}/*"), "*/*".to_owned()];
    ranges.iter().find_map(|range| types.iter().find(|(other, _)| other == range))
}
