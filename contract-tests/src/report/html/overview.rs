//! How every target stands.

use maud::{Markup, html};

use super::text::{class, t};
use crate::report::model::{Report, TargetReport, Verdicts, plural};
use crate::report::standing::Standing;

pub(super) fn section(report: &Report) -> Markup {
    html! {
        div.cards { @for target in &report.targets { (card(target)) } }
    }
}

fn card(target: &TargetReport) -> Markup {
    let standing = target.standing();
    let described = &target.target;
    html! {
        article.card.(class(standing)) {
            h3 { (t(&described.label())) }
            p.headline { span aria-hidden="true" { (standing.mark()) } " " (target.headline()) }
            (counts(target))
            dl {
                @if let Some(server) = &described.server { div { dt { "Server" } dd { (t(server)) } } }
                @if let Some(url) = &described.base_url { div { dt { "Base URL" } dd { code { (t(url)) } } } }
                div { dt { "Judged" } dd { (plural(target.requests, "exchange")) } }
            }
            @for (what, sentences) in [("Stale: ", &target.stale_divergences), ("Lost: ", &target.lost_evidence)] {
                @for sentence in sentences {
                    p.note { strong { (what) } (t(sentence)) " (" (t(&described.label())) ")" }
                }
            }
            @for note in &target.notes { p.note { "Note: " (t(note)) } }
            @if !described.files.is_empty() {
                details {
                    summary { (plural(described.files.len(), "file")) }
                    ul.plain { @for file in &described.files { li { code { (t(file)) } } } }
                }
            }
        }
    }
}

/// The numbers, and a bar of their proportions.
fn counts(target: &TargetReport) -> Markup {
    let Verdicts { confirmed, contradicted, known, not_verified } = target.verdicts;
    let parts = [
        (Standing::Confirmed, confirmed),
        (Standing::Contradicted, contradicted.saturating_sub(known)),
        (Standing::Known, known),
        (Standing::NotVerified, not_verified),
    ];
    html! {
        div.bar aria-hidden="true" {
            @for (standing, count) in parts { @if count > 0 { span.(class(standing)) style={ "flex-grow:" (count) } {} } }
        }
        ul.counts {
            @for (standing, count) in parts {
                li.(class(standing)).none[count == 0] { strong { (count) } " " span aria-hidden="true" { (standing.mark()) " " } (standing.words()) }
            }
        }
    }
}
