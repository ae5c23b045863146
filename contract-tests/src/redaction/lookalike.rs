//! The second net: text that looks like a credential, whoever put it there.

use std::borrow::Cow;

/// What is put in the place of something that looks like a credential.
const MASK: &str = "[masked]";

/// The text with everything that looks like a credential replaced by `[masked]`.
///
/// A run of characters credentials are made of (letters, digits, `_ + / = . -`) looks like one when it begins with
/// `sk-` and has 20 characters or more with letters and digits, or has 24 or more with at least six digits among
/// letters, dates not counted. Our own placeholders, the segments of a path and a digest behind `sha256:` stay.
pub fn mask_lookalikes(text: &str) -> Cow<'_, str> {
    let mut masked = String::new();
    let mut copied = 0;
    for (start, end) in runs(text) {
        let run = &text[start..end];
        if run.len() < 20 || text[..start].ends_with("sha256:") {
            continue;
        }
        let mut offset = start;
        for piece in pieces(run) {
            if looks_like_a_credential(piece) {
                masked.push_str(&text[copied..offset]);
                masked.push_str(MASK);
                copied = offset + piece.len();
            }
            offset += piece.len() + 1;
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    masked.push_str(&text[copied..]);
    Cow::Owned(masked)
}

/// The maximal runs of characters that credentials are made of.
fn runs(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let bytes = text.as_bytes();
    let mut position = 0;
    std::iter::from_fn(move || {
        let start = position + bytes.get(position..)?.iter().position(|byte| in_run(*byte))?;
        let length = bytes[start..].iter().position(|byte| !in_run(*byte)).unwrap_or(bytes.len() - start);
        position = start + length;
        Some((start, position))
    })
}

fn in_run(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'+' | b'/' | b'=' | b'.' | b'-')
}

/// What of a run is looked at by itself: the segments of a path, what stands around a placeholder, else the whole.
///
/// Pieces lie one byte apart.
fn pieces(run: &str) -> Vec<&str> {
    if run.contains("REDACTED") {
        return run.split(['/', '=', '+', '.']).collect();
    }
    let is_word = |segment: &str| segment.len() > 2 && segment.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    if run.contains('/') && (run.starts_with('/') || run.split('/').any(is_word)) {
        return run.split('/').collect();
    }
    vec![run]
}

fn looks_like_a_credential(piece: &str) -> bool {
    if piece.len() < 20 || piece.contains("REDACTED") || !piece.bytes().any(|byte| byte.is_ascii_alphabetic()) {
        return false;
    }
    if piece.split(['=', '/', '.']).any(|part| part.starts_with("sk-") && part.len() >= 20) {
        return piece.bytes().any(|byte| byte.is_ascii_digit());
    }
    piece.len() >= 24 && digits_outside_dates(piece) >= 6
}

/// How many digits a text has, dates such as `2026-07`, `2026-07-24` and `20260724` not counted.
fn digits_outside_dates(text: &str) -> usize {
    let words: Vec<&str> = text.split(['-', '_', '.', '/', '=', '+']).collect();
    let is_number = |word: &str, length| word.len() == length && word.bytes().all(|byte| byte.is_ascii_digit());
    let is_year = |word: &str| is_number(word, 4) && (word.starts_with("19") || word.starts_with("20"));
    let is_day = |word: &str| is_number(word, 8) && (word.starts_with("19") || word.starts_with("20"));
    let mut digits = 0;
    let mut after_year = 0;
    for word in words {
        if is_year(word) {
            after_year = 2;
        } else if after_year > 0 && is_number(word, 2) {
            after_year -= 1;
        } else if !is_day(word) {
            after_year = 0;
            digits += word.bytes().filter(u8::is_ascii_digit).count();
        }
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_are_masked_wherever_they_stand() {
        let cases = [
            ("key sk-abcdefghijklmnop1 end", "key [masked] end"),
            ("\"key\":\"aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW\"", "\"key\":\"[masked]\""),
            ("access_token=aB3dE5fG7hI9jK1lM3nO5pQ7", "[masked]"),
            ("/api/token/aB3dE5fG7hI9jK1lM3nO5pQ7", "/api/token/[masked]"),
            ("aB3+E5fG7/I9jK1lM3nO5pQ7==", "[masked]"),
            ("REDACTED0001/aB3dE5fG7hI9jK1lM3nO5pQ7", "REDACTED0001/[masked]"),
            ("sha1:aB3dE5fG7hI9jK1lM3nO5pQ7", "sha1:[masked]"),
            ("é aB3dE5fG7hI9jK1lM3nO5pQ7 é", "é [masked] é"),
        ];
        for (text, expected) in cases {
            assert_eq!(mask_lookalikes(text), expected);
        }
    }

    #[test]
    fn what_is_no_credential_stays() {
        let long_name = "a".repeat(50);
        let texts = [
            long_name.as_str(),
            "GET http://127.0.0.1:3391/api/token/1234567890123456?p=1&page_size=20",
            "https://api.cometapi.com/api/token/1766102400000000",
            "contract-tests/recordings/new-api-2026-07/omitted-fields.har#/log/entries/12",
            "openapi/cometapi-keys.yaml#/components/schemas/KeyName/maxLength",
            "update.name.max-50-characters",
            "claude-3-5-sonnet-20241022,gpt-4o-mini-2024-07-18",
            "2026-11-23T05:57:11.213995+00:00",
            "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "REDACTED-access-token-alice-0000",
            "Bearer sk-K027REDACTEDkey000000000000000000000000000000027",
            "K001**********0001",
            "198.51.100.10\n203.0.113.0/24\n2001:db8::/32",
            "",
        ];
        for text in texts {
            assert_eq!(mask_lookalikes(text), text);
        }
    }
}
