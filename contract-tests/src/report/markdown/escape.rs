//! Text from outside, made safe for each place of a Markdown text.

use crate::report::derived::ticked;
use crate::report::shown::shown;

/// Within a paragraph, a heading or a cell, but not at the beginning of a block. It stays what it is: no markup, no HTML,
/// no link, no emoji, no mention of a person or an issue, no formula.
pub(super) fn prose(text: &str) -> String {
    inert_prose(&shown(text))
}

fn inert_prose(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '~' | '$' => {
                escaped.push('\\');
                escaped.push(character);
            }
            // An empty comment parts what would be joined to `@person`, `#12`, `https://…` or `:smile:`.
            '@' | '#' => escaped.push_str(&format!("{character}<!-- -->")),
            ':' if characters.peek().is_some_and(|next| !next.is_whitespace()) => escaped.push_str(":<!-- -->"),
            '.' if escaped.to_ascii_lowercase().ends_with("www") => escaped.push_str("<!-- -->."),
            _ => escaped.push(character),
        }
    }
    escaped
}

/// A sentence of ours, in which what stands between backticks is code; not at the beginning of a block either.
pub(super) fn said(text: &str) -> String {
    let text = shown(text);
    ticked(&text)
        .into_iter()
        .map(|(is_code, part)| if is_code { openapi::code_span(part) } else { inert_prose(part) })
        .collect()
}

/// As a code span, in which nothing is markup but the backticks that end it.
pub(super) fn code(text: &str) -> String {
    openapi::code_span(&shown(text))
}

/// As a block of lines that are safe to print, in which nothing is markup but the fence that ends it.
pub(super) fn fenced(lines: &str) -> String {
    let fence = openapi::fence(lines, 3);
    format!("{fence}text\n{}\n{fence}\n", lines.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_neither_markup_nor_html_nor_a_mention() {
        let text = "<b> *x* `y` [z](https://e.example) @ann #12 :x: WWW.e.example $1$ ~~s~~ a_b_ \\ & ::error::";
        assert_eq!(
            prose(text),
            "&lt;b&gt; \\*x\\* \\`y\\` \\[z\\](https:<!-- -->//e.example) @<!-- -->ann #<!-- -->12 :<!-- -->x: \
             WWW<!-- -->.e.example \\$1\\$ \\~\\~s\\~\\~ a\\_b\\_ \\\\ &amp; :<!-- -->:<!-- -->error:<!-- -->:"
        );
    }

    #[test]
    fn a_sentence_keeps_its_code() {
        assert_eq!(said("`::1` is *sent* as `a|b`"), "`::1` is \\*sent\\* as `a|b`");
        assert_eq!(said("one ` alone"), "one \\` alone");
    }

    #[test]
    fn a_code_span_ends_where_it_should() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("`a` ``b``"), "``` `a` ``b`` ```");
        assert_eq!(code(" "), "`   `");
        assert_eq!(code(""), "(empty)");
    }

    #[test]
    fn a_fence_is_longer_than_any_run_within() {
        assert_eq!(fenced("a\n"), "```text\na\n```\n");
        assert_eq!(fenced("````"), "`````text\n````\n`````\n");
    }

    #[test]
    fn a_bar_ends_no_cell() {
        assert_eq!(openapi::table_row(&[code("a|b"), prose("c|d")]), "| `a\\|b` | c\\|d |\n");
    }
}
