//! Markdown, as a parser of GitHub's dialect reads it.

use pulldown_cmark::{Event, Options, Parser, Tag};

/// What a comment on GitHub may have, in characters.
const LIMIT: usize = 65_536;

/// Asserts that nothing in it is more than text: no link, image or HTML but our own, no table row with a cell too many.
/// Gives the text that a reader sees.
pub(crate) fn assert_sound(text: &str) -> String {
    assert!(text.chars().count() <= LIMIT, "{} characters", text.chars().count());
    let mut shown = String::new();
    let mut folds = 0;
    for event in Parser::new_ext(text, dialect()) {
        match event {
            Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::FootnoteDefinition(_)) => panic!("{event:?}"),
            Event::InlineMath(_) | Event::DisplayMath(_) | Event::FootnoteReference(_) => panic!("{event:?}"),
            Event::Html(html) | Event::InlineHtml(html) => folds += own(html.trim(), &mut shown),
            Event::Text(part) | Event::Code(part) => shown.push_str(&part),
            Event::End(_) | Event::SoftBreak | Event::HardBreak => shown.push('\n'),
            _ => {}
        }
    }
    assert_eq!(folds, 0, "a fold is not closed");
    assert_tables(text);
    shown
}

/// What GitHub adds to CommonMark.
fn dialect() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_MATH
        | Options::ENABLE_GFM
}

/// HTML that we write: +1 for what opens a fold, -1 for what closes one.
fn own(html: &str, shown: &mut String) -> i32 {
    if html.is_empty() || ["<!-- -->", "<br>"].contains(&html) {
        return 0;
    }
    if html == "</details>" {
        return -1;
    }
    let title = html.strip_prefix("<details><summary>").and_then(|rest| rest.strip_suffix("</summary>"));
    let title = title.unwrap_or_else(|| panic!("HTML that is not ours: {html}"));
    assert!(!title.contains(['<', '&']), "{html}");
    shown.push_str(title);
    1
}

/// Every row of a table has as many cells as its head.
fn assert_tables(text: &str) {
    let mut cells = None;
    for line in text.lines() {
        if !line.starts_with('|') {
            cells = None;
            continue;
        }
        let bars = line.match_indices('|').filter(|(at, _)| !line[..*at].ends_with('\\')).count();
        assert_eq!(*cells.get_or_insert(bars), bars, "{line}");
    }
}

/// The lines that head a table.
pub(crate) fn heads(text: &str) -> Vec<&str> {
    let lines: Vec<&str> = text.lines().collect();
    lines.windows(2).filter(|pair| pair[1].starts_with("| ---")).map(|pair| pair[0]).collect()
}
