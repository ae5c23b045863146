//! What a sandbox is to be.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::account::Account;
use crate::clock::Clock;
use crate::faults::{Control, Fault, Hooks, Planted};
use crate::limits;
use crate::profile::Profile;
use crate::rate_limit::RateLimit;
use crate::request_log::RequestLog;
use crate::running::Sandbox;
use crate::server::{LARGEST_BODY, SLOWEST_REQUEST, Shared};
use crate::state_file::{self, StateFileError};
use crate::world::World;

/// A sandbox to be started. Without anything said it is the documentation, with two accounts, on a free port.
pub struct Builder {
    profile: Profile,
    accounts: Vec<Account>,
    port: u16,
    limit: Option<RateLimit>,
    state: Option<PathBuf>,
    log: Option<RequestLog>,
    clock: Clock,
    is_noting: bool,
    hooks: Option<Hooks>,
    largest_body: usize,
    slowest_request: Duration,
}

/// Why a sandbox does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The port is not free, or may not be opened.
    #[error("port {port} of 127.0.0.1 cannot be opened: {error}")]
    Port {
        /// The port that was asked for; 0 for any.
        port: u16,
        /// What the operating system said.
        error: io::Error,
    },
    /// There is no thread, or no runtime, for it.
    #[error("the sandbox's thread cannot be started: {0}")]
    Thread(io::Error),
    /// The document that this was built with does not state the limits.
    #[error("{0}")]
    Document(String),
    /// The state file is no state, or cannot be read.
    #[error(transparent)]
    State(#[from] StateFileError),
}

impl Builder {
    pub(crate) fn new() -> Self {
        Self {
            profile: Profile::DOCUMENTED,
            accounts: Vec::new(),
            port: 0,
            limit: None,
            state: None,
            log: None,
            clock: Clock::new(),
            is_noting: false,
            hooks: None,
            largest_body: LARGEST_BODY,
            slowest_request: SLOWEST_REQUEST,
        }
    }

    /// Behaves so.
    #[must_use]
    pub fn profile(mut self, profile: &Profile) -> Self {
        self.profile = *profile;
        self
    }

    /// Has this account; instead of the two throw-away ones, and beside those given before.
    #[must_use]
    pub fn account(mut self, account: Account) -> Self {
        self.accounts.push(account);
        self
    }

    /// Listens on this port of 127.0.0.1; 0 for any free one.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Serves no more than this.
    #[must_use]
    pub fn rate_limit(mut self, limit: RateLimit) -> Self {
        self.limit = Some(limit);
        self
    }

    /// Starts with the clock stopped at this time, in Unix seconds.
    #[must_use]
    pub fn clock_at(self, seconds: i64) -> Self {
        self.clock.set(seconds);
        self
    }

    /// Goes on from this file if it exists, its accounts included, and leaves its state there when it stops.
    #[must_use]
    pub fn state_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.state = Some(path.into());
        self
    }

    /// Writes a line about every request on standard error.
    #[must_use]
    pub fn log_to_stderr(mut self) -> Self {
        self.log = Some(RequestLog::stderr());
        self
    }

    /// Gives a line about every request to this function.
    #[must_use]
    pub fn log_to(mut self, write: impl Fn(&str) + Send + Sync + 'static) -> Self {
        self.log = Some(RequestLog::to(write));
        self
    }

    /// Notes which situations come up, for [`Sandbox::situations`].
    #[must_use]
    pub fn note_situations(mut self) -> Self {
        self.is_noting = true;
        self
    }

    /// Gets this wrong. One fault or control at a time: the last one given counts.
    #[must_use]
    pub fn fault(mut self, fault: &'static Fault) -> Self {
        self.hooks = Some(fault.hooks);
        self
    }

    /// Does this, which is unusual and no fault. One fault or control at a time: the last one given counts.
    #[must_use]
    pub fn control(mut self, control: &'static Control) -> Self {
        self.hooks = Some(control.hooks);
        self
    }

    /// Reads request bodies of up to so many bytes, and answers 413 to larger ones.
    #[must_use]
    pub fn largest_body(mut self, bytes: usize) -> Self {
        self.largest_body = bytes;
        self
    }

    /// Gives clients so long for the head of a request, and again for its body.
    #[must_use]
    pub fn slowest_request(mut self, longest: Duration) -> Self {
        self.slowest_request = longest;
        self
    }

    /// Starts it, on a thread of its own.
    ///
    /// # Errors
    ///
    /// When the port is taken, the state file is none, or no thread can be started.
    pub fn start(mut self) -> Result<Sandbox, StartError> {
        let mut limits = limits::documented().map_err(StartError::Document)?.clone();
        if let Some(change) = self.hooks.and_then(|hooks| hooks.profile) {
            change(&mut self.profile);
        }
        if let Some(change) = self.hooks.and_then(|hooks| hooks.limits) {
            change(&mut limits);
        }
        let planted = self.hooks.map(|hooks| Arc::new(Planted::new(hooks)));
        let accounts = if self.accounts.is_empty() { Account::throw_away() } else { self.accounts };
        let mut world = World::new(accounts);
        world.limit = self.limit;
        world.situations = self.is_noting.then(std::collections::BTreeSet::new);
        if let Some(path) = &self.state {
            state_file::load(path, &mut world)?;
        }
        if let Some(path) = &self.state {
            // Now, not when it stops: then what was made would be lost.
            state_file::save(path, state_file::snapshot(&world))?;
        }
        let port = self.port;
        let refused = |error| StartError::Port { port, error };
        let listener = std::net::TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).map_err(refused)?;
        listener.set_nonblocking(true).map_err(refused)?;
        let shared = Shared {
            profile: self.profile,
            limits,
            clock: self.clock,
            world: Mutex::new(world),
            log: self.log,
            planted,
            largest_body: self.largest_body,
            slowest_request: self.slowest_request,
        };
        Sandbox::run(listener, Arc::new(shared), self.state)
    }
}
