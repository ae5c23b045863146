//! The two differences, joined: which change of the document shows in which items of the client.

use std::collections::{BTreeMap, BTreeSet};

use openapi::compat::{Acceptance, Change, Severity};
use serde_json::Value;

use super::level::Level;
use crate::public_api::ApiChange;

/// One reason for the level of a version, named on both sides.
#[derive(Clone, Debug)]
pub(crate) struct Reason {
    /// What it asks of the version: the higher of the two.
    pub(crate) level: Level,
    /// The change of the document; none for a change of the client alone.
    pub(crate) document: Option<DocumentSide>,
    /// The changes of the client's public API that show it.
    pub(crate) client: Vec<ApiChange>,
}

/// A change of the document as a reason.
#[derive(Clone, Debug)]
pub(crate) struct DocumentSide {
    /// What it asks of the version alone.
    pub(crate) level: Level,
    /// The change.
    pub(crate) change: Change,
    /// Why it is accepted, if it is.
    pub(crate) accepted: Option<String>,
}

impl DocumentSide {
    fn new(change: &Change, acceptance: &Acceptance) -> Self {
        let accepted = acceptance.of(change).map(|entry| entry.reason.clone());
        let level = match change.severity {
            Severity::Breaking if accepted.is_none() => Level::Major,
            _ => Level::Minor,
        };
        Self { level, change: change.clone(), accepted }
    }
}

/// Joins the changes of the document with those of the client, the gravest first. An item of the client belongs to every
/// change of the document that has its name.
pub(super) fn join(changes: &[Change], acceptance: &Acceptance, api: Vec<ApiChange>) -> Vec<Reason> {
    let mut explained = BTreeSet::new();
    let mut reasons = Vec::new();
    for change in changes {
        let names = names(change);
        let shown: Vec<(usize, &ApiChange)> =
            api.iter().enumerate().filter(|(_, item)| has_name(item, &names)).collect();
        explained.extend(shown.iter().map(|(index, _)| *index));
        let client: Vec<ApiChange> = shown.into_iter().map(|(_, item)| item.clone()).collect();
        let document = DocumentSide::new(change, acceptance);
        let level = client.iter().map(|item| item.level).fold(document.level, Level::max);
        reasons.push(Reason { level, document: Some(document), client });
    }
    let rest = api.into_iter().enumerate().filter(|(index, _)| !explained.contains(index)).map(|(_, item)| item);
    // What the client changed by itself: one reason a level.
    let mut alone: BTreeMap<Level, Vec<ApiChange>> = BTreeMap::new();
    rest.for_each(|item| alone.entry(item.level).or_default().push(item));
    reasons.extend(alone.into_iter().map(|(level, client)| Reason { level, document: None, client }));
    reasons.sort_by_key(|reason| std::cmp::Reverse(reason.level));
    reasons
}

/// The names by which a change of the document may show in code: of the member, the parameter, the schema, the operation.
fn names(change: &Change) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut take = |name: &str| {
        let name = plain(name);
        if !name.is_empty() {
            names.insert(name);
        }
    };
    // `request body application/json, data.items[].name`.
    if let Some((_, member)) = change.subject.rsplit_once([',', ' ']) {
        take(member.trim_end_matches("[]").rsplit('.').next().unwrap_or(member));
    }
    for pointer in [&change.old.pointer, &change.new.pointer] {
        let tokens: Vec<&str> = pointer.split('/').collect();
        if let [.., "schemas", schema] | [.., "schemas", schema, _] = tokens.as_slice() {
            take(schema);
        }
    }
    if change.rule.id == "operation-id-changed" {
        [&change.old_value, &change.new_value].into_iter().flatten().filter_map(Value::as_str).for_each(take);
    }
    names
}

fn has_name(item: &ApiChange, names: &BTreeSet<String>) -> bool {
    let line = item.new.as_ref().or(item.old.as_ref()).map_or("", String::as_str);
    let separates = |character: char| !(character.is_alphanumeric() || character == '_');
    line.split(separates).any(|word| names.contains(&plain(word)))
}

/// A name as Rust and a document both may write it.
fn plain(name: &str) -> String {
    name.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use openapi::Source;
    use openapi::compat::{Acceptance, compare};

    use super::{Level, join};
    use crate::public_api::{PublicApi, differences};

    const DOCUMENT: &str = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths:\n  /a:\n    get:\n      operationId: list_keys\n      \
        responses:\n        '200':\n          description: d\n          content:\n            application/json:\n              \
        schema: {$ref: '#/components/schemas/ApiKey'}\ncomponents:\n  schemas:\n    ApiKey:\n      type: object\n      \
        properties:\n        name: {type: string, maxLength: 50}\n";
    const API: &str =
        "pub struct c::Client\npub fn c::Client::list_keys(&self)\npub struct c::ApiKey\npub c::ApiKey::name: String\n";

    /// Each reason as its level, the rule of the document, and the lines of the client.
    fn reasons(document: &str, api: &str) -> Vec<(Level, Option<&'static str>, Vec<String>)> {
        let parse = |text: &str| Source::parse("a.yaml", text).unwrap();
        let comparison = compare(&parse(DOCUMENT), &parse(document)).unwrap();
        let api = differences(&PublicApi::of_text(API), &PublicApi::of_text(api));
        let reasons = join(&comparison.changes, &Acceptance::default(), api).into_iter();
        let told = reasons.map(|reason| {
            let lines = reason.client.into_iter().map(|item| item.new.or(item.old).unwrap());
            (reason.level, reason.document.map(|side| side.change.rule.id), lines.collect())
        });
        told.collect()
    }

    #[test]
    fn a_member_that_is_added_shows_as_a_field() {
        let document = DOCUMENT.replace("        name:", "        cross_group_retry: {type: boolean}\n        name:");
        let told = reasons(&document, &format!("{API}pub c::ApiKey::cross_group_retry: bool\n"));
        let field = vec!["pub c::ApiKey::cross_group_retry: bool".to_owned()];
        assert_eq!(told, [(Level::Major, Some("member-added"), field)]);
    }

    #[test]
    fn a_method_that_is_renamed_shows_by_both_names() {
        let told = reasons(&DOCUMENT.replace("list_keys", "keys"), &API.replace("list_keys", "keys"));
        assert_eq!(told.len(), 1, "{told:?}");
        assert_eq!((told[0].0, told[0].1, told[0].2.len()), (Level::Major, Some("operation-id-changed"), 2));
    }

    #[test]
    fn what_shows_on_one_side_alone_is_a_reason_too() {
        let told = reasons(&DOCUMENT.replace("maxLength: 50", "maxLength: 60"), &format!("{API}pub fn c::f()\n"));
        let expected = [
            (Level::Major, Some("max-length-widened"), vec![]),
            (Level::Minor, None, vec!["pub fn c::f()".to_owned()]),
        ];
        assert_eq!(told, expected);
        assert_eq!(reasons(DOCUMENT, API), []);
    }
}
