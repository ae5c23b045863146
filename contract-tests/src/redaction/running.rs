//! Takes secrets out of exchanges while a run makes them: what is learned later must not change what stands for it.

use std::borrow::Cow;
use std::collections::HashMap;

use bytes::Bytes;

use super::json_strings::{literals, members};
use super::names::{credential_parts, is_credential_header, is_secret_name, without_key_prefix, without_scheme};
use super::placeholder::{SHORTEST, is_redacted, placeholder};

/// The secrets of a run, in the order they came up. Unlike [`super::Redactor`] it need not know all of them before the
/// first text is cleaned: a secret has its placeholder from the moment it is learned, and keeps it.
#[derive(Default)]
pub struct RunningSecrets {
    numbers: HashMap<Box<str>, usize>,
    /// Those that are looked for as text: access tokens, and values with characters that end a word.
    sought: Vec<Box<str>>,
}

impl std::fmt::Debug for RunningSecrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RunningSecrets").field("secrets", &self.numbers.len()).finish_non_exhaustive()
    }
}

/// How many secrets are looked for as text at the most: each costs a search of every body.
const SOUGHT: usize = 64;

impl RunningSecrets {
    /// Learns an access token: it is found inside other words too.
    pub fn learn_token(&mut self, token: &str) {
        if self.learn(token) && !self.sought.iter().any(|known| **known == *token) {
            self.sought.push(token.into());
        }
    }

    /// The number of a secret: the same for the same one, with and without the prefix of keys. A text too short to be
    /// one has 0.
    pub fn number(&mut self, secret: &str) -> usize {
        let bare = without_key_prefix(secret);
        self.learn(bare);
        self.numbers.get(bare).copied().unwrap_or_default()
    }

    /// The value of a header field without secrets.
    pub fn clean_header(&mut self, name: &str, value: &str) -> String {
        if !is_credential_header(name) {
            return self.clean(value).into_owned();
        }
        let mut cleaned = String::new();
        let mut copied = 0;
        for part in credential_parts(name, value) {
            let secret = &value[part.clone()];
            cleaned.push_str(&value[copied..part.start]);
            cleaned.push_str(&self.standing_for(secret));
            copied = part.end;
        }
        cleaned.push_str(&value[copied..]);
        cleaned
    }

    /// A body without secrets: members whose names say that they hold one, and whatever is known, wherever it stands.
    pub fn clean_body(&mut self, body: &Bytes) -> Bytes {
        let Ok(text) = std::str::from_utf8(body) else {
            let text = String::from_utf8_lossy(body).into_owned();
            let clean = self.clean_json(&text);
            return if clean == text { body.clone() } else { Bytes::from(clean.into_owned()) };
        };
        match self.clean_json(text) {
            Cow::Borrowed(_) => body.clone(),
            Cow::Owned(clean) => Bytes::from(clean),
        }
    }

