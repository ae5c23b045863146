//! Text from outside as every format for people shows it, before the format's own escaping.

use openapi::escape;

/// The longest text shown, in Unicode characters.
const LONGEST: usize = 1_000;

/// The longest command shown, in Unicode characters.
const LONGEST_COMMAND: usize = 32 * 1024;

/// One line without deceptive characters, cut if it is long, with a note how long it was.
pub(super) fn shown(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        None => escape(text),
        Some((end, _)) => format!("{}… (cut: {} characters)", escape(&text[..end]), text.chars().count()),
    }
}

/// A line for a shell. A part of a command is another command, so one that is too long is left out.
pub(super) fn command(text: &str) -> String {
    if text.len() <= LONGEST_COMMAND {
        return escape(text);
    }
    format!("(left out: {} characters; the request is in the recording)", text.chars().count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_and_says_how_long_it_was() {
        let text = shown(&"é".repeat(1 << 20));
        assert!(text.ends_with("é… (cut: 1048576 characters)") && text.len() < 2_100, "{text}");
        assert_eq!(shown(&"é".repeat(LONGEST)), "é".repeat(LONGEST));
    }

    #[test]
    fn a_long_command_is_left_out_whole() {
        assert_eq!(command(&"é".repeat(1 << 20)), "(left out: 1048576 characters; the request is in the recording)");
        assert_eq!(command("curl 'a\u{202e}'"), "curl 'a\\u{202e}'");
    }
}
