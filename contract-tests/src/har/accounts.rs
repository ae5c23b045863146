//! Who sent a request. Holds credentials in clear while a file is read, hence no `Debug`.

use std::collections::HashMap;

use super::file::Log;
use super::lenient::Lenient;
use super::notes::Notes;
use crate::exchange::{Credential, Location, Sender};
use crate::operation::Operation;
use crate::redaction::{Redactor, is_anonymous};
use crate::trace::Account;

/// The accounts and keys of a trace, by credential.
#[derive(Default)]
pub(super) struct Accounts {
    accounts: Vec<Account>,
    listed: HashMap<String, usize>,
    unlisted: HashMap<String, usize>,
    keys: HashMap<String, usize>,
    /// For each file whether it lists all its accounts, so that another value is a wrong token.
    complete: Vec<bool>,
}

impl Accounts {
    /// Takes the accounts a file lists. A list with an account that has no token does not say that others are wrong; nor
    /// does any list in a file where no request carries `Authorization`: a browser stripped it.
    pub(super) fn list(&mut self, log: &Log<'_>, location: &Location, notes: &mut Notes) {
        let mut complete = false;
        if let Some(contract) = log.contract.get() {
            match &contract.accounts.0 {
                Lenient::Absent => {}
                Lenient::Wrong => notes.add("_contract.accounts is ignored: it is not an object", location),
                Lenient::Is(accounts) => {
                    complete = !accounts.is_empty();
                    for (name, account) in accounts {
                        let account = account.get();
                        let token = account.and_then(|account| account.access_token.get()).map(str::trim);
                        let Some(token) = token.filter(|token| !token.is_empty()) else {
                            complete = false;
                            notes.add("an account of _contract.accounts is ignored: it has no access_token", location);
                            continue;
                        };
                        let user_id = account.and_then(|account| account.user_id.integer());
                        self.add_listed(name, user_id, token);
                    }
                }
            }
        }
        self.complete.push(complete && carries_authorization(log));
    }

    fn add_listed(&mut self, name: &str, user_id: Option<i64>, token: &str) {
        if let Some(known) = self.listed.get(token) {
            let known = &mut self.accounts[*known];
            known.user_id = known.user_id.or(user_id);
            return;
        }
        self.listed.insert(token.to_owned(), self.accounts.len());
        self.accounts.push(Account { name: name.to_owned(), user_id, listed: true });
    }

    /// Who sent a request with that `Authorization` in a file, by the file's number.
    pub(super) fn sender(&mut self, file: usize, operation: Operation, authorization: Option<&str>) -> Sender {
        let (value, bearer) = authorization.map_or(("", false), without_bearer);
        let complete = self.complete.get(file).copied().unwrap_or_default();
        let credential = match value {
            "" if complete => Credential::Missing,
            "" => Credential::Unknown,
            value if operation == Operation::Models => self.key(value),
            value => self.account(value, complete),
        };
        Sender { credential, bearer }
    }

    fn key(&mut self, value: &str) -> Credential {
        let value = value.strip_prefix("sk-").unwrap_or(value);
        let next = self.keys.len();
        Credential::Key(*self.keys.entry(value.to_owned()).or_insert(next))
    }

    fn account(&mut self, value: &str, complete: bool) -> Credential {
        if let Some(known) = self.listed.get(value) {
            return Credential::Account(*known);
        }
        if complete {
            return Credential::Wrong;
        }
        // `[REDACTED]` may stand for two different tokens: it names nobody.
        if is_anonymous(value) {
            return Credential::Unknown;
        }
        if let Some(known) = self.unlisted.get(value) {
            return Credential::Account(*known);
        }
        let index = self.accounts.len();
        self.unlisted.insert(value.to_owned(), index);
        self.accounts.push(Account { name: format!("account {}", index + 1), user_id: None, listed: false });
        Credential::Account(index)
    }

    /// The accounts, without secrets in their names.
    pub(super) fn into_accounts(self, redactor: &Redactor) -> Vec<Account> {
        let clean = |account: Account| Account { name: redactor.redact(&account.name).into_owned(), ..account };
        self.accounts.into_iter().map(clean).collect()
    }
}

fn carries_authorization(log: &Log<'_>) -> bool {
    let entries = log.entries.items().iter().filter_map(|entry| entry.get());
    let headers = entries.filter_map(|entry| entry.request.get()).flat_map(|request| request.headers.items());
    headers.filter_map(|field| field.get()?.name.get()).any(|name| name.eq_ignore_ascii_case("authorization"))
}

/// The value behind a `Bearer` prefix, and whether there was one. HTTP takes the names of its schemes in any case.
pub(crate) fn without_bearer(value: &str) -> (&str, bool) {
    let value = value.trim();
    match value.split_at_checked("Bearer".len()) {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("bearer") => match rest {
            "" => ("", true),
            rest if rest.starts_with([' ', '\t']) => (rest.trim(), true),
            _ => (value, false),
        },
        _ => (value, false),
    }
}
