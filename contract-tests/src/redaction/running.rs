//! Takes secrets out of exchanges while a run makes them: what is learned later must not change what stands for it.

use std::borrow::Cow;
use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasher as _, RandomState};
use std::ops::Range;
use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use bytes::Bytes;
use url::form_urlencoded;

use super::encodings::{DEEPEST, forms, percent_decoded};
use super::json_strings::{literals, members, rewritten};
use super::names::{credential_parts, is_credential_header, is_secret_name, without_key_prefix, without_scheme};
use super::placeholder::{SHORTEST, is_redacted, placeholder};

/// The secrets of a run, in the order they came up. Unlike [`super::Redactor`] it need not know all of them before the
/// first text is cleaned: a secret has its placeholder from the moment it is learned, and keeps it.
#[derive(Default)]
pub struct RunningSecrets {
    numbers: Numbers,
    /// Access tokens: they are looked for as text, always.
    tokens: Vec<Box<str>>,
    /// Values with characters that end a word: they are looked for as text, too.
    odd: VecDeque<Box<str>>,
    /// What is looked for as text, in the ways it may be written; made when it is asked for.
    sought: OnceLock<Option<Sought>>,
}

/// The numbers of secrets, by hashes of 128 bits: a run may see a million keys, and needs none of them in clear.
#[derive(Default)]
struct Numbers {
    states: [RandomState; 2],
    of: HashMap<[u64; 2], u32>,
}

impl Numbers {
    fn get(&self, secret: &str) -> Option<usize> {
        self.of.get(&self.hash(secret)).map(|&number| number as usize)
    }

    fn add(&mut self, secret: &str) {
        let number = u32::try_from(self.of.len() + 1).unwrap_or(u32::MAX);
        self.of.insert(self.hash(secret), number);
    }

    fn hash(&self, secret: &str) -> [u64; 2] {
        self.states.each_ref().map(|state| state.hash_one(secret))
    }
}

/// A search for secrets that are no words.
struct Sought {
    matcher: AhoCorasick,
    /// For each pattern what stands for it.
    placeholders: Vec<String>,
}

impl std::fmt::Debug for RunningSecrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RunningSecrets").field("secrets", &self.numbers.of.len()).finish_non_exhaustive()
    }
}

/// How many odd values are looked for as text: the last ones, as each new one makes the search anew. In members whose names
/// say that they hold a secret all are found.
const ODD: usize = 1024;

impl RunningSecrets {
    /// Learns an access token: it is found inside other words too.
    pub fn learn_token(&mut self, token: &str) {
        if self.learn(token) && !self.tokens.iter().any(|known| **known == *token) {
            self.tokens.push(token.into());
            self.sought = OnceLock::new();
        }
    }

    /// The number of a secret: the same for the same one, with and without the prefix of keys. A text too short to be
    /// one has 0.
    pub fn number(&mut self, secret: &str) -> usize {
        let bare = without_key_prefix(secret);
        self.learn(bare);
        self.numbers.get(bare).unwrap_or_default()
    }

