//! Text from outside, made safe to print on a terminal.

use std::fmt::Write as _;

/// Replaces what could move the cursor, recolour, hide or reorder text, or command a build server, by `\u{..}`, and keeps
/// everything else.
///
/// Replaced are the C0 and C1 controls with DEL (line feeds and tabs too: one text stays on one line), the bidirectional
/// controls, invisible characters, line and paragraph separators, tag characters, and code points that are no characters.
/// Build servers obey lines that begin with `::` and the marks `##[`, `##vso[`, `##teamcity[` anywhere: the first colon of
/// such a beginning is replaced, and a `#` after another. A backslash is kept as it is, so the result is for reading, not
/// for parsing back.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let command = text.trim_start().starts_with("::").then(|| text.len() - text.trim_start().len());
    let mut previous = None;
    for (at, character) in text.char_indices() {
        if is_deceptive(character) || command == Some(at) || (character == '#' && previous == Some('#')) {
            // Writing to a String cannot fail.
            let _ = write!(escaped, "\\u{{{:x}}}", u32::from(character));
        } else {
            escaped.push(character);
        }
        previous = Some(character);
    }
    escaped
}

/// The same for a text of several lines, which stay lines.
#[must_use]
pub fn escape_lines(text: &str) -> String {
    text.lines().map(escape).collect::<Vec<_>>().join("\n")
}

/// Whether a character could make a reader see another text than there is: a control, or one that shows nothing itself.
#[must_use]
pub fn is_deceptive(character: char) -> bool {
    let noncharacter = u32::from(character) & 0xfffe == 0xfffe;
    character.is_control()
        || noncharacter
        || matches!(character,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fdd0}'..='\u{fdef}'
            | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e01ef}')
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn controls_and_bidi_are_shown_as_code_points() {
        assert_eq!(escape("\u{1b}[31mred\u{7}\u{7f}\u{9b}"), "\\u{1b}[31mred\\u{7}\\u{7f}\\u{9b}");
        assert_eq!(escape("a\u{202e}b\u{2066}c\u{200b}d\r\n\t"), "a\\u{202e}b\\u{2066}c\\u{200b}d\\u{d}\\u{a}\\u{9}");
    }

    #[test]
    fn what_shows_nothing_is_shown_as_a_code_point() {
        assert_eq!(escape("a\u{feff}b\u{e0041}c\u{e0100}d\u{ffff}"), "a\\u{feff}b\\u{e0041}c\\u{e0100}d\\u{ffff}");
    }

    #[test]
    fn no_build_server_obeys() {
        assert_eq!(escape("::error::x"), "\\u{3a}:error::x");
        assert_eq!(escape("  ::add-mask::x"), "  \\u{3a}:add-mask::x");
        assert_eq!(escape("see ##[error]x ##vso[task]"), "see #\\u{23}[error]x #\\u{23}vso[task]");
        assert_eq!(super::escape_lines("a\n::error::x"), "a\n\\u{3a}:error::x");
    }

    #[test]
    fn ordinary_text_of_any_script_is_kept() {
        for text in ["plain, with 'quotes' and \\", "名前は五十文字まで", "привет", "🔑 é ß ñ ❤️", "from ::1 and #1"]
        {
            assert_eq!(escape(text), text);
        }
    }
}
