//! Text from outside in a page.

use maud::{Markup, Render, html};

use crate::report::derived::ticked;
use crate::report::model::TargetReport;
use crate::report::shown::{command, shown};
use crate::report::standing::Standing;

/// A text as [`shown`] has it; the template escapes it for its place.
pub(super) fn t(text: &str) -> impl Render {
    shown(text)
}

/// A sentence of ours, in which what stands between backticks is code.
pub(super) fn said(text: &str) -> Markup {
    let text = shown(text);
    html! {
        @for (is_code, part) in ticked(&text) { @if is_code { code { (part) } } @else { (part) } }
    }
}

/// A line for a shell.
pub(super) fn shell(text: &str) -> impl Render {
    command(text)
}

/// Where a verdict comes from. Beside a heading that says it, it is there for those who copy a line or hear it read, and
/// seen on a narrow screen, where headings scroll away.
pub(super) fn origin(target: &TargetReport) -> Markup {
    html! { span.origin { " " (t(&target.target.label())) } }
}

/// A mark and its words: no meaning is in the colour alone.
pub(super) fn badge(standing: Standing) -> Markup {
    html! {
        span.badge.(class(standing)) { span aria-hidden="true" { (standing.mark()) } " " (standing.words()) }
    }
}

/// The colour of a standing.
pub(super) fn class(standing: Standing) -> &'static str {
    match standing {
        Standing::Confirmed => "confirmed",
        Standing::Contradicted => "news",
        Standing::Known => "known",
        Standing::NotVerified => "open",
    }
}

/// The anchor of a rule's contradiction on the nth target.
pub(super) fn proof_id(target: usize, rule: &str) -> String {
    format!("proof-{}-{rule}", target + 1)
}
