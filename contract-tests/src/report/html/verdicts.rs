//! The verdict of every rule on every target, as a table.

use maud::{Markup, html};

use super::text::{badge, class, origin, proof_id, t};
use crate::report::model::{Report, RuleReport, TargetReport, plural};
use crate::report::standing::{Standing, operation_title};

pub(super) fn section(report: &Report) -> Markup {
    let operations = operations(report);
    html! {
        table.verdicts {
            thead {
                tr {
                    th scope="col" { "Rule" }
                    @for target in &report.targets { th scope="col" { (head(target)) } }
                }
            }
            @for (operation, rules) in &operations {
                tbody {
                    tr.group { th scope="rowgroup" colspan=(report.targets.len() + 1) { (operation_title(operation)) } }
                    @for rule in rules { (row(rule, report)) }
                }
            }
        }
    }
}

fn head(target: &TargetReport) -> Markup {
    let described = &target.target;
    html! {
        (t(described.deployment.as_deref().unwrap_or("unnamed deployment")))
        small { (described.kind.name()) ", " (t(described.recorded_on.as_deref().unwrap_or("undated"))) }
    }
}

/// The rules by operation, in the order of the registry: of all targets the same, but for a caller that chose otherwise.
fn operations(report: &Report) -> Vec<(&str, Vec<&RuleReport>)> {
    let mut operations: Vec<(&str, Vec<&RuleReport>)> = Vec::new();
    for rule in report.targets.iter().flat_map(|target| &target.rules) {
        match operations.iter_mut().find(|(operation, _)| *operation == rule.operation) {
            Some((_, rules)) if rules.iter().any(|other| other.id == rule.id) => {}
            Some((_, rules)) => rules.push(rule),
            None => operations.push((&rule.operation, vec![rule])),
        }
    }
    operations
}

fn row(rule: &RuleReport, report: &Report) -> Markup {
    html! {
        tr id={ "rule-" (rule.id) } {
            th scope="row" {
                code { (t(&rule.id)) }
                p { (t(&rule.statement)) " " span.strength { (rule.strength.name()) } }
            }
            @for (i, target) in report.targets.iter().enumerate() {
                @match target.rules.iter().find(|other| other.id == rule.id) {
                    None => td { "–" (origin(target)) },
                    Some(rule) => (cell(i, target, rule)),
                }
            }
        }
    }
}

fn cell(index: usize, target: &TargetReport, rule: &RuleReport) -> Markup {
    let standing = rule.standing();
    let counts = match standing {
        Standing::NotVerified => String::new(),
        Standing::Confirmed => plural(rule.exchanges.confirming, "exchange"),
        Standing::Contradicted | Standing::Known => {
            format!("{} against, {} for", rule.contradictions, rule.exchanges.confirming)
        }
    };
    html! {
        td.(class(standing)) {
            @if matches!(standing, Standing::Contradicted | Standing::Known) {
                a href={ "#" (proof_id(index, &rule.id)) } { (badge(standing)) }
            } @else { (badge(standing)) }
            (origin(target))
            @if !counts.is_empty() { small { (counts) } }
        }
    }
}
