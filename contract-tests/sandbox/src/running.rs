//! A sandbox that runs.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::account::Account;
use crate::builder::{Builder, StartError};
use crate::clock::Clock;
use crate::key::Key;
use crate::profile::Profile;
use crate::rate_limit::{RateLimit, Window};
use crate::server::{self, Shared};
use crate::situations::Situation;
use crate::state_file::{self, StateFileError};

/// How often a state file is brought up to date.
const BETWEEN_SAVES: Duration = Duration::from_secs(1);

/// A server on loopback with keys of its own. It stops when it is dropped.
///
/// ```
/// let sandbox = sandbox::Sandbox::start()?;
/// let url = format!("{}/api/token/", sandbox.base_url());
/// let token = &sandbox.accounts()[0].access_token;
/// # let _ = (url, token);
/// # Ok::<(), sandbox::StartError>(())
/// ```
pub struct Sandbox {
    address: SocketAddr,
    accounts: Vec<Account>,
    shared: Arc<Shared>,
    state: Option<PathBuf>,
    stop: Option<watch::Sender<bool>>,
    thread: Option<JoinHandle<()>>,
}

impl std::fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let profile = self.shared.profile.name;
        f.debug_struct("Sandbox").field("address", &self.address).field("profile", &profile).finish_non_exhaustive()
    }
}

impl Sandbox {
    /// Starts one that does as the documentation says, with two accounts, on a free port.
    ///
    /// # Errors
    ///
    /// When no port can be opened or no thread started.
    pub fn start() -> Result<Self, StartError> {
        Self::builder().start()
    }

    /// One to be told more before it starts.
    #[must_use]
    pub fn builder() -> Builder {
        Builder::new()
    }

    pub(crate) fn run(
        listener: std::net::TcpListener,
        shared: Arc<Shared>,
        state: Option<PathBuf>,
    ) -> Result<Self, StartError> {
        let address = listener.local_addr().map_err(StartError::Thread)?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(StartError::Thread)?;
        let (stop, stopped) = watch::channel(false);
        let accounts = shared.world().accounts.clone();
        let (served, file) = (Arc::clone(&shared), state.clone());
        let run = move || {
            runtime.block_on(async {
                // Only a listener that is no socket fails here; clients then see a refused connection.
                let Ok(listener) = TcpListener::from_std(listener) else { return };
                if let Some(file) = file {
                    tokio::spawn(keep(file, Arc::clone(&served)));
                }
                server::serve(listener, served, stopped).await;
            });
        };
        let thread = std::thread::Builder::new().name("sandbox".to_owned()).spawn(run).map_err(StartError::Thread)?;
        Ok(Self { address, accounts, shared, state, stop: Some(stop), thread: Some(thread) })
    }

    /// Where it listens: `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its accounts, with their access tokens.
    #[must_use]
    pub fn accounts(&self) -> &[Account] {
        &self.accounts
    }

    /// How it behaves.
    #[must_use]
    pub fn profile(&self) -> &Profile {
        &self.shared.profile
    }

    /// Its clock.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.shared.clock
    }

    /// The keys of an account, newest first, in clear.
    #[must_use]
    pub fn keys(&self, user_id: i64) -> Vec<Key> {
        self.shared.world().store.newest_first(user_id, 0).cloned().collect()
    }

    /// Lets a key consume quota, as model requests do: `remain_quota` falls unless the key is unlimited, `used_quota`
    /// rises, and the key was used now. In quota units.
    ///
    /// Gives whether there is such a key.
    pub fn use_quota(&self, id: i64, quota: i64) -> bool {
        let now = self.shared.clock.now();
        let mut world = self.shared.world();
        let Some(key) = world.store.any_mut(id) else { return false };
        if !key.unlimited_quota {
            key.remain_quota = key.remain_quota.saturating_sub(quota);
        }
        key.used_quota = key.used_quota.saturating_add(quota);
        key.accessed_time = now;
        world.changes += 1;
        true
    }

    /// Gives the next key to be created this value, and so on for those given later.
    pub fn give_key_value(&self, value: impl Into<String>) {
        self.shared.world().key_values.give(value.into());
    }

    /// Lets the next key have this id, or a higher one where a key has a higher one already.
    pub fn raise_next_id(&self, id: i64) {
        self.shared.world().store.raise_next_id(id);
    }

    /// Limits the requests from now on, or no longer.
    pub fn set_rate_limit(&self, limit: Option<RateLimit>) {
        let mut world = self.shared.world();
        world.limit = limit;
        world.window = Window::default();
    }

    /// How many requests came.
    #[must_use]
    pub fn requests(&self) -> u64 {
        self.shared.world().requests
    }

    /// What came up, where [`Builder::note_situations`] asked for it.
    #[must_use]
    pub fn situations(&self) -> Vec<Situation> {
        self.shared.world().situations.iter().flatten().copied().collect()
    }

    /// Stops it, and leaves its state in the file that it was given.
    ///
    /// # Errors
    ///
    /// When that file cannot be written; then it is as it was.
    pub fn stop(mut self) -> Result<(), StateFileError> {
        self.end()
    }

    fn end(&mut self) -> Result<(), StateFileError> {
        let Some(stop) = self.stop.take() else { return Ok(()) };
        drop(stop);
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has said so itself; there is nothing left to stop.
            let _ = thread.join();
        }
        match &self.state {
            None => Ok(()),
            Some(path) => state_file::save(path, state_file::snapshot(&self.shared.world())),
        }
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        // Who needs to know calls `stop`.
        let _ = self.end();
    }
}

/// Brings a state file up to date while the sandbox runs, so that little is lost if it is killed.
async fn keep(path: PathBuf, shared: Arc<Shared>) {
    let mut saved = shared.world().changes;
    loop {
        tokio::time::sleep(BETWEEN_SAVES).await;
        let (changes, snapshot) = {
            let world = shared.world();
            if world.changes == saved {
                continue;
            }
            (world.changes, state_file::snapshot(&world))
        };
        // Beside the thread that answers. One that cannot be written is tried again, and said when the sandbox stops.
        let path = path.clone();
        if let Ok(Ok(())) = tokio::task::spawn_blocking(move || state_file::save(&path, snapshot)).await {
            saved = changes;
        }
    }
}