    /// The value of a header field without secrets.
    pub fn clean_header(&mut self, name: &str, value: &str) -> String {
        if !is_credential_header(name) {
            let queries = value.split('?').skip(1).map(|query| query.split(['#', ' ', '"', '>']).next());
            queries.flatten().for_each(|query| self.learn_form(query));
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
        if text.contains("\\\"") {
            self.learn_nested(text, 0);
        }
        if text.contains('=') && !text.starts_with(['{', '[', '<']) {
            self.learn_form(text);
        }
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

    /// Learns the secrets of JSON texts inside JSON strings.
    fn learn_nested(&mut self, text: &str, depth: usize) {
        for literal in literals(text).filter(|literal| literal.content.contains("\\\"")) {
            let inner = literal.decoded();
            for (name, value) in members(&inner) {
                self.learn_field(&name.decoded(), &value.decoded());
            }
            if depth + 1 < DEEPEST {
                self.learn_nested(&inner, depth + 1);
            }
        }
    }

    fn learn_form(&mut self, form: &str) {
        for (name, value) in form_urlencoded::parse(form.as_bytes()) {
            self.learn_field(&name, &value);
        }
    }

    fn learn_field(&mut self, name: &str, value: &str) {
        if is_secret_name(name) {
            self.learn(without_key_prefix(without_scheme(value)));
        }
    }

    /// A text without the secrets that are known, in whatever way they are written.
    pub fn clean<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.clean_to(text, 0)
    }

    fn clean_to<'t>(&self, text: &'t str, depth: usize) -> Cow<'t, str> {
        let mut clean = replaced(text, &self.found(text));
        if depth < DEEPEST && clean.contains('\\') {
            // Secrets of which some characters are escaped, as JSON does it, and JSON texts inside of strings.
            clean = rewritten(clean, |decoded| match self.clean_to(decoded, depth + 1) {
                Cow::Owned(clean) => Some(clean),
                Cow::Borrowed(_) => None,
            });
        }
        if clean.contains('%') {
            let found = self.found_percent_encoded(&clean);
            if !found.is_empty() {
                clean = Cow::Owned(replaced(&clean, &found).into_owned());
            }
        }
        clean
    }

    /// Where secrets are in a text of which some characters are percent-encoded, and what stands for them.
    fn found_percent_encoded(&self, text: &str) -> Vec<(Range<usize>, String)> {
        let (decoded, offsets) = percent_decoded(text);
        let mut found = Vec::new();
        let mut begin = 0;
        for chunk in decoded.utf8_chunks() {
            let place = |range: Range<usize>| offsets[begin + range.start]..offsets[begin + range.end];
            found.extend(self.found(chunk.valid()).into_iter().map(|(range, stands)| (place(range), stands)));
            begin += chunk.valid().len() + chunk.invalid().len();
        }
        found
    }

    /// Where secrets are in a text, and what stands for them: in order, none in another.
    fn found(&self, text: &str) -> Vec<(Range<usize>, String)> {
        let mut found = self.words(text);
        if let Some(Sought { matcher, placeholders }) = self.sought() {
            let places = matcher.find_iter(text);
            let places = places.map(|place| (place.range(), placeholders[place.pattern().as_usize()].clone()));
            let is_apart = |(range, _): &(Range<usize>, String), other: &Range<usize>| {
                range.end <= other.start || other.end <= range.start
            };
            let texts: Vec<_> = places.collect();
            found.retain(|word| texts.iter().all(|(range, _)| is_apart(word, range)));
            found.extend(texts);
            found.sort_by_key(|(range, _)| range.start);
        }
        found
    }

    /// Keys are words: a server that repeats one does not write it into another word.
    fn words(&self, text: &str) -> Vec<(Range<usize>, String)> {
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        let mut found = Vec::new();
        let mut rest = 0;
        for word in text.split(|c| !is_part(c)) {
            let start = rest;
            rest += word.len() + text[rest + word.len()..].chars().next().map_or(0, char::len_utf8);
            let secret = without_key_prefix(word);
            if secret.len() >= SHORTEST && self.numbers.get(secret).is_some() {
                let end = start + word.len();
                found.push((end - secret.len()..end, self.placeholder(secret)));
            }
        }
        found
    }

    fn sought(&self) -> Option<&Sought> {
        let made = self.sought.get_or_init(|| {
            let secrets = self.tokens.iter().chain(&self.odd);
            let (patterns, placeholders): (Vec<String>, Vec<String>) = secrets
                .flat_map(|secret| forms(secret).into_iter().map(|form| (form, self.placeholder(secret))))
                .unzip();
            let mut builder = AhoCorasick::builder();
            // The one that is made fastest.
            builder.match_kind(MatchKind::LeftmostLongest).kind(Some(AhoCorasickKind::NoncontiguousNFA));
            let matcher = (!patterns.is_empty()).then(|| builder.build(&patterns).ok()).flatten()?;
            Some(Sought { matcher, placeholders })
        });
        made.as_ref()
    }

    /// Learns a value; whether it is a secret at all.
    fn learn(&mut self, secret: &str) -> bool {
        if secret.chars().count() < SHORTEST || is_redacted(secret) {
            return false;
        }
        if self.numbers.get(secret).is_none() {
            self.numbers.add(secret);
            let is_word = secret.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
            if !is_word {
                if self.odd.len() == ODD {
                    self.odd.pop_front();
                }
                self.odd.push_back(secret.into());
                self.sought = OnceLock::new();
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
        placeholder(secret.chars().count(), self.numbers.get(secret).unwrap_or_default())
    }
}

/// A text with something else at these places.
fn replaced<'t>(text: &'t str, places: &[(Range<usize>, String)]) -> Cow<'t, str> {
    if places.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut replaced = String::new();
    let mut copied = 0;
    for (range, stands) in places {
        replaced.push_str(&text[copied..range.start]);
        replaced.push_str(stands);
        copied = range.end;
    }
    replaced.push_str(&text[copied..]);
    Cow::Owned(replaced)
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
    #[test]
    fn secrets_are_found_however_they_are_written() {
        let mut secrets = RunningSecrets::default();
        secrets.learn_token("tok.en+of/alice-0001");
        cleaned(&mut secrets, r#"{"key":"A1b2C3d4E5f6G7h8"}"#);
        for text in [
            "/back?at=tok.en%2Bof%2Falice-0001&x=%C3%A9",
            "/back?at=tok%2een%2bof%2falice-0001",
            "%41%31b2C3d4E5f6G7h8 %ff",
            r#"{"message":"{\"seen\":\"A1b2C3d4E5f6G7h8\"}"}"#,
            r#"{"message":"{\"a\":\"{\\\"b\\\":\\\"\\\\u00411b2C3d4E5f6G7h8\\\"}\"}"}"#,
            r#"{"message":"tok.en+of\/alice-0001"}"#,
        ] {
            let clean = cleaned(&mut secrets, text);
            assert!(clean.contains("REDACTED"), "{text} {clean}");
            assert!(!clean.contains("b2C3d4E5f6G7h8") && !clean.contains("alice-0001"), "{text} {clean}");
        }
    }

    #[test]
    fn secrets_are_learned_from_json_inside_json_from_forms_and_from_queries() {
        let mut secrets = RunningSecrets::default();
        cleaned(&mut secrets, r#"{"message":"{\"key\":\"InsideJson00001\"}"}"#);
        cleaned(&mut secrets, "name=n&api_key=InAForm%2B0000002");
        secrets.clean_header("Location", "https://example.com/?access_token=InAQuery00000003#top");
        for secret in ["InsideJson00001", "InAForm+0000002", "InAQuery00000003"] {
            let text = format!("<{secret}>");
            assert_ne!(secrets.clean(&text), text.as_str());
        }
    }

    #[test]
    fn the_last_odd_values_are_looked_for_however_many_there_were() {
        let mut secrets = RunningSecrets::default();
        let odd = |number: usize| format!("odd.value.{number:08}");
        for number in 0..300 {
            cleaned(&mut secrets, &format!(r#"{{"key":"{}"}}"#, odd(number)));
        }
        for number in 0..300 {
            let clean = secrets.clean(&odd(number)).into_owned();
            assert!(clean.contains("REDACTED"), "{number} {clean}");
        }
    }
}
