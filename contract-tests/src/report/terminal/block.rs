//! One rule on one target, with all that proves it.

use std::fmt::Write as _;

use crate::report::model::{CaseReport, FindingReport, RuleReport, TargetReport, plural};
use crate::report::shown::{command, shown};
use crate::report::standing::Standing;

/// The rule, as the design shows a failure. A confirmed or a not verified one takes two lines.
pub(in crate::report) fn block(rule: &RuleReport, target: &TargetReport) -> String {
    let mut text = title(rule, target);
    match rule.standing() {
        Standing::Confirmed => field(&mut text, "by", &confirmed_by(rule)),
        Standing::NotVerified if rule.shown_by.is_empty() => {}
        Standing::NotVerified => field(&mut text, "shown by", &shown(&rule.shown_by)),
        Standing::Contradicted | Standing::Known => contradicted(&mut text, rule),
    }
    text
}

/// A contradicted rule in brief: what was expected and seen, and the exchanges that show it.
pub(in crate::report) fn brief(rule: &RuleReport, target: &TargetReport) -> String {
    let mut text = title(rule, target);
    if let Some(finding) = rule.findings.first() {
        let _ = writeln!(text, "  {}; {}", shown(&finding.expected), shown(&finding.seen));
        exchanges(&mut text, finding);
        field(&mut text, "again", &command(&finding.again));
        if let Some(case) = &finding.case {
            field(&mut text, "case", &case_line(case));
        }
    }
    text
}

fn title(rule: &RuleReport, target: &TargetReport) -> String {
    let (mark, label) = (rule.standing().mark(), super::label(target));
    let word = if rule.findings.is_empty() { format!("   {}", rule.standing().words()) } else { String::new() };
    format!("{mark} {}   {}   {label}{word}\n", shown(&rule.id), rule.operation_title())
}

fn confirmed_by(rule: &RuleReport) -> String {
    let first: Vec<String> = rule.exchanges.first.iter().take(1).map(|place| shown(place)).collect();
    format!("{}: {}", plural(rule.exchanges.confirming, "exchange"), first.join(", "))
}

fn contradicted(text: &mut String, rule: &RuleReport) {
    if let Some(known) = &rule.known_divergence {
        field(text, "known", &format!("since {}: {}", shown(&known.since), shown(&known.reason)));
    }
    for (i, finding) in rule.findings.iter().enumerate() {
        let said = format!("{}; {}", shown(&finding.expected), shown(&finding.seen));
        if i == 0 {
            let _ = writeln!(text, "  {said}");
            field(text, "document", &format!("openapi/cometapi-keys.yaml#{}", shown(&rule.pointer)));
            let source = format!("{} ({})", shown(&rule.source), rule.strength.name());
            field(text, "said by", &format!("{source}: {}", shown(&rule.statement)));
            proof(text, finding);
        } else {
            field(text, if i == 1 { "also" } else { "" }, &format!("{said}   {}", shown(&finding.exchange)));
        }
    }
    if rule.contradictions > rule.findings.len() {
        let more = plural(rule.contradictions - rule.findings.len(), "more exchange");
        field(text, "", &format!("and {more} of the same kinds"));
    }
}

fn proof(text: &mut String, finding: &FindingReport) {
    exchanges(text, finding);
    field(text, "again", &command(&finding.again));
    if let Some(case) = &finding.case {
        // The lines of the whole case take the place of those of the two exchanges, where it was repeated.
        case_lines(text, case);
        if !case.curls.is_empty() {
            return;
        }
    }
    let curls = finding.earlier.iter().map(|earlier| &earlier.curl).chain([&finding.curl]);
    curls.for_each(|curl| field(text, "curl", &command(curl)));
}

/// How many steps, and how many lines for a shell, a terminal shows of a case: one that was not made small may have more.
const STEPS: usize = 12;

fn case_lines(text: &mut String, case: &CaseReport) {
    field(text, "case", &case_line(case));
    for (i, step) in case.steps.iter().take(STEPS).enumerate() {
        field(text, if i == 0 { "steps" } else { "" }, &shown(step));
    }
    if case.steps.len() > STEPS {
        field(text, "", &format!("and {}", plural(case.steps.len() - STEPS, "more step")));
    }
    let left_out = case.curls.len().saturating_sub(STEPS);
    if left_out > 0 {
        field(text, "", &format!("the last of {}:", plural(case.curls.len(), "request")));
    }
    case.curls.iter().skip(left_out).for_each(|curl| field(text, "curl", &command(curl)));
}

fn case_line(case: &CaseReport) -> String {
    let steps = plural(case.steps.len(), "step");
    format!("{} of driver {}, seed {:#x} ({}, {steps})", case.number, shown(&case.driver), case.seed, case.recurrence)
}

/// The exchange that shows it, after those without which it would prove nothing.
fn exchanges(text: &mut String, finding: &FindingReport) {
    for (i, earlier) in finding.earlier.iter().enumerate() {
        field(text, if i == 0 { "first" } else { "then" }, &shown(&earlier.request));
        field(text, "received", &shown(&earlier.response));
        field(text, "proof", &shown(&earlier.exchange));
    }
    field(text, if finding.earlier.is_empty() { "sent" } else { "then" }, &shown(&finding.request));
    field(text, "received", &shown(&finding.response));
    field(text, "proof", &shown(&finding.exchange));
}

/// A named line; the value is safe to print.
fn field(text: &mut String, name: &str, value: &str) {
    let _ = writeln!(text, "  {name:<9} {value}");
}
