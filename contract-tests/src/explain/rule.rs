//! All there is to say of one rule.

use std::fmt::Write as _;

use openapi::rules::{Reach, Rule, Strength};
use openapi::{DOCUMENT_FILE, escape};

use super::exchanges::Excerpts;
use crate::operation::Operation;
use crate::report::{FindingReport, RuleReport, TargetReport, plural};
use crate::verdict::Verdict;

/// The places of the exchanges that confirm a rule on any of the targets, as far as they are kept.
pub(super) fn exchanges(rule: &Rule, targets: &[TargetReport]) -> Vec<String> {
    targets.iter().filter_map(|target| of(rule, target)).flat_map(|report| report.exchanges.first.clone()).collect()
}

/// The sentence, where it comes from, who judges it, and the verdict on every target with the exchanges it rests on.
pub(super) fn explained(rule: &Rule, targets: &[TargetReport], excerpts: &Excerpts) -> String {
    let mut text = format!("{}   {}\n  {}\n", rule.id, subject(&rule.operation), rule.statement);
    let numbers: Vec<String> = rule.facts.iter().map(u16::to_string).collect();
    let mut field = |name: &str, value: &str| line(&mut text, 2, name, value);
    field("strength", &format!("{}: {}", rule.strength.name(), meaning_of_strength(rule.strength)));
    field("said by", &pages(&rule.source));
    field("facts", &format!("{}, as contract-tests/tests/facts.txt numbers the sentences", numbers.join(", ")));
    field("document", &format!("{DOCUMENT_FILE}#{}", rule.pointer));
    field("reach", meaning_of_reach(rule.reach));
    field("judge", &rule.judge);
    field("shown by", &rule.shown_by);
    for (target, report) in targets.iter().filter_map(|target| Some((target, of(rule, target)?))) {
        text.push('\n');
        verdict(&mut text, rule, (report, target), excerpts);
    }
    text
}

fn of<'a>(rule: &Rule, target: &'a TargetReport) -> Option<&'a RuleReport> {
    target.rules.iter().find(|report| report.id == rule.id)
}

fn verdict(text: &mut String, rule: &Rule, (report, target): (&RuleReport, &TargetReport), excerpts: &Excerpts) {
    let _ = writeln!(text, "  {} {}   {}", mark(report), report.verdict, escape(&target.target.label()));
    if let Some(known) = &report.known_divergence {
        line(text, 4, "known", &format!("since {}: {}", known.since, known.reason));
    }
    for found in &report.findings {
        finding(text, found);
    }
    if report.contradictions > report.findings.len() {
        let more = plural(report.contradictions - report.findings.len(), "more exchange");
        line(text, 4, "", &format!("and {more} of the same kinds"));
    }
    if let Some(first) = report.findings.first() {
        line(text, 4, "again", &first.again);
    }
    if report.verdict == Verdict::NotVerified.name() {
        line(text, 4, "verified", &format!("once a recording shows it: {}", rule.shown_by));
    }
    if report.exchanges.confirming > 0 {
        line(text, 4, "for it", &plural(report.exchanges.confirming, "exchange"));
        for place in &report.exchanges.first {
            if let Some(excerpt) = excerpts.at(place) {
                line(text, 4, "sent", &excerpt.request);
                line(text, 4, "received", &excerpt.response);
            }
            line(text, 4, "proof", place);
        }
    }
}

fn finding(text: &mut String, finding: &FindingReport) {
    line(text, 4, "expected", &finding.expected);
    line(text, 4, "seen", &finding.seen);
    for earlier in &finding.earlier {
        line(text, 4, "before", &earlier.request);
        line(text, 4, "received", &earlier.response);
        line(text, 4, "proof", &earlier.exchange);
    }
    line(text, 4, "sent", &finding.request);
    line(text, 4, "received", &finding.response);
    line(text, 4, "proof", &finding.exchange);
}

fn line(text: &mut String, indent: usize, name: &str, value: &str) {
    let _ = writeln!(text, "{}{name:<9} {}", " ".repeat(indent), escape(value));
}

/// `✓` confirmed, `✗` contradicted, `≠` contradicted and known, `?` not verified.
pub(super) fn mark(report: &RuleReport) -> char {
    match Verdict::of_name(report.verdict) {
        Some(Verdict::Confirmed) => '✓',
        Some(Verdict::Contradicted) if report.known_divergence.is_some() => '≠',
        Some(Verdict::Contradicted) => '✗',
        Some(Verdict::NotVerified) | None => '?',
    }
}

/// The operation as a reader knows it: `PUT /api/token/`.
pub(super) fn subject(operation: &str) -> String {
    let all = Operation::DOCUMENTED.into_iter().chain([Operation::Models]);
    let found = all.into_iter().find(|known| known.name() == operation);
    found.map_or("every operation", Operation::title).to_owned()
}

fn pages(source: &str) -> String {
    match source {
        "our client" => "our client; no page says it".to_owned(),
        "all" => "all pages, at apidoc.cometapi.com".to_owned(),
        pages => format!("{pages}, at apidoc.cometapi.com"),
    }
}

fn meaning_of_strength(strength: Strength) -> &'static str {
    match strength {
        Strength::Must => "the pages state it",
        Strength::Implied => "it follows from a stated type, limit, enum or purpose",
        Strength::May => "the pages leave it open: either is fine, anything else contradicts",
    }
}

fn meaning_of_reach(reach: Reach) -> &'static str {
    match reach {
        Reach::Ops => "requests to the five operations show it",
        Reach::Model => "only a model request with the key shows it",
        Reach::Document => {
            "the document alone shows it: `cargo xtask lint` decides it, and no target has a verdict on it"
        }
    }
}
