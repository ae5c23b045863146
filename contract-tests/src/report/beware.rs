//! What to beware of on a target, the worst first: the few lines that a stranger takes away.

use super::model::{RuleReport, TargetReport};
use super::standing::Standing;

/// One departure from the documentation, as one or several rules show it.
#[derive(Clone, Debug)]
pub struct Caution<'a> {
    /// The contradicted rules that say the same.
    pub rules: Vec<&'a RuleReport>,
    /// What is seen, in plain words: those of the ledger, or of the first finding.
    pub words: String,
    /// What it means, and what to do instead; empty where the ledger does not know it.
    pub advice: &'a str,
}

impl Caution<'_> {
    /// Whether the ledger knows it.
    pub fn is_known(&self) -> bool {
        self.rules.iter().all(|rule| rule.standing() == Standing::Known)
    }

    /// What it is about, as `--rule` takes it: `list.key, get.key`.
    pub fn subjects(&self) -> String {
        let mut subjects: Vec<&str> = Vec::new();
        for rule in &self.rules {
            let subject = subject(&rule.id);
            if !subjects.contains(&subject) {
                subjects.push(subject);
            }
        }
        subjects.join(", ")
    }
}

/// An id without its assertion: `update.status` of `update.status.stored-as-sent`, and `delete.again-refused` as it is.
pub(super) fn subject(id: &str) -> &str {
    let second_dot = id.match_indices('.').nth(1);
    second_dot.map_or(id, |(at, _)| &id[..at])
}

/// What to beware of: what is news first, then what the ledger knows, in the ledger's order, which is one of harm. Rules
/// with the same words are one caution: a missing field shows in every operation.
pub fn cautions(target: &TargetReport) -> Vec<Caution<'_>> {
    let mut contradicted: Vec<&RuleReport> = target.contradicted().collect();
    contradicted.sort_by_key(|rule| match &rule.known_divergence {
        None => (false, harm(&rule.operation), rule.strength),
        Some(known) => (true, known.place, rule.strength),
    });
    let mut cautions: Vec<Caution<'_>> = Vec::new();
    for rule in contradicted {
        let (words, advice) = match (&rule.known_divergence, rule.findings.first()) {
            (Some(known), _) => (known.seen.clone(), known.reason.as_str()),
            (None, Some(finding)) => (format!("{}; {}", finding.expected, finding.seen), ""),
            (None, None) => continue,
        };
        let known = rule.standing() == Standing::Known;
        match cautions.iter_mut().find(|caution| caution.words == words && caution.is_known() == known) {
            Some(caution) => caution.rules.push(rule),
            None => cautions.push(Caution { rules: vec![rule], words, advice }),
        }
    }
    cautions
}

/// How much a departure of an operation harms, the worst first, where nobody has said so in the ledger: what a key may
/// still be used for, then what changes keys, then what is only read. A reader notices a wrong answer when it comes; that
/// a write did something else is noticed when it is too late.
fn harm(operation: &str) -> usize {
    let order = ["models", "delete", "update", "create", "any", "list", "get"];
    order.iter().position(|&other| other == operation).unwrap_or(order.len())
}
