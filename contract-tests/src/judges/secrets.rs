//! Where secrets stand: an access token in no answer, the value of a key nowhere but in the records of its own account.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use serde_json::Value;

use super::Judge;
use crate::effect::Effect;
use crate::examined::Examined;
use crate::exchange::Credential;
use crate::operation::Operation;
use crate::redaction::{TELLING, bare_secret, is_telling};
use crate::verdict::{Contradiction, Evidences};

const TOKEN: &str = "any.answer.no-access-token";
const KEY: &str = "any.answer.key-in-own-record-only";

/// How many values of keys are kept in mind. Of the oldest nothing is said any more.
const VALUES: usize = 4096;

/// How many access tokens are kept in mind.
const TOKENS: usize = 64;

/// The judge of where secrets stand. Exchanges hold placeholders, one for each secret, the same wherever it stands.
#[derive(Default)]
pub(super) struct Secrets {
    /// Access tokens that accounts have sent.
    tokens: Vec<Box<str>>,
    /// Whose a value is, by the value without prefix.
    owners: HashMap<Arc<str>, Owner>,
    /// The values in the order they came up.
    values: VecDeque<Arc<str>>,
}

/// Whose a value is: the key whose records have shown it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Owner {
    origin: Arc<str>,
    account: usize,
    id: i64,
}

/// The first secret of each kind in an answer: where it stands, as a pointer and in words.
#[derive(Default)]
struct Found {
    token: Option<(String, String)>,
    key: Option<(String, String)>,
}

impl Judge for Secrets {
    fn name(&self) -> &'static str {
        "secrets"
    }

    fn rules(&self) -> Vec<&'static str> {
        vec![TOKEN, KEY]
    }

    fn judge(&mut self, examined: &Examined<'_>, evidences: &mut Evidences) {
        let documented = Operation::DOCUMENTED.contains(&examined.operation());
        let Some(response) = examined.response().filter(|_| documented) else { return };
        let sent = examined.exchange.request.headers.get("authorization").map(bare_secret).filter(|t| is_telling(t));
        let is_an_account = matches!(examined.exchange.sender.credential, Credential::Account(_));
        if let Some(token) = sent.filter(|_| is_an_account && self.tokens.len() < TOKENS)
            && !self.tokens.iter().any(|known| **known == *token)
        {
            self.tokens.push(token.into());
        }
        let mut found = Found::default();
        for (name, value) in &response.headers.0 {
            self.look(value, sent, &mut found, || (String::new(), format!("in the header field {name}")));
        }
        match &examined.received {
            Some(received) => texts(received, &mut String::new(), &mut |pointer, text| {
                let here = || (pointer.to_owned(), "there".to_owned());
                match is_of_a_record(examined, pointer) {
                    true => self.look_for_tokens(text, sent, &mut found, here),
                    false => self.look(text, sent, &mut found, here),
                }
            }),
            None => {
                let text = String::from_utf8_lossy(&response.body);
                self.look(&text, sent, &mut found, || (String::new(), "in a body that is not JSON".to_owned()));
            }
        }
        let known = !self.owners.is_empty();
        self.records(examined, &mut found);
        // The page of a gateway that is broken shows nothing of the server, unless it shows a secret.
        let is_its_own = matches!(examined.effect, Effect::Accepted | Effect::Refused);
        if (sent.is_some() && is_its_own) || found.token.is_some() {
            let texts = ("an answer that holds no access token", "the value sent as Authorization, or another token,");
            evidences.decide(TOKEN, examined, found.token.map(|place| contradiction(texts, place)));
        }
        if (known && is_its_own) || found.key.is_some() {
            let texts = ("the value of a key in key of its own record, and nowhere else", "the value of a key");
            evidences.decide(KEY, examined, found.key.map(|place| contradiction(texts, place)));
        }
    }
}

fn contradiction((expected, what): (&str, &str), (pointer, place): (String, String)) -> Contradiction {
    Contradiction::new(expected, format!("{what} stands {place}")).at(pointer)
}

impl Secrets {
    /// Looks for tokens and keys in a text of an answer to a request that sent this as its token.
    fn look(&self, text: &str, sent: Option<&str>, found: &mut Found, place: impl Fn() -> (String, String)) {
        self.look_for_tokens(text, sent, found, &place);
        if found.key.is_none() && words(text).any(|word| self.owners.contains_key(word)) {
            found.key = Some(place());
        }
    }

