//! Every contradiction with the exchanges that prove it, in the order of what to beware of.

use maud::{Markup, html};

use super::exchanges::exchange;
use super::text::{badge, class, proof_id, said, shell, t};
use crate::report::beware::cautions;
use crate::report::model::{FindingReport, Report, RuleReport, TargetReport, plural};

/// Nothing where nothing is contradicted.
pub(super) fn section(report: &Report) -> Option<Markup> {
    report.targets.iter().any(|target| target.contradicted().next().is_some()).then(|| {
        html! {
            @for (i, target) in report.targets.iter().enumerate() {
                @if target.contradicted().next().is_some() {
                    h3 { (t(&target.target.label())) }
                    @for rule in cautions(target).iter().flat_map(|caution| &caution.rules) {
                        (article(i, target, rule))
                    }
                }
            }
        }
    })
}

fn article(index: usize, target: &TargetReport, rule: &RuleReport) -> Markup {
    let standing = rule.standing();
    html! {
        article.finding.(class(standing)) id=(proof_id(index, &rule.id)) {
            h4 { (badge(standing)) " " a href={ "#rule-" (rule.id) } { code { (t(&rule.id)) } } }
            p.meta { (rule.operation_title()) " · " (t(&target.target.label())) }
            blockquote {
                p { (t(&rule.statement)) }
                p.meta { (t(&rule.source)) ", " (rule.strength.name()) " · " code { "cometapi-keys.yaml#" (t(&rule.pointer)) } }
            }
            @if let Some(known) = &rule.known_divergence {
                p.advice { strong { "Known since " (t(&known.since)) ": " (t(&known.seen)) "." } " " (t(&known.reason)) }
            }
            @if let Some(first) = rule.findings.first() { (proof(first)) }
            (also(rule))
        }
    }
}

/// What was expected and seen, and the exchanges that show it, in order.
fn proof(finding: &FindingReport) -> Markup {
    let several = !finding.earlier.is_empty();
    html! {
        dl.said {
            div { dt { "Expected" } dd { (said(&finding.expected)) } }
            div { dt { "Seen" } dd { (said(&finding.seen)) } }
        }
        @for (i, earlier) in finding.earlier.iter().enumerate() {
            (exchange(Some(if i == 0 { "First" } else { "Then" }), &earlier.request, &earlier.response, &earlier.exchange))
        }
        (exchange(several.then_some("Then, which shows it"), &finding.request, &finding.response, &finding.exchange))
        details {
            summary { "Judge it again, or send it again" }
            pre.shell { (shell(&finding.again)) }
            @if let Some(case) = &finding.case {
                p.meta {
                    "case " (case.number) " of driver " (t(&case.driver)) ", seed " (format!("{:#x}", case.seed)) " ("
                    (case.recurrence) ")"
                }
                ol { @for step in &case.steps { li { (t(step)) } } }
                @for curl in &case.curls { pre.shell { (shell(curl)) } }
            }
            @for earlier in &finding.earlier { pre.shell { (shell(&earlier.curl)) } }
            pre.shell { (shell(&finding.curl)) }
        }
    }
}

fn also(rule: &RuleReport) -> Markup {
    let others = rule.findings.get(1..).unwrap_or_default();
    let more = rule.contradictions.saturating_sub(rule.findings.len());
    html! {
        @if !others.is_empty() {
            details {
                summary { "Seen in other ways too: " (others.len()) }
                ul.also {
                    @for finding in others {
                        li { (said(&finding.expected)) "; " (said(&finding.seen)) " " code.place { (t(&finding.exchange)) } }
                    }
                }
            }
        }
        @if more > 0 { p.meta { "And " (plural(more, "more exchange")) " of the same kinds." } }
    }
}
