//! What is different between two reports.

use std::fmt::Write as _;

use openapi::escape;
use openapi::rules::Rules;

use super::earlier::{Document, Earlier, EarlierTarget};
use crate::redaction::mask_lookalikes;
use crate::report::{DocumentReport, Report, TargetReport, plural};
use crate::verdict::Verdict;

/// What changed since an earlier report.
#[derive(Debug)]
pub struct Changes {
    name: String,
    /// One for every target of this run, in its order.
    targets: Vec<TargetChanges>,
    /// The targets that only the earlier report has, by their labels.
    gone: Vec<String>,
}

/// What changed on one target.
#[derive(Debug)]
struct TargetChanges {
    /// `recorded, new-api-2026-07, 2026-11-20 → 2026-11-23`, or that the earlier report has no such target.
    label: String,
    compared: bool,
    document: Option<String>,
    changes: Vec<Change>,
}

/// A rule whose verdict is another one than before; `None` where it was, or is, no rule.
#[derive(Debug)]
struct Change {
    rule: String,
    before: Option<Verdict>,
    after: Option<Verdict>,
    known: bool,
}

impl Earlier {
    /// What is different in a later report. Targets are the same when kind and deployment are; `rules` tells a rule that
    /// is gone from one that this run did not ask for.
    pub fn compare(&self, report: &Report, rules: &Rules) -> Changes {
        let targets = report.targets.iter().map(|target| self.compare_target(target, rules)).collect();
        let still = |earlier: &&EarlierTarget| report.targets.iter().any(|now| earlier.target.is(&now.target));
        let gone =
            self.targets.iter().filter(|earlier| !still(earlier)).map(|earlier| earlier.target.label()).collect();
        Changes { name: self.name.clone(), targets, gone }
    }

    fn compare_target(&self, now: &TargetReport, rules: &Rules) -> TargetChanges {
        let Some(earlier) = self.targets.iter().find(|earlier| earlier.target.is(&now.target)) else {
            let contradicted = now.rules.iter().filter(|rule| rule.verdict == Verdict::Contradicted.name());
            let changes =
                contradicted.map(|rule| change(&rule.id, None, Some(rule.verdict), rule.known_divergence.is_some()));
            let label = format!("{}, not in {}", now.target.label(), self.name);
            return TargetChanges { label, compared: false, document: None, changes: changes.collect() };
        };
        let before = |id: &str| earlier.rules.iter().find(|rule| rule.id == id).map(|rule| rule.verdict);
        let mut changes: Vec<Change> = now
            .rules
            .iter()
            .map(|rule| change(&rule.id, before(&rule.id), Some(rule.verdict), rule.known_divergence.is_some()))
            .filter(|change| change.before != change.after)
            .collect();
        let gone = earlier.rules.iter().filter(|rule| rules.get(&rule.id).is_none());
        changes.extend(gone.map(|rule| change(&rule.id, Some(rule.verdict), None, false)));
        let recorded_on = now.target.recorded_on.as_deref().unwrap_or("undated");
        let label = format!("{} → {recorded_on}", earlier.target.label());
        TargetChanges { label, compared: true, document: earlier.document.difference(&now.document), changes }
    }
}

fn change(rule: &str, before: Option<Verdict>, after: Option<&str>, known: bool) -> Change {
    Change { rule: rule.to_owned(), before, after: after.and_then(Verdict::of_name), known }
}

impl Change {
    /// Whether it is contradicted now, and was not before.
    fn is_new_contradiction(&self) -> bool {
        self.after == Some(Verdict::Contradicted)
    }

    /// `+` contradicted now, `-` contradicted before and confirmed now, `?` without the evidence of before, `~` any other.
    fn mark(&self) -> char {
        match (self.before, self.after) {
            (_, Some(Verdict::Contradicted)) => '+',
            (Some(Verdict::Contradicted), Some(Verdict::Confirmed)) => '-',
            (Some(Verdict::Confirmed | Verdict::Contradicted), Some(Verdict::NotVerified)) => '?',
            _ => '~',
        }
    }

    /// `confirmed → contradicted`.
    fn step(&self) -> String {
        let before = self.before.map_or("not reported", Verdict::name);
        let after = self.after.map_or("no rule any more", Verdict::name);
        let remark = match self.mark() {
            '?' => " (lost)",
            '+' if self.known => " (known departure)",
            _ => "",
        };
        format!("{before} → {after}{remark}")
    }
}

impl Changes {
    /// Whether a rule of the target at that place of the report is contradicted that was not before, and is no known
    /// departure.
    pub fn breaks(&self, index: usize) -> bool {
        let changes = self.targets.get(index).map_or(&[][..], |target| &target.changes);
        changes.iter().any(|change| change.is_new_contradiction() && !change.known)
    }

    /// The changes for people: a line on every target, on its document, and on each rule. Every line says of which
    /// target, deployment and days it speaks.
    pub fn text(&self) -> String {
        let mut text = format!("since {}\n", shown(&self.name));
        for target in &self.targets {
            let label = shown(&target.label);
            let _ = writeln!(text, "{label}: {}", target.summary());
            if let Some(document) = &target.document {
                let _ = writeln!(text, "~ document  {}  {label}", shown(document));
            }
            for change in &target.changes {
                let _ = writeln!(text, "{} {}  {}  {label}", change.mark(), shown(&change.rule), change.step());
            }
        }
        for label in &self.gone {
            let _ = writeln!(text, "{}: only in {}, not judged now", shown(label), shown(&self.name));
        }
        text
    }
}

impl TargetChanges {
    fn summary(&self) -> String {
        let new = match self.changes.iter().filter(|change| change.is_new_contradiction()).count() {
            0 => "no new contradiction".to_owned(),
            count => plural(count, "new contradiction"),
        };
        let changed = match self.changes.len() {
            _ if !self.compared => return format!("nothing to compare with, {new}"),
            0 => return "no verdict changed".to_owned(),
            count => plural(count, "verdict"),
        };
        format!("{changed} changed, {new}")
    }
}

impl Document {
    /// How the document of this run differs; `None` when it is the same.
    fn difference(&self, now: &DocumentReport) -> Option<String> {
        let short = |sha256: &str| sha256.chars().take(12).collect::<String>();
        (self.sha256 != now.sha256).then(|| {
            let (before, after) = (short(&self.sha256), short(&now.sha256));
            format!("{} (sha256:{before}…) → {} (sha256:{after}…)", self.version, now.version)
        })
    }
}

/// Text of a file that anyone may have written.
fn shown(text: &str) -> String {
    escape(&mask_lookalikes(text))
}
