//! A live server and the accounts it is spoken to with, as the caller gave them.

use std::path::{Path, PathBuf};
use std::time::Duration;

use cometapi_keys::BaseUrl;
use reqwest::Certificate;

use super::token_source::{Token, tokens};
use crate::curl::quote;
use crate::failure::Failure;
use crate::live_arguments::Connection;
use crate::redaction::mask_lookalikes;
use crate::wire::{AccountToken, Care, GivenHeaders, Target, TargetError};

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
    headers: GivenHeaders,
    ca_file: Option<PathBuf>,
    roots: Vec<Certificate>,
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
        if second.is_none() && !connection.second_headers.is_empty() {
            return Err(Failure::usage(
                "--second-header is for the second account, and no token of one is given\n  give that, or leave the header out",
            ));
        }
        Ok(Self {
            base_url,
            first,
            second,
            headers: headers(connection)?,
            roots: connection.ca_file.as_deref().map(certificates).transpose()?.unwrap_or_default(),
            ca_file: connection.ca_file.clone(),
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
        let target = Target::trusting(self.base_url.as_str(), accounts, self.timeout, &self.roots);
        let target = target.map_err(|error| match error {
            error @ TargetError::NoHttp(_) => {
                Failure::could_not_run(format!("{error}, or give them with --ca-file FILE"))
            }
            error @ TargetError::Roots(_) => Failure::usage(format!("--ca-file {}: {error}", self.ca_file_shown())),
            error => Failure::usage(error),
        })?;
        Ok(target.spoken_to_with(care).with_headers(self.headers.clone()))
    }

    /// The arguments that lead there again, without secrets: for a shell.
    pub(super) fn arguments(&self) -> String {
        let mut arguments = format!("--base-url {}", quote(self.base_url.as_str()));
        if self.ca_file.is_some() {
            arguments.push_str(&format!(" --ca-file {}", self.ca_file_shown()));
        }
        arguments + &self.headers.arguments()
    }

    fn ca_file_shown(&self) -> String {
        self.ca_file.as_deref().map(|file| quote(&file.display().to_string())).unwrap_or_default()
    }
}

fn headers(Connection { headers, second_headers, .. }: &Connection) -> Result<GivenHeaders, Failure> {
    let of = |flag: &'static str| move |error| Failure::usage(format!("{flag}: {error}"));
    GivenHeaders::read(headers, &[]).map_err(of("--header"))?;
    GivenHeaders::read(headers, second_headers).map_err(of("--second-header"))
}

/// The certificates of a file.
fn certificates(file: &Path) -> Result<Vec<Certificate>, Failure> {
    let wrong = |why: String| {
        Failure::usage(format!("--ca-file {}: {why}\n  give a file with certificates in PEM", file.display()))
    };
    let bytes = std::fs::read(file).map_err(|error| wrong(format!("it cannot be read: {error}")))?;
    let certificates = Certificate::from_pem_bundle(&bytes).map_err(|_| wrong("it is no PEM".to_owned()))?;
    if certificates.is_empty() { Err(wrong("it holds no certificate".to_owned())) } else { Ok(certificates) }
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
