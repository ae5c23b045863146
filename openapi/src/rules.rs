//! The registry of rules: one entry per documented sentence that can be tested.

use std::collections::HashMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};
use toml::Spanned;

/// The name of the maintained registry, as messages show it.
pub const RULES_FILE: &str = "openapi/rules.toml";

/// How strongly the documentation says a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Strength {
    /// It is stated.
    Must,
    /// It follows from a stated type, limit, enum or purpose.
    Implied,
    /// The page leaves it to the server: either is fine, anything else contradicts.
    May,
}

impl Strength {
    /// The word that registry and reports use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Must => "must",
            Self::Implied => "implied",
            Self::May => "may",
        }
    }
}

/// What shows whether a rule holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reach {
    /// The five operations.
    Ops,
    /// Only a model request with the key.
    Model,
    /// The document alone: `cargo xtask lint` decides it, and no target has a verdict on it.
    Document,
}

/// One documented sentence.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Its stable id: `update.name.max-50-characters`.
    pub id: String,
    /// The numbers of the sentences that it stands for.
    pub facts: Vec<u16>,
    /// The operation it speaks of: `list`, `get`, `create`, `update`, `delete`, `models`, or `any`.
    pub operation: String,
    /// How strongly it is said.
    pub strength: Strength,
    /// What shows whether it holds.
    pub reach: Reach,
    /// The sentence, in our words.
    pub statement: String,
    /// The page or pages that say it.
    pub source: String,
    /// Where the document says it: a JSON pointer.
    pub pointer: String,
    /// The judge that decides it; `lint` for what speaks of the document alone.
    pub judge: String,
    /// What exchanges show whether it holds: what to record where it is not verified.
    pub shown_by: String,
}

/// All rules, in the order of the file.
#[derive(Clone, Debug)]
pub struct Rules {
    rules: Vec<Rule>,
    index: HashMap<String, usize>,
}

/// Why a registry cannot be used. The text names file, line and remedy.
#[derive(Debug, thiserror::Error)]
pub enum RulesError {
    /// It is not the TOML that a registry is.
    #[error(
        "{file}: {detail}\n  correct the entry: every field of the header comment is required, and no other is known"
    )]
    Unreadable {
        /// The file.
        file: String,
        /// What the TOML reader says, with line and column.
        detail: String,
    },
    /// Two entries have the same id.
    #[error("{file}:{line}: rule `{id}` is there twice\n  give one of the two entries another id")]
    Duplicate {
        /// The file.
        file: String,
        /// The line of the second entry, from 1.
        line: usize,
        /// The id.
        id: String,
    },
}

/// A rule id, or prefix of one, that fits no rule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no rule is called `{asked}`, and no rule's id begins with it\n  nearest: {}", nearest.join(", "))]
pub struct UnknownRule {
    /// What was asked for.
    pub asked: String,
    /// The ids nearest to it.
    pub nearest: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "rule", default)]
    rules: Vec<Spanned<Rule>>,
}

impl Rules {
    /// Reads a registry; `file` is the name that messages use.
    ///
    /// # Errors
    ///
    /// When the text is not such a registry, or an id is there twice.
    pub fn parse(file: &str, text: &str) -> Result<Self, RulesError> {
        let entries: File = toml::from_str(text)
            .map_err(|error| RulesError::Unreadable { file: file.to_owned(), detail: error.to_string() })?;
        let mut index = HashMap::new();
        let mut rules = Vec::with_capacity(entries.rules.len());
        for entry in entries.rules {
            let Range { start, .. } = entry.span();
            let rule = entry.into_inner();
            if index.insert(rule.id.clone(), rules.len()).is_some() {
                let line = line_at(text, start);
                return Err(RulesError::Duplicate { file: file.to_owned(), line, id: rule.id });
            }
            rules.push(rule);
        }
        Ok(Self { rules, index })
    }

