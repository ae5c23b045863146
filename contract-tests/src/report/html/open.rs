//! The rules without a verdict, with what would give them one.

use maud::{Markup, html};

use super::text::t;
use crate::door::door;
use crate::report::model::{Report, RuleReport, TargetReport, plural};
use crate::report::standing::Standing;

/// Nothing where every rule has a verdict.
pub(super) fn section(report: &Report) -> Option<Markup> {
    let open = open(report);
    (!open.is_empty()).then(|| {
        html! {
            p {
                "Nothing that was judged bears on " (plural(open.len(), "rule")) " of one target or another. Record what would \
                 show them, and judge the recording: " code { (door()) " verify --recording FILE" } "."
            }
            details {
                summary { "The rules, and which exchanges would show them" }
                table.open-rules {
                    thead { tr { th scope="col" { "Rule" } th scope="col" { "Shown by" } th scope="col" { "Open on" } } }
                    tbody {
                        @for (rule, targets) in &open {
                            tr {
                                th scope="row" { a href={ "#rule-" (rule.id) } { code { (t(&rule.id)) } } }
                                td { (t(&rule.shown_by)) }
                                td { @for target in targets { span.line { (t(&target.target.label())) } " " } }
                            }
                        }
                    }
                }
            }
        }
    })
}

/// Every such rule, with the targets on which it is open.
fn open(report: &Report) -> Vec<(&RuleReport, Vec<&TargetReport>)> {
    let mut open: Vec<(&RuleReport, Vec<&TargetReport>)> = Vec::new();
    for target in &report.targets {
        for rule in target.rules.iter().filter(|rule| rule.standing() == Standing::NotVerified) {
            match open.iter_mut().find(|(other, _)| other.id == rule.id) {
                Some((_, targets)) => targets.push(target),
                None => open.push((rule, vec![target])),
            }
        }
    }
    open
}
