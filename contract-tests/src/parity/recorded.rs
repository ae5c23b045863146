//! The recordings of a deployment, with what a replay needs beside the trace: the targets of its requests as they were
//! written, the access tokens of its accounts, and the rate limits that were set.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use sandbox::RateLimit;
use serde::Deserialize;

use crate::exchange::Location;
use crate::failure::Failure;
use crate::har::{self, HarInput, ReadOptions};
use crate::recordings::{Deployment, RecordingFile};
use crate::trace::Trace;

/// The recordings of one deployment, to be replayed.
pub struct Recorded {
    /// Its exchanges.
    pub trace: Trace,
    /// Its accounts, with the placeholders that stand for their access tokens.
    pub(super) accounts: Vec<sandbox::Account>,
    /// Path and query of every request, as they are written in its URL.
    pub(super) targets: BTreeMap<Location, String>,
    /// The rate limits, by file.
    pub(super) limits: HashMap<Arc<str>, RateLimit>,
}

#[derive(Deserialize)]
struct File<'a> {
    #[serde(borrow)]
    log: Log<'a>,
}

#[derive(Deserialize)]
struct Log<'a> {
    #[serde(borrow, rename = "_contract")]
    contract: Contract<'a>,
    #[serde(borrow)]
    entries: Vec<Entry<'a>>,
}

#[derive(Deserialize)]
struct Contract<'a> {
    #[serde(borrow, default)]
    configuration: Cow<'a, str>,
    accounts: BTreeMap<String, Account>,
}

#[derive(Deserialize)]
struct Account {
    user_id: i64,
    access_token: String,
}

#[derive(Deserialize)]
struct Entry<'a> {
    #[serde(borrow)]
    request: Request<'a>,
}

#[derive(Deserialize)]
struct Request<'a> {
    #[serde(borrow)]
    url: Cow<'a, str>,
}

impl Recorded {
    /// Reads the recordings of the deployment of that name.
    ///
    /// # Errors
    ///
    /// When there is none of that name, or one of its files cannot be replayed.
    pub fn named(deployments: &[Deployment], name: &str) -> Result<Self, Failure> {
        let deployment = deployments.iter().find(|deployment| deployment.name == name);
        let deployment = deployment.ok_or_else(|| {
            let names: Vec<&str> = deployments.iter().map(|deployment| deployment.name.as_str()).collect();
            Failure::usage(format!("no recordings of {name}; there are those of {}", names.join(", ")))
        })?;
        Self::read(&deployment.files)
    }

    /// Reads recordings of ours.
    ///
    /// # Errors
    ///
    /// When a file cannot be read, names no accounts, or holds a secret: a request without it is another request.
    pub fn read(files: &[RecordingFile]) -> Result<Self, Failure> {
        let inputs: Vec<HarInput> = files.iter().map(RecordingFile::input).collect();
        let trace = har::read(&inputs, &ReadOptions::default()).map_err(Failure::usage)?;
        if trace.clear_secrets > 0 {
            return Err(Failure::secret("a recording that holds a secret in clear cannot be replayed"));
        }
        let mut recorded = Self { trace, accounts: Vec::new(), targets: BTreeMap::new(), limits: HashMap::new() };
        for file in files {
            let name = file.shown();
            let unreadable = |error: &dyn std::fmt::Display| Failure::usage(format!("{name}: {error}"));
            let bytes = file.read().map_err(|error| unreadable(&error))?;
            let parsed: File<'_> = serde_json::from_slice(&bytes).map_err(|error| unreadable(&error))?;
            recorded.take(&Arc::from(name.as_str()), parsed.log);
        }
        Ok(recorded)
    }

    fn take(&mut self, file: &Arc<str>, log: Log<'_>) {
        for (name, account) in log.contract.accounts {
            if !self.accounts.iter().any(|known| known.access_token == account.access_token) {
                self.accounts.push(sandbox::Account::new(name, account.user_id, account.access_token));
            }
        }
        if let Some(limit) = rate_limit(&log.contract.configuration) {
            self.limits.insert(Arc::clone(file), limit);
        }
        for (entry, Entry { request }) in log.entries.into_iter().enumerate() {
            let rest = request.url.split_once("://").map_or(&*request.url, |(_, rest)| rest);
            let target = rest.find(['/', '?']).map_or("/", |start| &rest[start..]);
            self.targets.insert(Location { file: Arc::clone(file), entry }, target.to_owned());
        }
    }
}

/// The limit that a configuration speaks of as "a rate limit of 6 requests per 20 seconds".
fn rate_limit(configuration: &str) -> Option<RateLimit> {
    let (_, limit) = configuration.split_once("rate limit of ")?;
    let (requests, rest) = limit.split_once(" requests per ")?;
    let (seconds, _) = rest.split_once(" seconds")?;
    Some(RateLimit { requests: requests.parse().ok()?, seconds: seconds.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_limit_is_read_from_the_configuration() {
        let text = "restarted on the same database with a rate limit of 6 requests per 20 seconds";
        assert_eq!(rate_limit(text), Some(RateLimit { requests: 6, seconds: 20 }));
        assert_eq!(rate_limit("defaults, rate limits off"), None);
    }
}
