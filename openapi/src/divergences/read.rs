//! From TOML to a ledger, with what is wrong by line.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

use super::ledger::{DIVERGENCES_FILE, Decided, Divergence, Divergences};
use crate::rules::{Rules, line_at};

/// The command that writes the lists of decided rules anew.
pub const REWRITE_LISTS: &str = "cargo xtask verify --propose-divergences openapi/divergences.toml";

/// How many problems of a ledger are told at once.
const PROBLEMS_TOLD: usize = 12;

/// Why a ledger cannot be used. The text names file, line and remedy.
#[derive(Debug, thiserror::Error)]
pub enum DivergencesError {
    /// It is not the TOML that a ledger is.
    #[error(
        "{file}: {detail}\n  correct it: an entry has rule, deployment, seen, evidence, since and reason, and may have \
         expires; [decided] has a list of rules for each deployment"
    )]
    Unreadable {
        /// The file.
        file: String,
        /// What the TOML reader says, with line and column.
        detail: String,
    },
    /// Something in it that cannot stand.
    #[error("{}", told(file, problems))]
    Problems {
        /// The file.
        file: String,
        /// What is wrong, in the order of the file.
        problems: Vec<Problem>,
    },
}

/// Something in a ledger that cannot stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Its line, from 1.
    pub line: usize,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub remedy: String,
}

fn told(file: &str, problems: &[Problem]) -> String {
    let mut lines: Vec<String> = Vec::new();
    for Problem { line, what, remedy } in problems.iter().take(PROBLEMS_TOLD) {
        lines.push(format!("{file}:{line}: {what}\n  {remedy}"));
    }
    if problems.len() > PROBLEMS_TOLD {
        lines.push(format!("and {} more like these in {file}", problems.len() - PROBLEMS_TOLD));
    }
    lines.join("\n")
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "divergence", default)]
    divergences: Vec<Spanned<Entry>>,
    #[serde(default)]
    decided: BTreeMap<Spanned<String>, Vec<Spanned<String>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    rule: Spanned<String>,
    deployment: Spanned<String>,
    seen: Spanned<String>,
    evidence: Spanned<Vec<String>>,
    since: Spanned<String>,
    expires: Option<Spanned<String>>,
    reason: Spanned<String>,
}

/// The maintained ledger, as it was when this was built.
pub const MAINTAINED: &str = include_str!("../../divergences.toml");

impl Divergences {
    /// Reads a ledger against the rules it speaks of; `file` is the name that messages use.
    ///
    /// # Errors
    ///
    /// When the text is no such ledger, names a rule that does not exist, names one twice for a deployment, leaves a
    /// member of an entry empty, or has a `since` or `expires` that is no date.
    pub fn parse(file: &str, text: &str, rules: &Rules) -> Result<Self, DivergencesError> {
        let Read { ledger, of_entries, of_lists } = read(file, text, rules)?;
        ledger.unless([of_entries, of_lists].concat())
    }

    /// Reads a ledger whose lists of decided rules are about to be written anew: ids that cannot stand in them are left
    /// out, so that a rule's new name can be brought in by the command and not by hand.
    ///
    /// # Errors
    ///
    /// As [`parse`](Self::parse), for the entries.
    pub fn parse_to_update(file: &str, text: &str, rules: &Rules) -> Result<Self, DivergencesError> {
        let Read { ledger, of_entries, .. } = read(file, text, rules)?;
        ledger.unless(of_entries)
    }

    /// Reads a ledger that may be unfinished: entries without a reason, or of rules that are gone, are taken as they are.
    ///
    /// # Errors
    ///
    /// When the text is no ledger at all.
    pub fn draft(file: &str, text: &str, rules: &Rules) -> Result<Self, DivergencesError> {
        read(file, text, rules).map(|read| read.ledger)
    }

    /// The maintained ledger, as it was when this was built.
    ///
    /// # Errors
    ///
    /// When `openapi/divergences.toml` was not a ledger at that time.
    pub fn maintained(rules: &Rules) -> Result<Self, DivergencesError> {
        Self::parse(DIVERGENCES_FILE, MAINTAINED, rules)
    }

    /// Whether every list of decided rules is of a deployment that is recorded, or that a departure is known of.
    ///
    /// # Errors
    ///
    /// When a list is of another one: a misspelt name would protect nothing.
    pub fn lists_are_of(&self, recorded: &[&str]) -> Result<(), DivergencesError> {
        let known = |name: &str| recorded.contains(&name) || self.of(name).next().is_some();
        let remedy = format!("there are recordings of {}; correct the name, or remove the list", recorded.join(", "));
        let unknown = self.decided.iter().filter(|(name, _)| !known(name)).map(|(name, decided)| Problem {
            line: decided.line,
            what: format!("`decided` lists rules of deployment `{name}`, which is not recorded"),
            remedy: remedy.clone(),
        });
        unless(&self.file, unknown.collect())
    }

    fn unless(self, problems: Vec<Problem>) -> Result<Self, DivergencesError> {
        unless(&self.file, problems).map(|()| self)
    }
}

