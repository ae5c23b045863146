//! The matrix of fields, and what was observed where the pages are silent.

use maud::{Markup, html};

use super::text::t;
use crate::report::derived::{GIVEN, grid};
use crate::report::model::{MatrixOutcome, Report, TargetReport, plural};
use crate::report::standing::operation_title;

/// Nothing where no target has one.
pub(super) fn section(report: &Report) -> Option<Markup> {
    report.targets.iter().any(|target| !target.matrix.is_empty()).then(|| {
        html! {
            p {
                "What a request did to the stored record, by how it gave a field: "
                strong { "stored" } ", a later read shows what was sent; " strong { "kept" } ", what was there before; "
                strong { "reset" } ", something else; or the request was " strong { "refused" } ". "
                "Empty is the empty value of the field’s type: an empty text, 0, false."
            }
            @for target in &report.targets {
                @if !target.matrix.is_empty() {
                    h3 { (t(&target.target.label())) }
                    div.columns { @for operation in ["update", "create"] { (table(target, operation)) } }
                    (evidence(target))
                }
            }
        }
    })
}

fn table(target: &TargetReport, operation: &str) -> Markup {
    let rows = grid(target, operation);
    html! {
        @if !rows.is_empty() {
            table.matrix {
                caption { (operation_title(operation)) }
                thead { tr { th scope="col" { "Field" } @for given in GIVEN { th scope="col" { (given.words()) } } } }
                tbody {
                    @for row in &rows {
                        tr {
                            th scope="row" { code { (row.field) } }
                            @for (given, outcomes) in GIVEN.iter().zip(row.cells) { (cell(given.words(), outcomes)) }
                        }
                    }
                }
            }
        }
    }
}

fn cell(given: &str, outcomes: &[MatrixOutcome]) -> Markup {
    html! {
        td.unsent[outcomes.is_empty()] data-given=(given) {
            @if outcomes.is_empty() { span title="never sent so" { "–" } }
            @for outcome in outcomes {
                span.outcome.(outcome.effect.word()) {
                    span aria-hidden="true" { (outcome.effect.mark()) } " " (outcome.effect.word())
                    @if let Some(left) = &outcome.left { " to " code { (t(left)) } }
                    small { " ×" (outcome.count) }
                }
            }
        }
    }
}

/// The first exchanges behind every cell.
fn evidence(target: &TargetReport) -> Markup {
    html! {
        details {
            summary { "The exchanges behind it" }
            ul.also {
                @for row in &target.matrix {
                    @for outcome in &row.outcomes {
                        li {
                            (row.operation) ", " code { (row.field) } " " (row.given.words()) ": " (outcome.effect.word())
                            @for exchange in &outcome.exchanges { " " code.place { (t(exchange)) } }
                        }
                    }
                }
            }
        }
    }
}

/// Nothing where nothing was observed.
pub(super) fn observations(report: &Report) -> Option<Markup> {
    report.targets.iter().any(|target| !target.observations.is_empty()).then(|| {
        html! {
            p { "What the documentation does not speak of. None of it counts for or against a server." }
            div.columns {
                @for target in &report.targets {
                    @if !target.observations.is_empty() {
                        div {
                            h3 { (t(&target.target.label())) }
                            ul.observations {
                                @for seen in &target.observations {
                                    li {
                                        (t(&seen.text))
                                        @if let Some(first) = seen.exchanges.first() {
                                            p.meta { (plural(seen.count, "exchange")) ", first " code.place { (t(first)) } }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    })
}
