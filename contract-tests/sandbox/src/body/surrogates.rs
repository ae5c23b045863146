//! Halves of surrogate pairs in JSON text.

use std::borrow::Cow;

/// The same text with every `\uXXXX` that is half a surrogate pair replaced by `\ufffd`, as Go reads it.
pub(super) fn replaced(text: &str) -> Cow<'_, str> {
    if !text.contains("\\u") && !text.contains("\\U") {
        return Cow::Borrowed(text);
    }
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len());
    let (mut at, mut kept) = (0, 0);
    while at < bytes.len() {
        if bytes[at] != b'\\' {
            at += 1;
            continue;
        }
        match unit(bytes, at) {
            Some(0xD800..=0xDBFF) if matches!(unit(bytes, at + 6), Some(0xDC00..=0xDFFF)) => at += 12,
            Some(0xD800..=0xDFFF) => {
                out.push_str(&text[kept..at]);
                out.push_str("\\ufffd");
                at += 6;
                kept = at;
            }
            // Past the escaped character, which may be a backslash itself; a longer one is stepped over whole below.
            _ => at += 1 + usize::from(bytes.get(at + 1).is_some_and(u8::is_ascii)),
        }
    }
    out.push_str(&text[kept..]);
    Cow::Owned(out)
}

/// Whether a `\uXXXX` of the text is half a surrogate pair.
pub(crate) fn has_half_pairs(text: &str) -> bool {
    replaced(text) != text
}

/// The code unit of a `\uXXXX` that stands here.
fn unit(bytes: &[u8], at: usize) -> Option<u16> {
    let digits = bytes.get(at..at + 6)?.strip_prefix(b"\\u")?;
    let digits =
        std::str::from_utf8(digits).ok().filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))?;
    u16::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::replaced;

    #[test]
    fn only_halves_are_replaced() {
        for (text, expected) in [
            (r#""\ud83d\udd11""#, r#""\ud83d\udd11""#),
            (r#""\ud83d""#, r#""\ufffd""#),
            (r#""\udd11x\ud83d\ud83d\udd11""#, r#""\ufffdx\ufffd\ud83d\udd11""#),
            (r#""\\ud83d é\é \u00e9""#, r#""\\ud83d é\é \u00e9""#),
            (r#""\u"#, r#""\u"#),
            (r#""\ud8"#, r#""\ud8"#),
        ] {
            assert_eq!(replaced(text), expected);
        }
    }
}