fn unless(file: &str, mut problems: Vec<Problem>) -> Result<(), DivergencesError> {
    problems.sort_by_key(|problem| problem.line);
    if problems.is_empty() { Ok(()) } else { Err(DivergencesError::Problems { file: file.to_owned(), problems }) }
}

/// A ledger as far as it could be read, and what cannot stand in it.
struct Read {
    ledger: Divergences,
    of_entries: Vec<Problem>,
    of_lists: Vec<Problem>,
}

fn read(file: &str, text: &str, rules: &Rules) -> Result<Read, DivergencesError> {
    let written: File = toml::from_str(text)
        .map_err(|error| DivergencesError::Unreadable { file: file.to_owned(), detail: error.to_string() })?;
    let (mut of_entries, mut of_lists) = (Vec::new(), Vec::new());
    let mut entries: Vec<Divergence> = Vec::with_capacity(written.divergences.len());
    for entry in written.divergences {
        of_entries.extend(objection(&entry, &entries, text, rules));
        entries.push(entry.into_inner().into());
    }
    let mut decided = BTreeMap::new();
    for (deployment, list) in written.decided {
        let line = line_at(text, deployment.span().start);
        let mut ids: Vec<String> = Vec::with_capacity(list.len());
        for id in list {
            let objection = objection_to_decided(id.get_ref(), &ids, deployment.get_ref(), rules);
            match objection.map(|(what, remedy)| Problem { line: line_at(text, id.span().start), what, remedy }) {
                Some(problem) => of_lists.push(problem),
                None => ids.push(id.into_inner()),
            }
        }
        decided.insert(deployment.into_inner(), Decided { line, rules: ids });
    }
    Ok(Read { ledger: Divergences { file: file.to_owned(), entries, decided }, of_entries, of_lists })
}

/// What speaks against an entry, and what to do about it.
fn objection(entry: &Spanned<Entry>, before: &[Divergence], text: &str, rules: &Rules) -> Option<Problem> {
    let Entry { rule, deployment, seen, evidence, since, expires, reason } = entry.get_ref();
    let at = |span: Range<usize>, what: String, remedy: String| {
        Some(Problem { line: line_at(text, span.start), what, remedy })
    };
    let (id, name) = (rule.get_ref(), deployment.get_ref());
    if rules.get(id).is_none() {
        let nearest = format!("nearest: {}", rules.nearest(id).join(", "));
        return at(rule.span(), format!("no rule is called `{id}`"), nearest);
    }
    if before.iter().any(|other| other.rule == *id && other.deployment == *name) {
        let what = format!("`{id}` is there twice for deployment `{name}`");
        return at(entry.span(), what, "join the two entries".to_owned());
    }
    let texts = [
        ("deployment", deployment, "the name of the server that departs, as --deployment gives it"),
        ("seen", seen, "what the server does instead, in a sentence"),
        ("reason", reason, "what it means for whoever depends on that deployment, and why it is accepted"),
    ];
    let empty = texts.into_iter().find(|(_, text, _)| text.get_ref().trim().is_empty());
    if let Some((member, text, meaning)) = empty {
        let what = format!("`{member}` of `{id}` for deployment `{name}` is empty");
        return at(text.span(), what, format!("fill it in: {meaning}"));
    }
    if evidence.get_ref().is_empty() {
        let what = format!("`evidence` of `{id}` for deployment `{name}` is empty");
        return at(evidence.span(), what, "name an exchange that shows it: names.har#/log/entries/24".to_owned());
    }
    let dates = [("since", Some(since)), ("expires", expires.as_ref())];
    let wrong =
        dates.into_iter().find_map(|(member, date)| Some((member, date.filter(|date| !is_date(date.get_ref()))?)));
    wrong.and_then(|(member, date)| {
        let what = format!("`{member}` of `{id}` for deployment `{name}` is no date: {:?}", date.get_ref());
        at(date.span(), what, "write the day as \"2026-11-23\"".to_owned())
    })
}

fn objection_to_decided(id: &str, before: &[String], deployment: &str, rules: &Rules) -> Option<(String, String)> {
    if rules.get(id).is_none() {
        let remedy = format!("nearest: {}; or write the lists anew: {REWRITE_LISTS}", rules.nearest(id).join(", "));
        return Some((format!("no rule is called `{id}`"), remedy));
    }
    let twice = before.iter().any(|other| other == id);
    twice.then(|| {
        let what = format!("`{id}` is there twice among the decided rules of deployment `{deployment}`");
        (what, "remove one of the two".to_owned())
    })
}

/// Whether a text is a day of the calendar, as `2026-11-23`.
fn is_date(text: &str) -> bool {
    text.parse::<Datetime>().is_ok_and(|day| day.date.is_some() && day.time.is_none() && day.offset.is_none())
}

