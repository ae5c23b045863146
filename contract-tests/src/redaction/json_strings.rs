//! The string literals of a JSON text, found without parsing it, so that broken and cut-off JSON is searched too.

use std::borrow::Cow;
use std::ops::Range;

/// A string literal of a JSON text.
pub(super) struct Literal<'a> {
    /// The offset of the opening quote.
    pub(super) start: usize,
    /// The offset just behind the closing quote, or the end of a text that stops inside the literal.
    pub(super) end: usize,
    /// What is between the quotes, escapes as they are.
    pub(super) content: &'a str,
}

impl Literal<'_> {
    /// The string it stands for. An escape that JSON does not know is left as it is.
    pub(super) fn decoded(&self) -> Cow<'_, str> {
        decode(self.content)
    }
}

/// What a literal with that content stands for.
pub(super) fn decode(content: &str) -> Cow<'_, str> {
    if !content.contains('\\') {
        return Cow::Borrowed(content);
    }
    serde_json::from_str::<String>(&format!("\"{content}\"")).map_or(Cow::Borrowed(content), Cow::Owned)
}

/// Every string literal of a text, in order.
pub(super) fn literals(text: &str) -> impl Iterator<Item = Literal<'_>> {
    let bytes = text.as_bytes();
    let mut position = 0;
    std::iter::from_fn(move || {
        let start = position + memchr::memchr(b'"', &bytes[position..])?;
        let content = content(bytes, start);
        position = (content.end + 1).min(bytes.len());
        Some(Literal { start, end: position, content: &text[content] })
    })
}

/// What is between the quotes of the literal whose opening quote is there: up to the end of a text that stops inside it.
pub(super) fn content(bytes: &[u8], start: usize) -> Range<usize> {
    let mut at = start + 1;
    loop {
        match memchr::memchr2(b'"', b'\\', bytes.get(at..).unwrap_or_default()) {
            Some(found) if bytes[at + found] == b'\\' => at = (at + found + 2).min(bytes.len()),
            Some(found) => return start + 1..at + found,
            None => return start + 1..bytes.len(),
        }
    }
}

/// The same text with those literals replaced that hold an escape and whose string `clean` gives another for.
pub(super) fn rewritten<'t>(text: Cow<'t, str>, clean: impl Fn(&str) -> Option<String>) -> Cow<'t, str> {
    let mut rewritten = String::new();
    let mut copied = 0;
    for literal in literals(&text).filter(|literal| literal.content.contains('\\')) {
        if let Some(clean) = clean(&literal.decoded()) {
            rewritten.push_str(&text[copied..literal.start]);
            rewritten.push_str(&serde_json::Value::String(clean).to_string());
            copied = literal.end;
        }
    }
    if copied == 0 {
        return text;
    }
    rewritten.push_str(&text[copied..]);
    Cow::Owned(rewritten)
}

/// The member names and string values of a text: each value that follows `"name":` directly, with its name.
pub(super) fn members(text: &str) -> impl Iterator<Item = (Literal<'_>, Literal<'_>)> {
    let mut literals = literals(text).peekable();
    std::iter::from_fn(move || {
        loop {
            let name = literals.next()?;
            let rest = text[name.end..].trim_start();
            let Some(value) = rest.strip_prefix(':') else { continue };
            let value_start = text.len() - value.trim_start().len();
            if let Some(value) = literals.next_if(|next| next.start == value_start) {
                return Some((name, value));
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(String, String)> {
        members(text).map(|(name, value)| (name.decoded().into_owned(), value.decoded().into_owned())).collect()
    }

    #[test]
    fn members_are_found_in_whole_and_in_broken_json() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(found(r#"{"a":"b","c":1,"d" : "e\"f"}"#), [pair("a", "b"), pair("d", "e\"f")]);
        assert_eq!(found(r#"[{"k\u0065y":"v"},"loose","x"]"#), [pair("key", "v")]);
        assert_eq!(found(r#"{"key":"cut of"#), [pair("key", "cut of")]);
        assert_eq!(found(r#"{"key":"#), []);
        assert_eq!(found(r#"{"key":{"token":"v"}}"#), [pair("token", "v")]);
        assert_eq!(found("\"\\"), []);
        assert_eq!(found("{\"é\":\"\\"), [pair("é", "\\")]);
    }
}
