//! The README shows what the commands print.

use crate::copy::{Copy, DOCUMENT, SCORE, repository};

/// The commands of a chapter, each with the output that follows it.
fn commands(chapter: &str) -> Vec<(String, String)> {
    let readme = std::fs::read_to_string(repository().join("README.md")).unwrap();
    let (_, chapter) = readme.split_once(&format!("\n### {chapter}\n")).unwrap();
    let chapter = chapter.split("\n### ").next().unwrap();
    let blocks = chapter.split("```console\n").skip(1).map(|rest| rest.split_once("```").unwrap().0);
    let commands = blocks.flat_map(|block| block.split("$ cargo xtask ").skip(1));
    commands
        .map(|command| command.split_once('\n').unwrap())
        .map(|(line, out)| (line.to_owned(), out.to_owned()))
        .collect()
}

#[test]
fn regenerating_goes_as_shown() {
    let copy = Copy::new();
    copy.edit(DOCUMENT, "      maxLength: 50\n", "      maxLength: 60\n");
    let commands = commands("Regenerate the client when the document changes");
    assert_eq!(commands.len(), 5);
    for (command, shown) in commands {
        let run = copy.run(&command.split(' ').collect::<Vec<_>>());
        assert_eq!((run.out, run.code), (shown, Some(0)), "{command} {}", run.said);
    }
}

/// Without the seconds, which differ.
fn timeless(text: &str) -> Vec<String> {
    let is_seconds = |word: &str| word.contains('.') && word.parse::<f64>().is_ok();
    text.lines()
        .map(|line| line.split_whitespace().filter(|word| !is_seconds(word)).collect::<Vec<_>>().join(" "))
        .collect()
}

/// All but the score, which is another one for every suite.
#[test]
fn the_gate_prints_what_is_shown() {
    let copy = Copy::new();
    std::fs::remove_file(copy.path(SCORE)).unwrap();
    let commands = commands("Gate a release");
    let (gate, shown) = &commands[0];
    assert_eq!(gate, "gate");
    let printed = timeless(&copy.run(&["gate"]).out);
    let shown = timeless(shown);
    let shown: Vec<&String> =
        shown.iter().filter(|line| !line.contains(" score ") && !line.contains("may be released")).collect();
    assert!(shown.len() >= 11, "{shown:#?}");
    for line in shown {
        assert!(printed.contains(line), "README.md shows, but nothing prints: {line}\n{printed:#?}");
    }
}