impl From<Entry> for Divergence {
    fn from(entry: Entry) -> Self {
        Self {
            rule: entry.rule.into_inner(),
            deployment: entry.deployment.into_inner(),
            seen: entry.seen.into_inner(),
            evidence: entry.evidence.into_inner(),
            since: entry.since.into_inner(),
            expires: entry.expires.map(Spanned::into_inner),
            reason: entry.reason.into_inner(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENTRY: &str = r#"
[[divergence]]
rule = "update.name.max-50-characters"
deployment = "d"
seen = "s"
evidence = ["names.har#/log/entries/1"]
since = "2026-11-23"
reason = "r"
"#;

    const LISTS: &str = r#"
[decided]
d = [
    "update.name.max-50-characters",
    "list.p.default-1",
]
"#;

    fn parse(text: &str) -> Result<Divergences, DivergencesError> {
        Divergences::parse("d.toml", text, &Rules::maintained().unwrap())
    }

    #[track_caller]
    fn refused(text: &str, starts: &str, contains: &str) {
        let error = parse(text).unwrap_err().to_string();
        assert!(error.starts_with(starts) && error.contains(contains), "{error}");
    }

    #[test]
    fn an_entry_that_cannot_stand_is_named_with_its_line() {
        let unknown = ENTRY.replace("max-50", "max-5");
        refused(&unknown, "d.toml:3: no rule is called `update.name.max-5-", "nearest: update.name.max-50-characters");
        refused(&format!("{ENTRY}{ENTRY}"), "d.toml:10: ", "twice for deployment `d`");
        refused(
            &ENTRY.replace("\"r\"", "\" \""),
            "d.toml:8: `reason` of `update.name.max-50-",
            "fill it in: what it means",
        );
        refused(&ENTRY.replace("\"s\"", "\"\""), "d.toml:5: `seen`", "fill it in");
        refused(&ENTRY.replace("\"d\"", "\"\""), "d.toml:4: `deployment`", "fill it in");
        refused(&ENTRY.replace("[\"names.har#/log/entries/1\"]", "[]"), "d.toml:6: `evidence`", "name an exchange");
        refused(&ENTRY.replace("since", "sinse"), "d.toml: ", "line 7");
    }

    #[test]
    fn every_problem_is_told_at_once() {
        let two = format!("{}{}", ENTRY.replace("\"r\"", "\"\""), ENTRY.replace("max-50", "max-5"));
        refused(&two, "d.toml:8: ", "\nd.toml:11: no rule");
        let many = ENTRY.replace("max-50", "max-5").repeat(20);
        refused(&many, "d.toml:3: ", "and 8 more like these in d.toml");
    }

    #[test]
    fn a_day_that_is_not_in_the_calendar_is_refused() {
        for day in ["2026-02-30", "23.11.2026", "2026-11-23T10:00:00Z", "10:00:00", "soon", ""] {
            refused(&ENTRY.replace("2026-11-23", day), "d.toml:7: `since`", "write the day as");
            refused(&format!("{ENTRY}expires = {day:?}\n"), "d.toml:9: `expires`", "write the day as");
        }
        let ledger = parse(&format!("{ENTRY}expires = \"2028-02-29\"\n")).unwrap();
        assert_eq!(ledger.entries()[0].expires.as_deref(), Some("2028-02-29"));
    }

    #[test]
    fn only_the_entries_of_the_deployment_apply() {
        let ledger = parse(ENTRY).unwrap();
        assert_eq!(ledger.of("d").count(), 1);
        assert_eq!(ledger.of("e").count(), 0);
    }

    #[test]
    fn a_list_of_decided_rules_that_cannot_stand_is_named_with_its_line() {
        let ledger = parse(LISTS).unwrap();
        assert_eq!(ledger.decided("d"), ["update.name.max-50-characters", "list.p.default-1"]);
        assert!(ledger.decided("e").is_empty());
        refused(&LISTS.replace("default-1", "default-2"), "d.toml:5: no rule", "nearest: list.p.default-1");
        let twice = LISTS.replace("list.p.default-1", "update.name.max-50-characters");
        refused(&twice, "d.toml:5: ", "twice among the decided rules of deployment `d`");
        refused(&format!("{LISTS}d = []\n"), "d.toml: ", "duplicate key");
        // What is written anew anyway is no reason to refuse the entries.
        let rules = Rules::maintained().unwrap();
        let ledger = Divergences::parse_to_update("d.toml", &twice, &rules).unwrap();
        assert_eq!(ledger.decided("d"), ["update.name.max-50-characters"]);
    }

    #[test]
    fn a_list_of_a_deployment_that_nobody_knows_is_named_with_its_line() {
        let ledger = parse(LISTS).unwrap();
        let error = ledger.lists_are_of(&["e"]).unwrap_err().to_string();
        assert!(
            error.starts_with("d.toml:3: ") && error.contains("`d`") && error.contains("recordings of e"),
            "{error}"
        );
        assert!(ledger.lists_are_of(&["d"]).is_ok());
        assert!(parse(&format!("{ENTRY}{LISTS}")).unwrap().lists_are_of(&["e"]).is_ok());
    }
}
