//! What of the document and the rules was exercised, and what never.

use maud::{Markup, html};

use super::text::t;
use crate::report::derived::status;
use crate::report::model::{Coverage, KeywordCoverage, Report};
use crate::report::standing::operation_title;

/// Nothing where nothing was counted.
pub(super) fn section(report: &Report) -> Option<Markup> {
    report.targets.iter().any(|target| !target.coverage.is_empty()).then(|| {
        html! {
            div.columns {
                @for target in &report.targets {
                    @if !target.coverage.is_empty() {
                        div {
                            h3 { (t(&target.target.label())) }
                            (of(&target.coverage))
                        }
                    }
                }
            }
        }
    })
}

fn of(coverage: &Coverage) -> Markup {
    let never: Vec<&KeywordCoverage> = coverage.never_reached().collect();
    let violated: Vec<&KeywordCoverage> = coverage.violated().collect();
    let reached = coverage.keywords.len() - never.len();
    html! {
        (meter("Rules with evidence", coverage.rules_exercised, coverage.rules()))
        @if !coverage.keywords.is_empty() {
            (meter("Document keywords reached", reached, coverage.keywords.len()))
        }
        (operations(coverage))
        (folded("Rules never exercised", coverage.rules_never.iter().map(|rule| html! { code { (t(rule)) } }).collect()))
        (folded("Document keywords violated", violated.iter().map(|keyword| line(keyword)).collect()))
        (folded("Document keywords never reached", never.iter().map(|keyword| html! { code { (t(&keyword.pointer)) } }).collect()))
        (folded("All document keywords", coverage.keywords.iter().map(line).collect()))
    }
}

fn meter(title: &str, part: usize, whole: usize) -> Markup {
    html! {
        div.meter {
            p { (title) " " strong { (part) " of " (whole) } }
            div.bar aria-hidden="true" {
                span.confirmed style={ "flex-grow:" (part) } {}
                span.open style={ "flex-grow:" (whole.saturating_sub(part)) } {}
            }
        }
    }
}

fn operations(coverage: &Coverage) -> Markup {
    html! {
        @if !coverage.operations.is_empty() {
            table.operations {
                thead { tr { th scope="col" { "Operation" } th.number scope="col" { "Exchanges" } th scope="col" { "Statuses" } } }
                tbody {
                    @for operation in &coverage.operations {
                        tr {
                            th scope="row" { code { (operation_title(operation.operation)) } }
                            td.number { (operation.exchanges) }
                            td {
                                @if operation.statuses.is_empty() { "never" }
                                @for (code, count) in &operation.statuses { span.status { (status(*code)) small { " ×" (count) } } " " }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn line(keyword: &KeywordCoverage) -> Markup {
    html! { code { (t(&keyword.pointer)) } small { " fitting ×" (keyword.fitting) ", violating ×" (keyword.violating) } }
}

fn folded(title: &str, items: Vec<Markup>) -> Markup {
    html! {
        @if !items.is_empty() {
            details {
                summary { (title) ": " (items.len()) }
                ul.also { @for item in &items { li { (item) } } }
            }
        }
    }
}
