//! From a ledger to TOML.

use std::collections::BTreeMap;

use serde::Serialize;

use super::ledger::{Divergence, Divergences};

/// What every ledger we write begins with. Other comments are not kept.
const HEADER: &str = "\
# Known departures of named deployments from the documentation: rule, deployment, what is seen, evidence, since,
# and what it means for whoever depends on that deployment. An entry that is no longer observed where it could have been
# is stale, and `cargo xtask verify` fails (exit 4) until it is removed. On a live server an entry also `expires`, on a
# day like \"2027-01-31\"; a recording does not change, and its entries need no such day. A live run calls an entry stale
# where a case that `evidence` names confirms the rule; an entry whose evidence names none, where it did all cases.
#
# [decided] lists, for each recorded deployment, the rules that its own recordings decide, confirmed or contradicted. One
# that is not verified any more has lost its evidence: `cargo xtask verify` names it, and fails with exit 4.
#
# Nobody writes the lists by hand. `cargo xtask verify --propose-divergences openapi/divergences.toml` writes this file
# anew: the entries that still apply, one without a reason for every new contradiction, and the lists. An entry without
# a reason is refused until a person says what it means.
";

#[derive(Serialize)]
struct Entries<'a> {
    divergence: &'a [Divergence],
}

#[derive(Serialize)]
struct Lists<'a> {
    decided: BTreeMap<&'a str, &'a [String]>,
}

impl Divergences {
    /// The ledger as TOML, with the comment that explains it. The same ledger gives the same bytes.
    ///
    /// # Errors
    ///
    /// Never for a ledger of ours; the type is toml's.
    pub fn to_toml(&self) -> Result<String, toml::ser::Error> {
        let mut text = HEADER.to_owned();
        if !self.entries.is_empty() {
            text.push('\n');
            text.push_str(&toml::to_string(&Entries { divergence: &self.entries })?);
        }
        let decided: BTreeMap<&str, &[String]> = self
            .deployments_decided()
            .map(|name| (name, self.decided(name)))
            .filter(|(_, ids)| !ids.is_empty())
            .collect();
        if !decided.is_empty() {
            text.push('\n');
            // One id a line, so that a difference shows what it is about.
            text.push_str(&toml::to_string_pretty(&Lists { decided })?);
        }
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Rules;

    /// A server may answer anything, and a finding quotes it.
    #[test]
    fn any_text_comes_back_as_it_went_in() {
        let texts = [
            "\"\"\"",
            "'''",
            "\\",
            "\u{0}\u{7f}\u{1b}[2J",
            "a\r\nb\tc",
            "# no comment",
            "]\n[[divergence]]",
            "名前🔑\u{202e}",
        ];
        for text in texts {
            let entry = Divergence {
                rule: "list.p.default-1".to_owned(),
                deployment: text.to_owned(),
                seen: text.to_owned(),
                evidence: vec![text.to_owned(), format!("{text}#/log/entries/0")],
                since: "2026-11-23".to_owned(),
                expires: Some("2027-01-31".to_owned()),
                reason: text.to_owned(),
            };
            let lists = BTreeMap::from([(text.to_owned(), vec!["list.p.default-1".to_owned()])]);
            let ledger = Divergences::new(vec![entry], lists);
            let written = ledger.to_toml().unwrap();
            let read = Divergences::draft("d.toml", &written, &Rules::maintained().unwrap()).unwrap();
            assert_eq!(read.entries(), ledger.entries(), "{written}");
            assert_eq!(read.decided(text), ledger.decided(text), "{written}");
        }
    }
}
