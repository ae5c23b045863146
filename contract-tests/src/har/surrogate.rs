//! Escapes that stand for half a character, as browsers write them for bytes that are no text.

use std::borrow::Cow;

/// The text with every `\uD800` to `\uDFFF` that has no partner replaced by `\ufffd`.
pub(super) fn without_lone_surrogates(text: &str) -> Cow<'_, str> {
    if !(text.contains("\\ud") || text.contains("\\uD")) {
        return Cow::Borrowed(text);
    }
    let bytes = text.as_bytes();
    let mut repaired = String::new();
    let (mut copied, mut position) = (0, 0);
    while let Some(found) = memchr::memchr(b'\\', &bytes[position..]) {
        let at = position + found;
        position = match escaped_unit(bytes, at) {
            Some(0xd800..=0xdbff) if matches!(escaped_unit(bytes, at + 6), Some(0xdc00..=0xdfff)) => at + 12,
            Some(0xd800..=0xdfff) => {
                repaired.push_str(&text[copied..at]);
                repaired.push_str("\\ufffd");
                copied = at + 6;
                copied
            }
            Some(_) => at + 6,
            None => (at + 2).min(bytes.len()),
        };
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    repaired.push_str(&text[copied..]);
    Cow::Owned(repaired)
}

/// The UTF-16 unit of the escape `\uXXXX` at that offset.
fn escaped_unit(bytes: &[u8], at: usize) -> Option<u16> {
    let digits = bytes.get(at..at + 6)?.strip_prefix(b"\\u")?;
    let digits = digits.iter().all(u8::is_ascii_hexdigit).then(|| std::str::from_utf8(digits).ok())??;
    u16::from_str_radix(digits, 16).ok()
}
