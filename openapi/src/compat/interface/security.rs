//! How requests are authorised.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::compat::compare::{Differ, Spot, Subject};
use crate::compat::rules::interface as rules;
use crate::compat::{Rule, Way};

/// One way to authorise a request: schemes with the scopes that each must have. None is needed for the empty one.
type Alternative = BTreeMap<String, BTreeSet<String>>;

/// Notes the schemes that work otherwise and are used.
pub(super) fn compare_schemes(differ: &mut Differ<'_>) {
    let (old, new) = (schemes(&differ.old.value), schemes(&differ.new.value));
    let used = used(&differ.old.value);
    for (name, one) in old.iter().filter(|(name, _)| used.contains(*name)) {
        let Some(other) = new.get(name) else { continue };
        if definition(one) != definition(other) {
            let subject = Subject::of(None, Way::Request).part(format!("security scheme {name}"));
            differ.note(&rules::SECURITY_SCHEME_CHANGED, None, &subject, one, other);
        }
    }
}

fn schemes(document: &Value) -> BTreeMap<String, Spot<'_>> {
    let at = "/components/securitySchemes";
    let named = Spot::of("", document).member("components").member("securitySchemes");
    let named: Vec<(String, Spot<'_>)> = named.members().map(|(name, spot)| (name.clone(), spot)).collect();
    named
        .into_iter()
        .filter_map(|(name, _)| {
            let reached = crate::resolve(document, &crate::child(at, &name)).ok()?;
            Some((name, Spot::of(reached.pointer, reached.value)))
        })
        .collect()
}

/// The names of the schemes that any requirement of the document names.
fn used(document: &Value) -> BTreeSet<String> {
    let root = Spot::of("", document);
    let mut lists = vec![root.member("security")];
    let paths = root.member("paths");
    for (_, item) in paths.members() {
        lists.extend(item.members().map(|(_, operation)| operation.member("security")));
    }
    let requirements = lists.iter().filter_map(|list| list.value?.as_array()).flatten();
    requirements.filter_map(Value::as_object).flat_map(|requirement| requirement.keys().cloned()).collect()
}

/// What a scheme is on the wire, without what only people read and what only tokens hold.
fn definition(scheme: &Spot<'_>) -> Value {
    let mut members: Map<String, Value> = scheme.value.and_then(Value::as_object).cloned().unwrap_or_default();
    members.retain(|key, _| !key.starts_with("x-") && key != "description" && key != "bearerFormat");
    for key in ["scheme", "name"] {
        if let Some(Value::String(text)) = members.get(key)
            && (key == "scheme" || scheme.text("in") == Some("header"))
        {
            let lower = text.to_ascii_lowercase().into();
            members.insert(key.to_owned(), lower);
        }
    }
    if let Some(Value::Object(flows)) = members.get_mut("flows") {
        for scopes in flows.values_mut().filter_map(|flow| flow.get_mut("scopes")?.as_object_mut()) {
            scopes.values_mut().for_each(|description| *description = Value::Null);
        }
    }
    members.into()
}

/// Compares what must be had to call an operation.
pub(super) fn compare<'a>(differ: &mut Differ<'a>, subject: &Subject, old: &Spot<'a>, new: &Spot<'a>) {
    let subject = &subject.part("security");
    let (old_list, new_list) = (effective(&differ.old.value, old), effective(&differ.new.value, new));
    let names = same_names(&differ.old.value, &differ.new.value);
    let (old_all, new_all) = (alternatives(&old_list, &names), alternatives(&new_list, &BTreeMap::new()));
    let mut note = |rule: &'static Rule| differ.note(rule, None, subject, &old_list, &new_list);
    let (old_open, new_open) = (old_all.iter().any(Alternative::is_empty), new_all.iter().any(Alternative::is_empty));
    match (old_open, new_open) {
        (true, false) => return note(&rules::SECURITY_ADDED),
        (false, true) => return note(&rules::SECURITY_REMOVED),
        _ => {}
    }
    // What an alternative became that asked for other things before is no news.
    let mut told: Vec<&Alternative> = Vec::new();
    for one in old_all.iter().filter(|one| !new_all.contains(one)) {
        match new_all.iter().find(|other| asks_no_more(other, one)) {
            Some(other) => {
                told.push(other);
                note(&rules::SECURITY_ALTERNATIVE_RELAXED);
            }
            None => {
                told.extend(new_all.iter().filter(|other| asks_no_more(one, other)));
                note(&rules::SECURITY_ALTERNATIVE_REMOVED);
            }
        }
    }
    if new_all.iter().any(|other| !old_all.contains(other) && !told.contains(&other)) {
        note(&rules::SECURITY_ALTERNATIVE_ADDED);
    }
}

/// Whether whoever has what the second asks for has what the first asks for.
fn asks_no_more(one: &Alternative, than: &Alternative) -> bool {
    !one.is_empty() && one.iter().all(|(name, scopes)| than.get(name).is_some_and(|had| scopes.is_subset(had)))
}

/// The requirements of an operation: its own, or those of the document.
fn effective<'a>(document: &'a Value, operation: &Spot<'a>) -> Spot<'a> {
    let own = operation.member("security");
    if own.value.is_some() { own } else { Spot::of("", document).member("security") }
}

fn alternatives(list: &Spot<'_>, names: &BTreeMap<String, String>) -> BTreeSet<Alternative> {
    let requirements = list.value.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    if requirements.is_empty() {
        return BTreeSet::from([Alternative::new()]);
    }
    let alternative = |requirement: &Value| -> Alternative {
        let schemes = requirement.as_object().into_iter().flatten();
        schemes
            .map(|(name, scopes)| {
                let scopes = scopes.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned);
                (names.get(name).unwrap_or(name).clone(), scopes.collect())
            })
            .collect()
    };
    requirements.iter().map(alternative).collect()
}

/// What the old document's schemes are called in the new one, where another name stands for the same scheme.
fn same_names(old: &Value, new: &Value) -> BTreeMap<String, String> {
    let (old, new) = (schemes(old), schemes(new));
    let renamed = old.iter().filter(|(name, _)| !new.contains_key(*name)).filter_map(|(name, one)| {
        let same = new.iter().find(|(other, spot)| !old.contains_key(*other) && definition(spot) == definition(one));
        Some((name.clone(), same?.0.clone()))
    });
    renamed.collect()
}
