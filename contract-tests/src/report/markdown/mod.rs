//! The report as Markdown, for a comment on a pull request or a job summary: how every target stands and what to beware of
//! on it, then, folded, what proves it. It is no longer than GitHub takes.

mod escape;
mod room;

use std::fmt::Write as _;

use super::beware::{Caution, cautions};
use super::derived::{GIVEN, grid};
use super::model::{MatrixOutcome, ObservationReport, Report, TargetReport};
use super::standing::{Standing, operation_title};
use super::terminal::{block, brief};
use escape::{code, fenced, prose, said};
use openapi::table_row;
use room::Room;

/// The most rows of what to beware of on a target, so that others have theirs: more than that nobody reads in a comment.
const ROWS: usize = 40;

/// The most rules that a row names.
const RULES: usize = 6;

/// The report as GitHub-flavoured Markdown.
pub fn to_markdown(report: &Report) -> String {
    let mut room = Room::default();
    room.push("## Does the server keep the documented contract?\n\n");
    room.push(&targets(report));
    for target in &report.targets {
        beware(&mut room, target);
    }
    for target in &report.targets {
        folded(&mut room, target);
    }
    room.finish()
}

fn texts(cells: &[&str]) -> String {
    table_row(&cells.iter().map(|&cell| cell.to_owned()).collect::<Vec<_>>())
}

/// The table of targets and verdicts.
fn targets(report: &Report) -> String {
    let mut text = texts(&["", "target", "exchanges", "confirmed", "contradicted", "of these known", "not verified"]);
    text.push_str(&texts(&["---", "---", "--:", "--:", "--:", "--:", "--:"]));
    for target in &report.targets {
        let verdicts = target.verdicts;
        let counts =
            [target.requests, verdicts.confirmed, verdicts.contradicted, verdicts.known, verdicts.not_verified];
        let mut cells = vec![target.standing().mark().to_owned(), prose(&target.target.label())];
        cells.extend(counts.map(|count| count.to_string()));
        text.push_str(&table_row(&cells));
    }
    text
}

/// The headline of a target, what to beware of on it, and what to know of its recording.
fn beware(room: &mut Room, target: &TargetReport) {
    let label = prose(&target.target.label());
    room.push(&format!("\n### {} {label}: {}\n", target.standing().mark(), target.headline()));
    let stale = target.stale_divergences.iter().map(|stale| format!("- **stale:** {} ({label})\n", prose(stale)));
    let lost = target.lost_evidence.iter().map(|lost| format!("- **lost:** {} ({label})\n", prose(lost)));
    let notes = target.notes.iter().map(|note| format!("- note: {}\n", prose(note)));
    for (i, item) in stale.chain(lost).chain(notes).enumerate() {
        room.push(&if i == 0 { format!("\n{item}") } else { item });
    }
    let cautions = cautions(target);
    if cautions.is_empty() {
        return;
    }
    let head = texts(&["", "beware: what is seen", "what it means", "rules", "where"]);
    room.push(&format!("\n{head}{}", texts(&["---"; 5])));
    for caution in cautions.iter().take(ROWS) {
        room.push(&caution_row(caution, &label));
    }
    if cautions.len() > ROWS {
        room.push(&format!("\n… and {} more, less grave.\n", cautions.len() - ROWS));
    }
}

fn caution_row(caution: &Caution<'_>, label: &str) -> String {
    let standing = if caution.is_known() { Standing::Known } else { Standing::Contradicted };
    let mark = format!("{} {}", standing.mark(), if caution.is_known() { "known" } else { "**new**" });
    let mut rules: Vec<String> = caution.rules.iter().take(RULES).map(|rule| code(&rule.id)).collect();
    if caution.rules.len() > RULES {
        rules.push(format!("and {} more", caution.rules.len() - RULES));
    }
    table_row(&[mark, said(&caution.words), said(caution.advice), rules.join(", "), label.to_owned()])
}

/// What proves it and what else was seen: what is news first, as room may run out.
fn folded(room: &mut Room, target: &TargetReport) {
    let cautions = cautions(target);
    let proofs = |known: bool| {
        let rules = cautions.iter().filter(move |caution| caution.is_known() == known).flat_map(|c| &c.rules);
        rules.map(move |rule| fenced(&if known { brief(rule, target) } else { block(rule, target) }) + "\n")
    };
    room.push(&format!("\n### Proof: {}\n\n", prose(&target.target.label())));
    room.fold("What is new, with request and answer", proofs(false));
    room.fold("Observations where the pages are silent", target.observations.iter().map(observation));
    for operation in ["create", "update"] {
        let title =
            format!("What {} does with a field that is omitted, null, empty or a value", operation_title(operation));
        room.fold(&title, matrix(target, operation));
    }
    if !target.coverage.is_empty() {
        room.fold("Coverage", [format!("{}\n", target.coverage.headline())]);
    }
    let open = target.rules.iter().filter(|rule| rule.standing() == Standing::NotVerified);
    let open = open.map(|rule| format!("- {}: {}\n", code(&rule.id), prose(&rule.shown_by)));
    room.fold("What is open, and which exchanges would show it", open);
    room.fold("Known departures, with request and answer", proofs(true));
}

fn observation(seen: &ObservationReport) -> String {
    let mut text = format!("- {}: {}", code(seen.about), said(&seen.text));
    if let Some(first) = seen.exchanges.first() {
        let _ = write!(text, " ({} times, first {})", seen.count, code(first));
    }
    text.push('\n');
    text
}

/// The grid of one operation as one piece, or nothing.
fn matrix(target: &TargetReport, operation: &str) -> Option<String> {
    let rows = grid(target, operation);
    let given = GIVEN.map(|given| given.words());
    let head: Vec<&str> = ["field"].into_iter().chain(given).collect();
    let mut text = format!("{}{}", texts(&head), texts(&["---"; 5]));
    for grid_row in &rows {
        let cells = grid_row.cells.iter().map(|outcomes| cell(outcomes));
        text.push_str(&table_row(&[code(grid_row.field)].into_iter().chain(cells).collect::<Vec<_>>()));
    }
    (!rows.is_empty()).then_some(text)
}

fn cell(outcomes: &[MatrixOutcome]) -> String {
    let one = |outcome: &MatrixOutcome| {
        let left = outcome.left.as_deref().map(|left| format!(" to {}", code(left))).unwrap_or_default();
        format!("{} {}{left} ×{}", outcome.effect.mark(), outcome.effect.word(), outcome.count)
    };
    if outcomes.is_empty() { "–".to_owned() } else { outcomes.iter().map(one).collect::<Vec<_>>().join("<br>") }
}
