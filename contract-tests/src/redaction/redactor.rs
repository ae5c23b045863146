//! Learns secrets from where they stand, and replaces them wherever they are.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use url::form_urlencoded;

use super::encodings::{DEEPEST, forms, percent_decoded};
use super::json_strings::{literals, members, rewritten};
use super::names::{credential_parts, is_credential_header, is_secret_name, without_key_prefix, without_scheme};
use super::placeholder::{SHORTEST, is_redacted, placeholder};

/// Shown instead of a text that cannot be searched for secrets.
const WITHHELD: &str = "[withheld: too many secrets to search for]";

/// Words of this API that are never replaced by value, whatever claims to be a secret: without them nothing could be
/// read any more.
const VOCABULARY: [&str; 14] = [
    "access_token",
    "accessed_time",
    "allow_ips",
    "application/json",
    "created_time",
    "cross_group_retry",
    "expired_time",
    "model_limits",
    "model_limits_enabled",
    "page_size",
    "remain_quota",
    "undefined",
    "unlimited_quota",
    "used_quota",
];

/// Replaces secrets by placeholders: of as many characters, the same for the same secret, another for another one.
///
/// Learn everything first, then redact: a secret learned later stays in what was redacted before. What
/// [`is_redacted`] already is left as it is. Values of fewer than eight characters, and numbers of fewer than sixteen
/// digits, are replaced in credential headers only, because by value they would take other data with them.
#[derive(Default)]
pub struct Redactor {
    secrets: Vec<Secret>,
    by_value: HashMap<Box<str>, usize>,
    /// Placeholders found in the input, which ours must differ from.
    foreign: HashSet<Box<str>>,
    compiled: OnceLock<Compiled>,
}

struct Secret {
    value: Box<str>,
    /// Whether it is replaced wherever it occurs, not only in credential headers.
    everywhere: bool,
}

struct Compiled {
    placeholders: Vec<String>,
    /// `None` when there is nothing to replace; an error when there are more secrets than a matcher takes.
    matcher: Result<Option<AhoCorasick>, aho_corasick::BuildError>,
    /// For each pattern of the matcher the secret it is a form of.
    owners: Vec<usize>,
}

impl std::fmt::Debug for Redactor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Redactor").field("secrets", &self.secrets.len()).finish_non_exhaustive()
    }
}

impl Redactor {
    /// One that knows no secret yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many different secrets were learned, those that were placeholders already not counted.
    pub fn secrets(&self) -> usize {
        self.secrets.len()
    }

    /// Learns a value that is known to be a secret: an access token, a key with or without its `sk-`.
    pub fn learn_secret(&mut self, value: &str) {
        self.learn(without_key_prefix(value.trim()), false);
    }

    /// Learns the secret parts of a header field, if its name says that it carries a credential, and what the query of
    /// a URL in it holds.
    pub fn learn_header(&mut self, name: &str, value: &str) {
        if is_credential_header(name) {
            for part in credential_parts(name, value) {
                self.learn(&value[part], true);
            }
            self.learn_basic(value);
        } else if value.contains('?') {
            self.learn_query(value);
        }
    }

    /// Learns a member, form field or query parameter, if its name says that it holds a secret.
    pub fn learn_field(&mut self, name: &str, value: &str) {
        if is_secret_name(name) {
            self.learn(without_key_prefix(without_scheme(value)), false);
        }
    }

    /// Learns the secrets in the query of a URL, and its password.
    pub fn learn_url(&mut self, url: &url::Url) {
        if let Some(password) = url.password() {
            self.learn(password, false);
        }
        if url.query().is_some() {
            for (name, value) in url.query_pairs() {
                self.learn_field(&name, &value);
            }
        }
    }

    /// Learns the secrets in a body: members of JSON at any depth, whole or broken, fields of a form, and keys that
    /// begin with `sk-`.
    pub fn learn_body(&mut self, body: &[u8]) {
        let text = String::from_utf8_lossy(body);
        self.learn_json(&text, 0);
        if text.contains('=') && !text.starts_with(['{', '[', '<']) {
            self.learn_form(text.as_bytes());
        }
        self.learn_prefixed_keys(&text);
    }

