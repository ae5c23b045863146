//! Belief about all servers of a trace, exchange by exchange.

use std::collections::HashMap;
use std::sync::Arc;

use super::overlap::Overlap;
use super::server::ServerBelief;
use super::shown::Shown;
use crate::examined::Examined;
use crate::exchange::{Credential, Exchange};

/// The account of requests whose credential the trace does not tell.
pub const UNKNOWN: usize = usize::MAX;

/// What the keys of all accounts may look like, from what a trace has shown so far.
#[derive(Clone, Debug, Default)]
pub struct Belief {
    servers: HashMap<Arc<str>, ServerBelief>,
}

/// A key that a request names, and that is provably there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownKey {
    /// Whether it was last seen with status 1, unexpired and with quota: an update to status 1 enables nothing again.
    pub plainly_enabled: bool,
    /// Whether it was last seen unexpired and with quota: only of others may a server refuse to enable them again.
    pub can_be_enabled: bool,
}

impl Belief {
    /// To be called before an exchange is examined: exchanges that are missing before it may have changed anything.
    pub fn before(&mut self, exchange: &Exchange) {
        if exchange.gap_before.is_some() {
            self.servers.values_mut().for_each(ServerBelief::gap);
        }
    }

    /// The key that an update names, if it is provably there.
    pub fn named_by_update(&self, examined: &Examined<'_>, overlap: &Overlap) -> Option<KnownKey> {
        let id = examined.sent_member("id")?.as_i64()?;
        let account = account(examined.exchange)?;
        self.server(examined.exchange)?.known(account, id, examined.exchange, overlap)
    }

    /// Whether the account that sent a request was served before, so that its token is right.
    pub fn is_proven(&self, exchange: &Exchange) -> bool {
        account(exchange).is_some_and(|account| self.server(exchange).is_some_and(|server| server.is_proven(account)))
    }

    /// Holds an exchange against what is believed, and takes what it shows.
    pub fn take(&mut self, examined: &Examined<'_>, overlap: &Overlap) -> Shown {
        let origin = &examined.exchange.request.origin;
        if !self.servers.contains_key(origin) {
            self.servers.insert(Arc::clone(origin), ServerBelief::default());
        }
        match self.servers.get_mut(origin) {
            Some(server) => server.take(examined, overlap),
            None => Shown::default(),
        }
    }

    fn server(&self, exchange: &Exchange) -> Option<&ServerBelief> {
        self.servers.get(&exchange.request.origin)
    }
}

/// The account that sent a request; `None` for a wrong or missing token.
pub(super) fn account(exchange: &Exchange) -> Option<usize> {
    match exchange.sender.credential {
        Credential::Account(account) => Some(account),
        Credential::Unknown => Some(UNKNOWN),
        Credential::Wrong | Credential::Missing | Credential::Key(_) => None,
    }
}
