//! The server of a run and the accounts it is spoken to with.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use cometapi_keys::{AccessToken, BaseUrl};
use reqwest::Certificate;

use super::care::Care;
use super::clock::RunClock;
use super::given_headers::GivenHeaders;
use super::http_client::http_client;
use crate::exchange::{Credential, Sender};
use crate::har::without_bearer;
use crate::operation::Operation;
use crate::redaction::RunningSecrets;
use crate::trace::Account;

/// An account of the server. Debug shows no token.
#[derive(Clone)]
pub struct AccountToken {
    /// What reports call it.
    pub name: String,
    /// Its personal access token.
    pub token: String,
    /// The `user_id` of its keys, where that is known.
    pub user_id: Option<i64>,
}

impl std::fmt::Debug for AccountToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AccountToken").field("name", &self.name).field("user_id", &self.user_id).finish_non_exhaustive()
    }
}

/// Why nothing can be sent to a server.
#[derive(Debug, thiserror::Error)]
pub enum TargetError {
    /// The base URL or an access token cannot be used.
    #[error(transparent)]
    Client(#[from] cometapi_keys::Error),
    /// HTTP cannot be set up on this machine.
    #[error(
        "HTTP cannot be set up: {0}\n  https needs the certificates of this machine: install them (ca-certificates)"
    )]
    NoHttp(String),
    /// The certificates given are none.
    #[error("the certificates given cannot be used: {0}")]
    Roots(String),
    /// No account was given.
    #[error("a run needs the access token of an account\n  give one")]
    NoAccount,
}

/// The server of a run, with the connections to it and the secrets that came up.
pub struct Target {
    pub(super) base_url: BaseUrl,
    pub(super) origin: Arc<str>,
    pub(super) http: reqwest::Client,
    pub(super) headers: GivenHeaders,
    pub(super) clock: RunClock,
    /// How it is to be spoken to.
    pub care: Care,
    accounts: Vec<AccountToken>,
    secrets: Mutex<RunningSecrets>,
}

impl Target {
    /// The server at a base URL.
    ///
    /// # Errors
    ///
    /// When the URL cannot be used, or there is no account.
    pub fn new(base_url: &str, accounts: Vec<AccountToken>, request_timeout: Duration) -> Result<Self, TargetError> {
        Self::trusting(base_url, accounts, request_timeout, &[])
    }

    /// The same, and over TLS it trusts these certificates beside those of the machine.
    ///
    /// # Errors
    ///
    /// As [`Target::new`], and when TLS cannot be set up.
    pub fn trusting(
        base_url: &str,
        accounts: Vec<AccountToken>,
        request_timeout: Duration,
        roots: &[Certificate],
    ) -> Result<Self, TargetError> {
        if accounts.is_empty() {
            return Err(TargetError::NoAccount);
        }
        for account in &accounts {
            AccessToken::new(account.token.trim())?;
        }
        let base_url = BaseUrl::new(base_url)?;
        let http = http_client(&base_url, request_timeout, roots)?;
        let origin = url::Url::parse(base_url.as_str()).map(|url| url.origin().ascii_serialization());
        let origin = origin.unwrap_or_else(|_| base_url.as_str().to_owned()).into();
        let mut secrets = RunningSecrets::default();
        accounts.iter().for_each(|account| secrets.learn_token(account.token.trim()));
        Ok(Self {
            base_url,
            origin,
            http,
            headers: GivenHeaders::default(),
            clock: RunClock::start(),
            care: Care::default(),
            accounts,
            secrets: Mutex::new(secrets),
        })
    }

    /// The same server, spoken to with care.
    #[must_use]
    pub fn spoken_to_with(mut self, care: Care) -> Self {
        self.care = care;
        self
    }

    /// The same server, with these headers on every request.
    #[must_use]
    pub fn with_headers(mut self, headers: GivenHeaders) -> Self {
        headers.secrets().for_each(|value| self.secrets().learn_token(value));
        self.headers = headers;
        self
    }

    /// Where it is.
    pub fn base_url(&self) -> &str {
        self.base_url.as_str()
    }

    /// The accounts, in the order given.
    pub fn accounts(&self) -> &[AccountToken] {
        &self.accounts
    }

    /// The accounts as a trace names them: any other value is a wrong token.
    pub(super) fn named(&self) -> Vec<Account> {
        let account =
            |account: &AccountToken| Account { name: account.name.clone(), user_id: account.user_id, listed: true };
        self.accounts.iter().map(account).collect()
    }

    /// A text without the secrets that came up.
    pub fn without_secrets(&self, text: &str) -> String {
        self.secrets().clean(text).into_owned()
    }

    pub(super) fn secrets(&self) -> MutexGuard<'_, RunningSecrets> {
        self.secrets.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whose credential a request with this `Authorization` carries.
    pub(super) fn sender(&self, operation: Operation, authorization: Option<&str>) -> Sender {
        let (value, bearer) = authorization.map_or(("", false), without_bearer);
        let credential = match value {
            "" => Credential::Missing,
            key if operation == Operation::Models => Credential::Key(self.secrets().number(key)),
            token => match self.accounts.iter().position(|account| account.token.trim() == token) {
                Some(account) => Credential::Account(account),
                None => Credential::Wrong,
            },
        };
        Sender { credential, bearer }
    }
}