    fn clean_json<'t>(&mut self, text: &'t str) -> Cow<'t, str> {
        let found: Vec<(usize, usize, String)> = members(text)
            .filter(|(name, _)| is_secret_name(&name.decoded()))
            .map(|(_, value)| (value.start, value.end, value.decoded().into_owned()))
            .collect();
        let mut replaced = String::new();
        let mut copied = 0;
        for (start, end, value) in found {
            let secret = without_key_prefix(without_scheme(&value));
            if self.learn(secret) {
                let stands = value.replace(secret, &self.standing_for(secret));
                replaced.push_str(&text[copied..start]);
                replaced.push_str(&serde_json::Value::String(stands).to_string());
                copied = end;
            }
        }
        if copied == 0 {
            return self.clean(text);
        }
        replaced.push_str(&text[copied..]);
        Cow::Owned(self.clean(&replaced).into_owned())
    }

    /// A text without the secrets that are known.
    pub fn clean<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let mut clean = self.clean_words(text);
        for secret in &self.sought {
            if clean.contains(&**secret) {
                clean = Cow::Owned(clean.replace(&**secret, &self.placeholder(secret)));
            }
        }
        if clean.contains('\\') {
            clean = self.clean_escaped(clean);
        }
        clean
    }

    /// Keys are words: a server that repeats one does not write it into another word.
    fn clean_words<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        let mut clean = String::new();
        let mut copied = 0;
        let mut rest = 0;
        for word in text.split(|c| !is_part(c)) {
            let start = rest;
            rest += word.len() + text[rest + word.len()..].chars().next().map_or(0, char::len_utf8);
            let secret = without_key_prefix(word);
            if secret.len() >= SHORTEST && self.numbers.contains_key(secret) {
                let at = start + word.len() - secret.len();
                clean.push_str(&text[copied..at]);
                clean.push_str(&self.placeholder(secret));
                copied = at + secret.len();
            }
        }
        if copied == 0 {
            return Cow::Borrowed(text);
        }
        clean.push_str(&text[copied..]);
        Cow::Owned(clean)
    }

    /// Secrets of which some characters are escaped, as JSON does it.
    fn clean_escaped<'t>(&self, text: Cow<'t, str>) -> Cow<'t, str> {
        let mut clean = String::new();
        let mut copied = 0;
        for literal in literals(&text).filter(|literal| literal.content.contains('\\')) {
            let decoded = literal.decoded();
            let mut cleaned = self.clean_words(&decoded);
            for secret in self.sought.iter().filter(|secret| decoded.contains(&***secret)) {
                cleaned = Cow::Owned(cleaned.replace(&**secret, &self.placeholder(secret)));
            }
            if let Cow::Owned(cleaned) = cleaned {
                clean.push_str(&text[copied..literal.start]);
                clean.push_str(&serde_json::Value::String(cleaned).to_string());
                copied = literal.end;
            }
        }
        if copied == 0 {
            return text;
        }
        clean.push_str(&text[copied..]);
        Cow::Owned(clean)
    }

    /// Learns a value; whether it is a secret at all.
    fn learn(&mut self, secret: &str) -> bool {
        if secret.chars().count() < SHORTEST || is_redacted(secret) {
            return false;
        }
        if !self.numbers.contains_key(secret) {
            self.numbers.insert(secret.into(), self.numbers.len() + 1);
            let is_word = secret.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
            if !is_word && self.sought.len() < SOUGHT {
                self.sought.push(secret.into());
            }
        }
        true
    }

    fn standing_for(&mut self, secret: &str) -> String {
        let bare = without_key_prefix(secret);
        match self.learn(bare) {
            true => secret.replace(bare, &self.placeholder(bare)),
            false if is_redacted(secret) => secret.to_owned(),
            false => "*".repeat(secret.chars().count()),
        }
    }

    fn placeholder(&self, secret: &str) -> String {
        placeholder(secret.chars().count(), self.numbers.get(secret).copied().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(secrets: &mut RunningSecrets, text: &str) -> String {
        String::from_utf8(secrets.clean_body(&Bytes::from(text.to_owned())).to_vec()).unwrap()
    }

    #[test]
    fn a_key_keeps_its_placeholder_and_is_found_wherever_it_is_repeated() {
        let mut secrets = RunningSecrets::default();
        let key = "A1b2C3d4E5f6G7h8";
        let first = cleaned(&mut secrets, r#"{"data":{"key":"A1b2C3d4E5f6G7h8","name":"n"}}"#);
        assert!(!first.contains(key) && first.contains("REDACTED00000001"), "{first}");
        for text in [
            r#"{"message":"A1b2C3d4E5f6G7h8 is it"}"#,
            r#"{"message":"sk-A1b2C3d4E5f6G7h8"}"#,
            r#"{"message":"\u0041\u0031b2C3d4E5f6G7h8"}"#,
            r#"{"k\u0065y":"\u00411b2C3d4E5f6G7h8"}"#,
        ] {
            let clean = cleaned(&mut secrets, text);
            assert!(clean.contains("REDACTED00000001"), "{text} {clean}");
        }
        cleaned(&mut secrets, r#"{"key":"another-key-that-is-one"}"#);
        assert_eq!(secrets.clean_header("Authorization", "Bearer sk-A1b2C3d4E5f6G7h8"), "Bearer sk-REDACTED00000001");
    }

    #[test]
    fn tokens_are_found_inside_words_and_other_text_stays_as_it_is() {
        let mut secrets = RunningSecrets::default();
        secrets.learn_token("tok.en+of/alice-0001");
        assert!(!secrets.clean("x_tok.en+of/alice-0001_x").contains("alice-0001"));
        let text = "{\"name\":\"é漢\\n\",\"key\":\"K001**********0001\"}";
        assert_eq!(cleaned(&mut secrets, text), text);
        assert_eq!(secrets.clean_header("Authorization", "short"), "*****");
    }
}