    fn look_for_tokens(&self, text: &str, sent: Option<&str>, found: &mut Found, place: impl Fn() -> (String, String)) {
        let mut tokens = self.tokens.iter().map(AsRef::as_ref).chain(sent);
        if found.token.is_none() && tokens.any(|token| holds(text, token)) {
            found.token = Some(place());
        }
    }

    /// Takes the values of the records of an answer. One that was another account's key's, and is not in that key's own
    /// record, is in the wrong place; whose records are answered is another rule's matter.
    fn records(&mut self, examined: &Examined<'_>, found: &mut Found) {
        let Credential::Account(account) = examined.exchange.sender.credential else { return };
        let is_told_apart = examined.account().is_some_and(|account| account.listed);
        for (pointer, record) in examined.records() {
            let value = record.get("key").and_then(Value::as_str).map(bare_secret);
            let Some(value) = value.filter(|value| is_telling(value) && words(value).eq([*value])) else { continue };
            let Some(id) = record.get("id").and_then(Value::as_i64) else { continue };
            let owner = Owner { origin: Arc::clone(&examined.exchange.request.origin), account, id };
            match self.owners.get(value) {
                Some(known) if known.origin == owner.origin && known.account != account && known.id != id => {
                    if is_told_apart && found.key.is_none() {
                        found.key = Some((format!("{pointer}/key"), format!("in the record of another's key {id}")));
                    }
                }
                Some(_) => {}
                None => self.learn(value, owner),
            }
        }
    }

    fn learn(&mut self, value: &str, owner: Owner) {
        if self.values.len() >= VALUES
            && let Some(oldest) = self.values.pop_front()
        {
            self.owners.remove(&oldest);
        }
        let value: Arc<str> = value.into();
        self.values.push_back(Arc::clone(&value));
        self.owners.insert(value, owner);
    }
}

/// Whether a pointer into an answer names the member of a record that holds the key.
fn is_of_a_record(examined: &Examined<'_>, pointer: &str) -> bool {
    let Some(record) = pointer.strip_suffix("/key").filter(|_| !examined.refused()) else { return false };
    match examined.operation() {
        Operation::List => {
            let item = record.strip_prefix("/data/items/").or_else(|| record.strip_prefix("/data/"));
            item.is_some_and(|item| !item.is_empty() && item.bytes().all(|byte| byte.is_ascii_digit()))
        }
        Operation::Get | Operation::Update => record == "/data",
        _ => false,
    }
}

/// Every string of a JSON value that is long enough for a secret, the names of members too, with its pointer.
fn texts(value: &Value, pointer: &mut String, visit: &mut dyn FnMut(&str, &str)) {
    let length = pointer.len();
    match value {
        Value::String(text) => visit(pointer, text),
        Value::Array(items) => {
            for (i, item) in items.iter().enumerate().filter(|(_, item)| may_hold_a_secret(item)) {
                pointer.push('/');
                pointer.push_str(&i.to_string());
                texts(item, pointer, visit);
                pointer.truncate(length);
            }
        }
        Value::Object(members) => {
            for (name, member) in members {
                if name.len() >= TELLING {
                    visit(pointer, name);
                }
                if !may_hold_a_secret(member) {
                    continue;
                }
                pointer.push('/');
                pointer.push_str(&openapi::escape_token(name));
                texts(member, pointer, visit);
                pointer.truncate(length);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn may_hold_a_secret(value: &Value) -> bool {
    match value {
        Value::String(text) => text.len() >= TELLING,
        Value::Array(_) | Value::Object(_) => true,
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Whether a text holds a secret. What stands for one ends with its number: with another digit behind, it is another.
fn holds(text: &str, secret: &str) -> bool {
    text.len() >= secret.len()
        && text
            .match_indices(secret)
            .any(|(at, _)| !text[at + secret.len()..].starts_with(|c: char| c.is_ascii_digit()))
}

/// The words of a text that may be the value of a key, without the prefix that some answers leave out.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let words = text.split(move |c| !is_part(c)).filter(|word| word.len() >= TELLING);
    words.map(bare_secret).filter(|word| is_telling(word))
}

#[cfg(test)]
mod tests {
    use super::{holds, words};

    #[test]
    fn a_secret_is_told_from_one_whose_number_goes_on() {
        assert!(holds("token REDACTED0000001 is wrong", "REDACTED0000001"));
        assert!(!holds("token REDACTED00000012 is wrong", "REDACTED0000001"));
    }

    #[test]
    fn only_words_that_may_be_keys_are_looked_up() {
        let found: Vec<&str> = words("deleted sk-REDACTED00000012: sk-K02***029, production-key, [REDACTED]").collect();
        assert_eq!(found, ["REDACTED00000012"]);
    }
}
