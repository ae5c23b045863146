//! What stands in the place of a secret.

/// Values of fewer characters are not replaced by value: too many other things look like them.
pub(super) const SHORTEST: usize = 8;

/// Values of fewer bytes are not told from ordinary words.
pub(crate) const TELLING: usize = 12;

/// Whether a value is a placeholder already, by us or by another tool, and holds no secret any more.
///
/// It contains `REDACTED`, is masked with two or more `*` or `.` in a row, or with bullets or an ellipsis, consists of one
/// character only, or is the kind of stand-in documentation has (`<COMETAPI_KEY>`, `{{token}}`).
pub fn is_redacted(value: &str) -> bool {
    let mut characters = value.chars();
    let first = characters.next();
    value.contains("**")
        || value.contains("..")
        || value.contains(['…', '•', '●', '·', '＊'])
        || characters.all(|character| Some(character) == first)
        || value.as_bytes().windows(8).any(|window| window.eq_ignore_ascii_case(b"REDACTED"))
        || is_stand_in(value)
}

/// Whether a value says only that something was taken out, not whose it was: `[REDACTED]`, `***`, `0000`.
pub(crate) fn is_anonymous(value: &str) -> bool {
    let mut characters = value.chars();
    let first = characters.next();
    let word: String = value.chars().filter(char::is_ascii_alphabetic).collect::<String>().to_ascii_lowercase();
    let digits = value.chars().any(|character| character.is_ascii_digit());
    characters.all(|character| Some(character) == first)
        || value.chars().all(|character| !character.is_alphanumeric())
        || (!digits && matches!(word.as_str(), "redacted" | "filtered" | "hidden" | "masked" | "removed" | "omitted"))
}

/// Whether a value, or what stands for it, is a secret that is told from others: not crossed out in part, and neither an
/// ordinary word nor a placeholder that stands for any secret.
pub(crate) fn is_telling(value: &str) -> bool {
    let is_crossed_out = || value.contains("**") || value.contains("..") || value.contains(['…', '•', '●', '·', '＊']);
    let digits = || value.bytes().filter(u8::is_ascii_digit).count();
    value.len() >= TELLING && digits() >= 2 && !is_crossed_out() && !is_anonymous(value)
}

fn is_stand_in(value: &str) -> bool {
    let inner = value
        .strip_prefix('<')
        .and_then(|rest| rest.strip_suffix('>'))
        .or_else(|| value.strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}")));
    inner.is_some_and(|inner| inner.chars().all(|c| c.is_ascii_alphabetic() || matches!(c, '_' | '-' | ' ' | '.')))
}

/// The placeholder with that number for a secret of that many characters.
///
/// As long as the secret, and itself [`is_redacted`]: `REDACTED` and the number where they fit, else `*` and the
/// number, else `*` alone.
pub(super) fn placeholder(characters: usize, number: usize) -> String {
    let digits = number.to_string();
    if characters >= "REDACTED".len() + digits.len() + 2 {
        let width = characters - "REDACTED".len();
        return format!("REDACTED{digits:0>width$}");
    }
    if characters >= digits.len() + 2 {
        return format!("{digits:*>characters$}");
    }
    "*".repeat(characters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_placeholder_is_as_long_as_the_secret_and_known_as_one() {
        for characters in 1..80 {
            for number in [1, 9, 10, 12_345] {
                let placeholder = placeholder(characters, number);
                assert_eq!(placeholder.chars().count(), characters);
                assert!(is_redacted(&placeholder), "{placeholder}");
            }
        }
        assert_eq!(placeholder(20, 7), "REDACTED000000000007");
        assert_eq!(placeholder(8, 7), "*******7");
    }

    #[test]
    fn placeholders_are_told_from_secrets() {
        let placeholders = [
            "",
            "REDACTED-access-token-alice-0000",
            "[redacted]",
            "K001**********0001",
            "0000000000",
            "<COMETAPI_KEY>",
        ];
        for value in placeholders {
            assert!(is_redacted(value), "{value}");
        }
        for value in ["abcdefgh", "a*b*c*d*e", "<a1b2c3d4>", "K001", "REDACTE"] {
            assert!(!is_redacted(value), "{value}");
        }
    }

    #[test]
    fn only_a_placeholder_that_names_nobody_is_anonymous() {
        for value in ["***", "[REDACTED]", "0000", "<filtered>", "••••"] {
            assert!(is_anonymous(value), "{value}");
        }
        for value in ["REDACTED-access-token-alice-0000", "REDACTED0001", "K001****0001", "secret"] {
            assert!(!is_anonymous(value), "{value}");
        }
    }
}