    /// The text without the secrets that were learned.
    pub fn redact<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let compiled = self.compiled();
        match &compiled.matcher {
            Ok(None) => Cow::Borrowed(text),
            Ok(Some(matcher)) => compiled.redact(matcher, text, 0),
            Err(_) => Cow::Borrowed(WITHHELD),
        }
    }

    /// The bytes without the secrets that were learned. Bytes that are not UTF-8 stay as they are around them.
    pub fn redact_bytes<'b>(&self, bytes: &'b [u8]) -> Cow<'b, [u8]> {
        let compiled = self.compiled();
        let matcher = match &compiled.matcher {
            Ok(None) => return Cow::Borrowed(bytes),
            Ok(Some(matcher)) => matcher,
            Err(_) => return Cow::Borrowed(WITHHELD.as_bytes()),
        };
        match std::str::from_utf8(bytes) {
            Ok(text) => match compiled.redact(matcher, text, 0) {
                Cow::Borrowed(_) => Cow::Borrowed(bytes),
                Cow::Owned(redacted) => Cow::Owned(redacted.into_bytes()),
            },
            Err(_) => Cow::Owned(matcher.replace_all_bytes(bytes, &compiled.replacements())),
        }
    }

    /// The value of a header field without secrets. In a credential header every secret part goes, however short and
    /// whether it was learned or not.
    pub fn redact_header<'v>(&self, name: &str, value: &'v str) -> Cow<'v, str> {
        if !is_credential_header(name) {
            return self.redact(value);
        }
        let mut redacted = String::new();
        let mut copied = 0;
        for part in credential_parts(name, value) {
            let secret = &value[part.clone()];
            if !is_redacted(secret) {
                redacted.push_str(&value[copied..part.start]);
                redacted.push_str(&self.placeholder_of(secret));
                copied = part.end;
            }
        }
        if copied == 0 {
            return self.redact(value);
        }
        redacted.push_str(&value[copied..]);
        Cow::Owned(self.redact(&redacted).into_owned())
    }

    fn placeholder_of(&self, secret: &str) -> Cow<'_, str> {
        match self.by_value.get(secret) {
            Some(index) => Cow::Borrowed(&self.compiled().placeholders[*index]),
            None => Cow::Owned("*".repeat(secret.chars().count())),
        }
    }

    fn learn(&mut self, value: &str, however_short: bool) {
        if is_redacted(value) {
            if !self.foreign.contains(value) {
                self.foreign.insert(value.into());
                self.compiled = OnceLock::new();
            }
            return;
        }
        let characters = value.chars().count();
        let is_short = characters < SHORTEST || (characters < 16 && value.bytes().all(|byte| byte.is_ascii_digit()));
        if is_short && !however_short {
            return;
        }
        let everywhere = !is_short && !VOCABULARY.contains(&value);
        if !self.by_value.contains_key(value) {
            self.by_value.insert(value.into(), self.secrets.len());
            self.secrets.push(Secret { value: value.into(), everywhere });
            self.compiled = OnceLock::new();
        }
    }

    /// The password in `Basic` credentials.
    fn learn_basic(&mut self, value: &str) {
        use base64::Engine as _;
        let Some((scheme, encoded)) = value.trim().split_once(' ') else { return };
        if scheme.eq_ignore_ascii_case("basic")
            && let Ok(decoded) = base64::engine::general_purpose::STANDARD.decode(encoded.trim())
            && let Ok(decoded) = String::from_utf8(decoded)
            && let Some((_, password)) = decoded.split_once(':')
        {
            self.learn(password, false);
        }
    }

    fn learn_query(&mut self, text: &str) {
        for query in text.split('?').skip(1) {
            let query = query.split(['#', ' ', '"', '\'', '<', '>']).next().unwrap_or_default();
            self.learn_form(query.as_bytes());
        }
    }

    fn learn_form(&mut self, form: &[u8]) {
        for (name, value) in form_urlencoded::parse(form) {
            self.learn_field(&name, &value);
        }
    }

    fn learn_json(&mut self, text: &str, depth: usize) {
        for (name, value) in members(text) {
            self.learn_field(&name.decoded(), &value.decoded());
        }
        if depth < DEEPEST && text.contains("\\\"") {
            for literal in literals(text).filter(|literal| literal.content.contains("\\\"")) {
                self.learn_json(&literal.decoded(), depth + 1);
            }
        }
    }

    /// Keys that show themselves by their prefix, wherever they stand.
    fn learn_prefixed_keys(&mut self, text: &str) {
        for (at, _) in text.match_indices("sk-") {
            let rest = &text[at + 3..];
            let length =
                rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')).count();
            let is_inside_a_word = text[..at].ends_with(|before: char| before.is_alphanumeric());
            if length >= 20 && !is_inside_a_word && rest[..length].bytes().any(|byte| byte.is_ascii_digit()) {
                self.learn(&rest[..length], false);
            }
        }
    }

    fn compiled(&self) -> &Compiled {
        self.compiled.get_or_init(|| Compiled::new(&self.secrets, &self.foreign))
    }
}

