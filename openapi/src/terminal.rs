//! Text from outside, made safe to print on a terminal.

use std::fmt::Write as _;

/// Replaces what could move the cursor, recolour, hide or reorder text by `\u{..}`, and keeps everything else.
///
/// Replaced are the C0 and C1 controls with DEL (line feeds and tabs too: one text stays on one line), the bidirectional
/// controls, zero-width characters, line and paragraph separators, and the tag characters. A backslash is kept as it is,
/// so the result is for reading, not for parsing back.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if is_deceptive(character) {
            // Writing to a String cannot fail.
            let _ = write!(escaped, "\\u{{{:x}}}", u32::from(character));
        } else {
            escaped.push(character);
        }
    }
    escaped
}

/// The same for a text of several lines, which stay lines.
#[must_use]
pub fn escape_lines(text: &str) -> String {
    text.lines().map(escape).collect::<Vec<_>>().join("\n")
}

fn is_deceptive(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
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
    fn ordinary_text_of_any_script_is_kept() {
        for text in ["plain, with 'quotes' and \\", "名前は五十文字まで", "привет", "🔑 é ß ñ"] {
            assert_eq!(escape(text), text);
        }
    }
}
