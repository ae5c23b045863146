//! What stands for names and addresses that are not kept, and the memory of those that came up.

use std::borrow::Cow;
use std::collections::HashSet;
use std::net::IpAddr;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use hmac::{Hmac, Mac as _};
use sha2::Sha256;

use super::json_strings::{content, decode};
use crate::allow_list::AllowList;

/// Names and addresses of fewer characters are not looked for in other texts: too many words look like them.
const SHORTEST: usize = 6;

/// Longer ones, in bytes, are not looked for either: no server of the family stores a name so long.
const LONGEST: usize = 1024;

/// How many bytes of names and addresses are looked for at the most: a server with more keys than that has a busy owner.
const REMEMBERED: usize = 1024 * 1024;

/// Letters and digits, of which a byte chooses one.
const DIGITS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// Stand-ins for values: the same for the same value while the salt is the same, and without it nothing leads back.
pub(super) struct StandIns {
    salt: Box<[u8]>,
    known: HashSet<Box<str>>,
    bytes: usize,
    /// Finds those that are known; `None` when some came up since it was made.
    search: Option<Search>,
}

/// A search for known values.
struct Search {
    /// `None` when they are too many to be searched for.
    automaton: Option<AhoCorasick>,
    stand_ins: Vec<String>,
}

impl StandIns {
    pub(super) fn new(salt: &[u8]) -> Self {
        Self { salt: salt.into(), known: HashSet::new(), bytes: 0, search: None }
    }

    /// How many values are looked for.
    pub(super) fn known(&self) -> usize {
        self.known.len()
    }

    /// What stands for a name: as many characters.
    pub(super) fn name(&self, name: &str) -> String {
        let seed = self.hash(name.as_bytes(), 0);
        let bytes = (1..).flat_map(|block| self.hash(&seed, block));
        bytes.take(name.chars().count()).map(|byte| char::from(DIGITS[usize::from(byte & 31)])).collect()
    }

    /// What stands for an allow list: as many lines of addresses from 203.0.113.0/24, white space as it is. What is no
    /// list of addresses is taken for a text.
    pub(super) fn allow_list(&self, text: &str) -> String {
        match AllowList::read(text) {
            AllowList::Empty => String::new(),
            AllowList::Other(_) => self.name(text),
            AllowList::Entries | AllowList::Open => {
                let lines = text.split('\n').map(|line| match line.trim() {
                    "" => line.to_owned(),
                    entry => line.replacen(entry, &self.address(entry), 1),
                });
                lines.collect::<Vec<_>>().join("\n")
            }
        }
    }

    fn address(&self, entry: &str) -> String {
        format!("203.0.113.{}", self.hash(entry.as_bytes(), 0)[0])
    }

    fn hash(&self, value: &[u8], block: u64) -> [u8; 32] {
        // A key of any length is taken.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.salt) else { return [0; 32] };
        mac.update(&block.to_be_bytes());
        mac.update(value);
        mac.finalize().into_bytes().into()
    }

    /// From now on a name is replaced in other texts, too.
    pub(super) fn remember(&mut self, value: &str) {
        let is_sought = value.len() <= LONGEST && value.chars().count() >= SHORTEST;
        if is_sought && self.bytes + value.len() <= REMEMBERED && self.known.insert(value.into()) {
            self.bytes += value.len();
            self.search = None;
        }
    }

    /// The same for the addresses of an allow list. Addresses that are nobody's stay.
    pub(super) fn remember_allow_list(&mut self, text: &str) {
        match AllowList::read(text) {
            AllowList::Empty => {}
            AllowList::Other(_) => self.remember(text),
            AllowList::Entries | AllowList::Open => {
                for entry in text.split('\n').map(str::trim).filter(|entry| !is_nobodys(entry)) {
                    self.remember(entry);
                }
            }
        }
    }

    /// A text without the names and addresses that came up, whether written as they are or escaped as JSON does it.
    pub(super) fn cleaned<'t>(&mut self, text: &'t [u8]) -> Cow<'t, [u8]> {
        if self.known.is_empty() || text.len() < SHORTEST {
            return Cow::Borrowed(text);
        }
        let clean = self.cleaned_as_it_is(text);
        if memchr::memchr(b'\\', &clean).is_none() {
            return clean;
        }
        match self.cleaned_literals(&clean) {
            Some(clean) => Cow::Owned(clean),
            None => clean,
        }
    }

    fn cleaned_literals(&mut self, text: &[u8]) -> Option<Vec<u8>> {
        let mut clean = Vec::new();
        let (mut at, mut copied) = (0, 0);
        while let Some(found) = memchr::memchr(b'"', &text[at..]) {
            let start = at + found;
            let content = content(text, start);
            at = (content.end + 1).min(text.len());
            let literal = String::from_utf8_lossy(&text[content.clone()]);
            let decoded = if literal.contains('\\') { decode(&literal) } else { continue };
            if let Cow::Owned(replaced) = self.cleaned_text(&decoded) {
                clean.extend_from_slice(&text[copied..content.start]);
                clean.extend_from_slice(&escaped(&replaced));
                copied = content.end;
            }
        }
        (copied > 0).then(|| {
            clean.extend_from_slice(&text[copied..]);
            clean
        })
    }

    /// A string, not escaped, without the names and addresses that came up.
    pub(super) fn cleaned_text<'t>(&mut self, text: &'t str) -> Cow<'t, str> {
        match self.cleaned_as_it_is(text.as_bytes()) {
            Cow::Borrowed(_) => Cow::Borrowed(text),
            Cow::Owned(clean) => Cow::Owned(String::from_utf8_lossy(&clean).into_owned()),
        }
    }

    fn cleaned_as_it_is<'t>(&mut self, text: &'t [u8]) -> Cow<'t, [u8]> {
        if self.known.is_empty() || text.len() < SHORTEST {
            return Cow::Borrowed(text);
        }
        let search = match self.search.take() {
            Some(search) => search,
            None => self.made(),
        };
        let search = self.search.insert(search);
        match &search.automaton {
            Some(automaton) if automaton.is_match(text) => {
                Cow::Owned(automaton.replace_all_bytes(text, &search.stand_ins))
            }
            Some(_) => Cow::Borrowed(text),
            // What cannot be searched is not kept.
            None => Cow::Owned(Vec::new()),
        }
    }

    fn made(&self) -> Search {
        let known: Vec<&str> = self.known.iter().map(AsRef::as_ref).collect();
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(&known);
        let stand_in = |value: &&str| match AllowList::read(value) {
            AllowList::Entries => self.address(value),
            _ => self.name(value),
        };
        Search { automaton: automaton.ok(), stand_ins: known.iter().map(stand_in).collect() }
    }
}

/// The content of the JSON literal of a string.
pub(super) fn escaped(text: &str) -> Vec<u8> {
    let literal = serde_json::Value::from(text).to_string();
    literal.as_bytes()[1..literal.len() - 1].to_vec()
}

/// Whether addresses are those of documentation, of the machine itself, or all there are.
fn is_nobodys(entry: &str) -> bool {
    let address = entry.split(['/', '%']).next().unwrap_or_default();
    match address.parse() {
        Ok(IpAddr::V4(v4)) => v4.is_documentation() || v4.is_loopback() || v4.is_unspecified(),
        Ok(IpAddr::V6(v6)) => v6.segments()[..2] == [0x2001, 0xdb8] || v6.is_loopback() || v6.is_unspecified(),
        Err(_) => true,
    }
}
