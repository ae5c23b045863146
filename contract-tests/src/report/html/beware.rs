//! What to beware of on every target, the worst first.

use maud::{Markup, html};

use super::text::{badge, class, origin, proof_id, said, t};
use crate::report::beware::{Caution, cautions};
use crate::report::model::{Report, TargetReport};
use crate::report::standing::Standing;

/// Nothing where nothing is contradicted.
pub(super) fn section(report: &Report) -> Option<Markup> {
    let targets: Vec<_> = report.targets.iter().enumerate().map(|(i, target)| (i, target, cautions(target))).collect();
    targets.iter().any(|(.., cautions)| !cautions.is_empty()).then(|| {
        html! {
            div.columns {
                @for (i, target, cautions) in &targets {
                    @if !cautions.is_empty() {
                        div {
                            h3 { (t(&target.target.label())) }
                            ol.beware { @for caution in cautions { (item(*i, target, caution)) } }
                        }
                    }
                }
            }
        }
    })
}

fn item(index: usize, target: &TargetReport, caution: &Caution<'_>) -> Markup {
    let standing = if caution.is_known() { Standing::Known } else { Standing::Contradicted };
    html! {
        li.(class(standing)) {
            p { (said(&caution.words)) }
            @if !caution.advice.is_empty() { p.advice { (said(caution.advice)) } }
            p.meta {
                (badge(standing)) (origin(target)) " "
                @for rule in &caution.rules { a href={ "#" (proof_id(index, &rule.id)) } { code { (t(&rule.id)) } } " " }
            }
        }
    }
}
