//! The servers that a document names.

use std::collections::BTreeMap;

use serde_json::Value;

use super::operation::Context;
use crate::compat::Way;
use crate::compat::compare::{Differ, Spot, Subject};
use crate::compat::rules::interface as rules;

/// Compares the servers of the documents.
pub(super) fn compare_all(differ: &mut Differ<'_>) {
    let (old, new) = (Spot::of("", &differ.old.value), Spot::of("", &differ.new.value));
    compare(differ, &Subject::of(None, Way::Request), &old.member("servers"), &new.member("servers"));
}

/// Compares the servers of an operation where it, or its path, names its own in either document.
pub(super) fn compare_overrides<'a>(
    differ: &mut Differ<'a>,
    context: &Context<'_, 'a>,
    old: &Spot<'a>,
    new: &Spot<'a>,
) {
    let effective = |document: &'a Value, item: &Spot<'a>, operation: &Spot<'a>| {
        let own = [operation, item].into_iter().map(|spot| spot.member("servers")).find(|spot| spot.value.is_some());
        let is_own = own.is_some();
        (own.unwrap_or_else(|| Spot::of("", document).member("servers")), is_own)
    };
    let (old, old_own) = effective(&differ.old.value, context.items.0, old);
    let (new, new_own) = effective(&differ.new.value, context.items.1, new);
    if old_own || new_own {
        compare(differ, &context.subject, &old, &new);
    }
}

fn compare<'a>(differ: &mut Differ<'a>, subject: &Subject, old: &Spot<'a>, new: &Spot<'a>) {
    let (old_all, new_all) = (urls(old), urls(new));
    for (url, spot) in old_all.iter().filter(|(url, _)| !new_all.contains_key(*url)) {
        let subject = subject.part(format!("server {url}"));
        differ.note(&rules::SERVER_REMOVED, None, &subject, spot, &Spot::within(new.pointer.clone()));
    }
    for (url, spot) in new_all.iter().filter(|(url, _)| !old_all.contains_key(*url)) {
        let subject = subject.part(format!("server {url}"));
        differ.note(&rules::SERVER_ADDED, None, &subject, &Spot::within(old.pointer.clone()), spot);
    }
}

/// More addresses than anyone reads.
const MOST: usize = 200;

/// The addresses that servers stand for, with every value that their variables may have.
fn urls<'a>(servers: &Spot<'a>) -> BTreeMap<String, Spot<'a>> {
    let list = servers.value.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    if list.is_empty() {
        return BTreeMap::from([("/".to_owned(), servers.clone())]);
    }
    let mut found = BTreeMap::new();
    for (index, server) in list.iter().enumerate() {
        let spot = Spot::of(format!("{}/{index}", servers.pointer), server);
        let mut addresses = vec![spot.text("url").unwrap_or_default().to_owned()];
        for (name, variable) in spot.member("variables").members() {
            let listed = variable.member("enum").value.and_then(Value::as_array).into_iter().flatten();
            let values: Vec<&str> = listed.filter_map(Value::as_str).collect();
            // A variable without a list takes anything: its name stands for that.
            let mark = format!("{{{name}}}");
            if !values.is_empty() {
                let all = addresses.iter().flat_map(|address| values.iter().map(|value| address.replace(&mark, value)));
                addresses = all.take(MOST).collect();
            }
        }
        for address in addresses {
            let trimmed = address.trim_end_matches('/');
            found.insert(if trimmed.is_empty() { "/".to_owned() } else { trimmed.to_owned() }, spot.clone());
        }
    }
    found
}
