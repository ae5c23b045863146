//! How two public APIs differ, and what that means for code that uses the old one.

use std::collections::{BTreeMap, BTreeSet};

use super::built::PublicApi;
use super::line::Line;
use crate::advice::Level;

/// One difference of a public API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ApiChange {
    /// What it asks of the version.
    pub(crate) level: Level,
    /// What it is, in words, with why it breaks.
    pub(crate) what: &'static str,
    /// The line as it was.
    pub(crate) old: Option<String>,
    /// The line as it is.
    pub(crate) new: Option<String>,
}

/// Every difference, in the order of the lines. Items that are gone or changed break code that uses them; an item that is
/// added breaks code where it may not be more than there was: a variant of an enum, a field of a struct that anyone may
/// build, an item of a trait.
pub(crate) fn differences(old: &PublicApi, new: &PublicApi) -> Vec<ApiChange> {
    let gone: Vec<&String> = old.lines.difference(&new.lines).collect();
    let come: Vec<&String> = new.lines.difference(&old.lines).collect();
    let mut by_path: BTreeMap<(&str, &str), &String> = BTreeMap::new();
    for line in &come {
        let read = Line::read(line);
        by_path.insert((read.kind, read.path), line);
    }
    let mut paired = BTreeSet::new();
    let mut changes = Vec::new();
    for line in gone {
        let read = Line::read(line);
        let successor = by_path.get(&(read.kind, read.path)).copied().filter(|_| read.kind != "impl");
        if let Some(successor) = successor {
            paired.insert(successor);
        }
        changes.push(gone_or_changed(line, successor));
    }
    changes.extend(come.into_iter().filter(|line| !paired.contains(line)).map(|line| added(line, old, &new.closed)));
    changes
}

fn gone_or_changed(old: &str, new: Option<&String>) -> ApiChange {
    let (level, what) = match new {
        None => (Level::Major, "is gone"),
        Some(new) => match (Line::read(old).non_exhaustive, Line::read(new).non_exhaustive) {
            (false, true) => (Level::Major, "must be expected to grow now"),
            (true, false) => (Level::Minor, "need not be expected to grow any more"),
            _ => (Level::Major, "has changed"),
        },
    };
    ApiChange { level, what, old: Some(old.to_owned()), new: new.cloned() }
}

fn added(line: &str, old: &PublicApi, closed: &BTreeSet<String>) -> ApiChange {
    let (level, what) = match narrowing(line, old, closed) {
        Some(what) => (Level::Major, what),
        None => (Level::Minor, "is new"),
    };
    ApiChange { level, what, old: None, new: Some(line.to_owned()) }
}

/// Why a new item breaks code, if it does.
fn narrowing(line: &str, old: &PublicApi, closed: &BTreeSet<String>) -> Option<&'static str> {
    let read = Line::read(line);
    if read.kind == "impl" {
        return None;
    }
    let (parent, _) = read.parent()?;
    let parents = old.lines.iter().map(|line| Line::read(line)).filter(|known| known.path == parent);
    let parent = parents.into_iter().find(|known| known.kind != "use" && known.kind != "mod")?;
    let name = parent.path.rsplit("::").next().unwrap_or_default();
    match (parent.kind, read.kind) {
        ("trait", _) => Some("is new in a trait that others may implement"),
        _ if parent.non_exhaustive => None,
        ("enum", "") => Some("is a new variant of an enum that may be matched without a wildcard"),
        ("struct", "") if !closed.contains(name) => Some("is a new field of a struct that anyone may build"),
        ("", "") => Some("is a new field of a variant that anyone may build"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{PublicApi, differences};
    use crate::advice::Level;

    const OLD: &str = "pub mod a\npub struct a::Open\npub a::Open::x: u8\npub struct a::Closed\npub a::Closed::x: u8\n\
        pub enum a::Plain\npub a::Plain::One\n#[non_exhaustive] pub enum a::Growing\npub a::Growing::One\n\
        pub a::Growing::Two\npub a::Growing::Two::f: u8\npub trait a::T\npub fn a::T::t(&self)\n\
        pub fn a::f(u8) -> u8\nimpl core::marker::Send for a::Open\n";

    /// The level and the words for what replaces a text of the API by another.
    #[track_caller]
    fn change(from: &str, to: &str) -> (Level, &'static str) {
        assert!(OLD.contains(from), "{from}");
        let mut new = PublicApi::of_text(&OLD.replacen(from, to, 1));
        new.closed.insert("Closed".to_owned());
        let changes = differences(&PublicApi::of_text(OLD), &new);
        assert_eq!(changes.len(), 1, "{changes:?}");
        (changes[0].level, changes[0].what)
    }

    #[test]
    fn every_kind_of_difference_has_its_level() {
        let after = |line: &str, added: &str| change(line, &format!("{line}{added}\n"));
        let first = "pub mod a\n";
        assert_eq!(change("pub fn a::f(u8) -> u8\n", ""), (Level::Major, "is gone"));
        assert_eq!(change("pub fn a::f(u8) -> u8", "pub fn a::f(u16) -> u8"), (Level::Major, "has changed"));
        assert_eq!(change("pub a::Open::x: u8", "pub a::Open::x: u16"), (Level::Major, "has changed"));
        assert_eq!(change("impl core::marker::Send for a::Open\n", ""), (Level::Major, "is gone"));
        assert_eq!(change("pub enum a::Plain", "#[non_exhaustive] pub enum a::Plain").0, Level::Major);
        assert_eq!(change("#[non_exhaustive] pub enum a::Growing", "pub enum a::Growing").0, Level::Minor);
        assert_eq!(after(first, "pub fn a::g()"), (Level::Minor, "is new"));
        assert_eq!(after(first, "pub fn a::Open::new() -> Self"), (Level::Minor, "is new"));
        assert_eq!(after(first, "impl core::clone::Clone for a::Open"), (Level::Minor, "is new"));
        assert_eq!(
            after(first, "pub a::Open::y: u8"),
            (Level::Major, "is a new field of a struct that anyone may build")
        );
        assert_eq!(after(first, "pub a::Closed::y: u8"), (Level::Minor, "is new"));
        assert_eq!(after(first, "pub a::Plain::Two").0, Level::Major);
        assert_eq!(after(first, "pub a::Growing::Three").0, Level::Minor);
        assert_eq!(after(first, "pub a::Growing::Two::g: u8").0, Level::Major);
        assert_eq!(after(first, "pub fn a::T::u(&self)").0, Level::Major);
    }

    #[test]
    fn the_members_of_what_is_new_itself_are_additions() {
        let new = PublicApi::of_text(&format!("{OLD}pub enum a::New\npub a::New::One\npub a::New::One::f: u8\n"));
        let changes = differences(&PublicApi::of_text(OLD), &new);
        assert_eq!(changes.len(), 3);
        assert!(changes.iter().all(|change| change.level == Level::Minor), "{changes:?}");
        assert_eq!(differences(&PublicApi::of_text(OLD), &PublicApi::of_text(OLD)), []);
    }
}
