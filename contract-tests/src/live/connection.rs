//! A live server and the accounts it is spoken to with, as the caller gave them.

use std::time::Duration;

use cometapi_keys::BaseUrl;

use super::token_source::{Token, tokens};
use crate::failure::Failure;
use crate::live_arguments::Connection;
use crate::redaction::mask_lookalikes;
use crate::wire::{AccountToken, Care, Target};

/// The variable that may stand for `--base-url`.
pub(super) const BASE_URL: &str = "COMETAPI_BASE_URL";

/// How long is waited for a whole answer, unless something else is said.
const TIMEOUT: Duration = Duration::from_secs(10);

/// How long putting keys away may take, unless something else is said.
const CLEANUP_LIMIT: Duration = Duration::from_secs(60);

/// What reports call the accounts.
pub(super) const ACCOUNTS: [&str; 2] = ["first", "second"];

/// A live server and its accounts. No `Debug`: it holds tokens.
pub(super) struct Reached {
    /// Where it is.
    pub base_url: BaseUrl,
    first: Token,
    second: Option<Token>,
    /// How long is waited for a whole answer.
    pub timeout: Duration,
    /// How long putting keys away may take.
    pub cleanup_limit: Duration,
}

impl Reached {
    /// What the caller gave.
    ///
    /// # Errors
    ///
    /// When there is no base URL or no token, or they can be none.
    pub(super) fn of(base_url: Option<&str>, connection: &Connection) -> Result<Self, Failure> {
        let base_url = base_url_of(base_url)?;
        let (first, second) = tokens(connection.token_file.as_deref())?;
        Ok(Self {
            base_url,
            first,
            second,
            timeout: connection.timeout.unwrap_or(TIMEOUT),
            cleanup_limit: connection.cleanup_limit.unwrap_or(CLEANUP_LIMIT),
        })
    }

    /// The access tokens, in clear: that of the first account first.
    pub(super) fn tokens(&self) -> Vec<&str> {
        std::iter::once(&self.first).chain(&self.second).map(Token::text).collect()
    }

    /// The server, to be spoken to with this care.
    ///
    /// # Errors
    ///
    /// When HTTP cannot be set up for it.
    pub(super) fn target(&self, care: Care) -> Result<Target, Failure> {
        let account = |(name, token): (&str, &str)| AccountToken {
            name: name.to_owned(),
            token: token.to_owned(),
            user_id: None,
        };
        let accounts = ACCOUNTS.into_iter().zip(self.tokens()).map(account).collect();
        let target = Target::new(self.base_url.as_str(), accounts, self.timeout).map_err(Failure::usage)?;
        Ok(target.spoken_to_with(care))
    }
}

/// The base URL that is given, by the environment if by nobody else.
///
/// # Errors
///
/// When there is none, or it can be none.
pub(super) fn base_url_of(given: Option<&str>) -> Result<BaseUrl, Failure> {
    let from_environment = || std::env::var(BASE_URL).ok().filter(|url| !url.is_empty());
    let (text, origin) = match given {
        Some(text) => (text.to_owned(), "--base-url"),
        None => (
            from_environment().ok_or_else(|| {
                Failure::usage(format!(
                    "a live server needs its base URL\n  give --base-url https://api.cometapi.com, or set {BASE_URL}"
                ))
            })?,
            BASE_URL,
        ),
    };
    BaseUrl::new(&text).map_err(|error| {
        // Credentials in a URL are secrets that nobody learned yet.
        let shown =
            if text.contains('@') { "with credentials".to_owned() } else { format!("{:?}", mask_lookalikes(&text)) };
        Failure::usage(format!("{origin} {shown}: {error}\n  give scheme and host, like https://api.cometapi.com"))
    })
}
