//! The report as one HTML page to read: no scripts, nothing from elsewhere, light and dark, narrow and wide.
//!
//! Every text goes through [`text::t`] or [`text::shell`], which make deceptive characters visible and cut what is long;
//! the templates escape whatever they are given.

mod beware;
mod coverage;
mod exchanges;
mod findings;
mod matrix;
mod open;
mod overview;
mod text;
mod verdicts;

use crate::door::door;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::model::Report;
use text::t;

/// A browser that takes the page at its word fetches nothing and runs nothing, whatever slipped into it.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// The report as one self-contained page.
pub fn to_html(report: &Report) -> String {
    let sections = [
        ("overview", "Targets", Some(overview::section(report))),
        ("beware", "What to beware of", beware::section(report)),
        ("verdicts", "Verdict of every rule", Some(verdicts::section(report))),
        ("matrix", "What each field does", matrix::section(report)),
        ("proof", "Contradictions, with request and answer", findings::section(report)),
        ("observations", "Where the pages are silent", matrix::observations(report)),
        ("open", "What is open", open::section(report)),
        ("coverage", "Coverage", coverage::section(report)),
    ];
    let sections: Vec<Section> =
        sections.into_iter().filter_map(|(id, title, content)| Some((id, title, content?))).collect();
    lines(&page(report, &sections).into_string())
}

type Section = (&'static str, &'static str, Markup);

fn page(report: &Report, sections: &[Section]) -> Markup {
    let names: Vec<&str> = report.targets.iter().filter_map(|target| target.target.deployment.as_deref()).collect();
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                title { "Contract report" @if !names.is_empty() { ": " (t(&names.join(", "))) } }
                style { (PreEscaped(include_str!("style.css"))) }
            }
            body {
                header.top {
                    h1 { "Does the server keep its documented contract?" }
                    p {
                        "Every sentence of the documentation of CometAPI’s key management that can be tested has a rule, and \
                         every rule a verdict for each target: a named server, as it was on a day. Of other servers and other \
                         days this page says nothing."
                    }
                }
                nav.toc aria-label="Contents" {
                    ol { @for (id, title, _) in sections { li { a href={ "#" (id) } { (title) } } } }
                }
                main {
                    @for (id, title, content) in sections {
                        section id=(id) { h2 { (title) } (content) }
                    }
                }
                footer { (provenance(report)) }
            }
        }
    }
}

/// What it was judged by, and how to make the page again.
fn provenance(report: &Report) -> Markup {
    html! {
        @if let Some(target) = report.targets.first() {
            p {
                "Judged by openapi/cometapi-keys.yaml, version " (t(&target.document.version)) ", SHA-256 "
                code { (t(&target.document.sha256)) } "."
            }
        }
        p { "Made by " code { (door()) " verify --html FILE" } "." }
    }
}

/// The page with line breaks where they change nothing, for those who read or compare its source.
fn lines(page: &str) -> String {
    let ends =
        ["</head>", "</tr>", "</li>", "</p>", "</h2>", "</h3>", "</article>", "</section>", "</details>", "</nav>"];
    let mut page = ends.iter().fold(page.to_owned(), |page, end| page.replace(end, &format!("{end}\n")));
    page.push('\n');
    page
}
