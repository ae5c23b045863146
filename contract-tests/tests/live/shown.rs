//! What the README shows of a live run is what one says.

use sandbox::Sandbox;

use crate::observed::Observed;
use crate::process::{live, said};

const README: &str = include_str!("../../../README.md");

/// A line without what differs from run to run: where the server and the ledger are, and dates.
fn words(line: &str) -> Vec<String> {
    let is_date = |word: &str| word.len() == 11 && word.ends_with(',') || word.len() == 10 && word.starts_with("20");
    let masked = |word: &str| match word {
        _ if word.starts_with("http") || word.ends_with(".jsonl") => "…".to_owned(),
        _ if is_date(word) && word.matches('-').count() == 2 => "…".to_owned(),
        _ => word.to_owned(),
    };
    line.split_whitespace().map(masked).collect()
}

#[test]
fn the_live_run_shown_is_the_live_run_printed() {
    let shown = README.split("```text\n").find(|block| block.starts_with("preflight\n")).unwrap();
    let shown: Vec<&str> = shown.split("```").next().unwrap().lines().collect();
    assert!(shown.len() >= 10, "{shown:?}");
    let server = Observed::start(Sandbox::builder());
    let state = tempfile::tempdir().unwrap();
    let run = said(live(&server, 1, state.path(), &["--allow-writes", "--rate", "50"]));
    let printed: Vec<Vec<String>> = run.stderr.lines().chain(run.stdout.lines()).map(words).collect();
    for line in shown {
        assert!(printed.contains(&words(line)), "README.md shows, but nothing prints: {line}\n{run:#?}");
    }
}