impl Compiled {
    fn new(secrets: &[Secret], foreign: &HashSet<Box<str>>) -> Self {
        let mut placeholders = Vec::with_capacity(secrets.len());
        let mut patterns = Vec::new();
        let mut owners = Vec::new();
        for (index, secret) in secrets.iter().enumerate() {
            let characters = secret.value.chars().count();
            let step = secrets.len() + 1;
            let free = (0..)
                .map(|attempt| placeholder(characters, index + 1 + attempt * step))
                .find(|candidate| !foreign.contains(candidate.as_str()) || characters < SHORTEST);
            placeholders.push(free.unwrap_or_default());
            if secret.everywhere {
                let forms = forms(&secret.value);
                owners.extend(std::iter::repeat_n(index, forms.len()));
                patterns.extend(forms);
            }
        }
        // Not the automaton that searches fastest: it takes longest to build, and recordings are small.
        let mut builder = AhoCorasick::builder();
        builder.match_kind(MatchKind::LeftmostLongest).kind(Some(AhoCorasickKind::ContiguousNFA));
        let matcher = (!patterns.is_empty()).then(|| builder.build(&patterns));
        Self { placeholders, matcher: matcher.transpose(), owners }
    }

    fn replacements(&self) -> Vec<&str> {
        self.owners.iter().map(|owner| self.placeholders[*owner].as_str()).collect()
    }

    fn redact<'t>(&self, matcher: &AhoCorasick, text: &'t str, depth: usize) -> Cow<'t, str> {
        let mut redacted = Cow::Borrowed(text);
        if matcher.is_match(text) {
            redacted = Cow::Owned(matcher.replace_all(text, &self.replacements()));
        }
        if depth < DEEPEST && redacted.contains('\\') {
            // Secrets inside JSON strings, in whatever way their characters are escaped.
            redacted = rewritten(redacted, |decoded| match self.redact(matcher, decoded, depth + 1) {
                Cow::Owned(clean) => Some(clean),
                Cow::Borrowed(_) => None,
            });
        }
        if redacted.contains('%') {
            redacted = self.redact_percent_encoded(matcher, redacted);
        }
        redacted
    }

    /// Secrets of which some characters are percent-encoded.
    fn redact_percent_encoded<'t>(&self, matcher: &AhoCorasick, text: Cow<'t, str>) -> Cow<'t, str> {
        let (decoded, offsets) = percent_decoded(&text);
        let mut redacted = String::new();
        let mut copied = 0;
        for found in matcher.find_iter(&decoded) {
            redacted.push_str(&text[copied..offsets[found.start()]]);
            redacted.push_str(&self.placeholders[self.owners[found.pattern().as_usize()]]);
            copied = offsets[found.end()];
        }
        if copied == 0 {
            return text;
        }
        redacted.push_str(&text[copied..]);
        Cow::Owned(redacted)
    }
}