    /// The maintained registry, as it was when this was built.
    ///
    /// # Errors
    ///
    /// When `openapi/rules.toml` was not a registry at that time.
    pub fn maintained() -> Result<Self, RulesError> {
        Self::parse(RULES_FILE, include_str!("../rules.toml"))
    }

    /// The rules in the order of the file.
    pub fn iter(&self) -> std::slice::Iter<'_, Rule> {
        self.rules.iter()
    }

    /// The rule of that id.
    pub fn get(&self, id: &str) -> Option<&Rule> {
        self.index.get(id).map(|&i| &self.rules[i])
    }

    /// The place of a rule in the order of the file.
    pub fn position(&self, id: &str) -> Option<usize> {
        self.index.get(id).copied()
    }

    /// The ids that the given ids and prefixes (`update.name`, `list`) stand for, in the order of the file; all of them
    /// when none is given.
    ///
    /// # Errors
    ///
    /// When one of them fits no rule.
    pub fn select(&self, asked: &[String]) -> Result<Vec<&str>, UnknownRule> {
        for one in asked {
            if !self.rules.iter().any(|rule| fits(&rule.id, one)) {
                return Err(UnknownRule { asked: one.clone(), nearest: self.nearest(one) });
            }
        }
        let wanted = |id: &str| asked.is_empty() || asked.iter().any(|one| fits(id, one));
        Ok(self.rules.iter().map(|rule| rule.id.as_str()).filter(|id| wanted(id)).collect())
    }

    /// The three ids most like a text: by as many of their dotted parts as the text has.
    pub fn nearest(&self, text: &str) -> Vec<String> {
        let parts = text.split('.').count();
        let likeness = |id: &str| {
            let start: Vec<&str> = id.split('.').take(parts).collect();
            strsim::normalized_damerau_levenshtein(&start.join("."), text)
        };
        let mut ids: Vec<&str> = self.rules.iter().map(|rule| rule.id.as_str()).collect();
        ids.sort_by(|a, b| likeness(b).total_cmp(&likeness(a)));
        ids.into_iter().take(3).map(str::to_owned).collect()
    }
}

/// Whether `asked` is the id or the first of its dotted parts.
fn fits(id: &str, asked: &str) -> bool {
    let asked = asked.trim_end_matches('.');
    !asked.is_empty() && id.strip_prefix(asked).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// The line, from 1, of a byte offset.
pub(crate) fn line_at(text: &str, offset: usize) -> usize {
    text.as_bytes().iter().take(offset).filter(|&&b| b == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO: &str = r#"
[[rule]]
id = "update.name.max-50-characters"
facts = [8]
operation = "update"
strength = "must"
reach = "ops"
statement = "s"
source = "p"
pointer = "/components"
judge = "document"
shown_by = "w"
"#;

    #[test]
    fn an_id_used_twice_is_named_with_its_line() {
        let error = Rules::parse("r.toml", &format!("{TWO}{TWO}")).unwrap_err().to_string();
        assert!(error.starts_with("r.toml:14: rule `update.name.max-50-characters` is there twice"), "{error}");
    }

    #[test]
    fn an_unknown_member_is_refused_with_its_place() {
        let error = Rules::parse("r.toml", &TWO.replace("source", "sauce")).unwrap_err().to_string();
        assert!(error.contains("line 9") && error.contains("sauce"), "{error}");
    }

    #[test]
    fn a_prefix_ends_at_a_dot_and_an_unknown_id_names_the_nearest() {
        let rules = Rules::maintained().unwrap();
        assert!(rules.select(&["update.name".to_owned()]).unwrap().len() >= 5);
        assert_eq!(rules.select(&["update.name.max-50-characters".to_owned()]).unwrap().len(), 1);
        let unknown = rules.select(&["update.nmae".to_owned()]).unwrap_err();
        assert!(unknown.nearest.iter().all(|id| id.starts_with("update.name")), "{unknown}");
    }
}
