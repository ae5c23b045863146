//! The arguments about a live server.

use std::path::PathBuf;
use std::time::Duration;

/// How a live server is reached. Access tokens never are arguments: everyone on the machine can read those.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "A live server")]
pub struct Connection {
    /// Read the access token from the first line of this file, and that of a second account from the second; `-` for
    /// standard input [default: COMETAPI_ACCESS_TOKEN and COMETAPI_SECOND_ACCESS_TOKEN]
    #[arg(long, value_name = "FILE")]
    pub token_file: Option<PathBuf>,
    /// Send this header, 'Name: value', with every request: a gateway may ask for one; may be repeated
    #[arg(long = "header", value_name = "HEADER")]
    pub headers: Vec<String>,
    /// The same for the requests of the second account, in place of the first's of that name; may be repeated
    #[arg(long = "second-header", value_name = "HEADER")]
    pub second_headers: Vec<String>,
    /// Over TLS, trust the certificates of this file (PEM) beside those that this machine trusts
    #[arg(long, value_name = "FILE")]
    pub ca_file: Option<PathBuf>,
    /// How long to wait for a whole answer, in seconds [default: 10]
    #[arg(long, value_name = "SECONDS", value_parser = crate::arguments::time_limit)]
    pub timeout: Option<Duration>,
    /// How long putting keys away may take, in seconds [default: 60]
    #[arg(long, value_name = "SECONDS", value_parser = crate::arguments::time_limit)]
    pub cleanup_limit: Option<Duration>,
}

/// What a live run may do.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "A live server")]
pub struct Live {
    /// Create, update and delete keys of the run's own; without it a live run only reads
    #[arg(long)]
    pub allow_writes: bool,
    /// Say what would be written, and how many requests that takes; send nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Do nothing unless the keys of the account have this user id
    #[arg(long, value_name = "N")]
    pub expect_user_id: Option<i64>,
    /// Send what a lenient server could read as about another key, too: for an account with nothing in it that matters
    #[arg(long)]
    pub disposable_account: bool,
    /// Send model requests (GET /v1/models) with the run's own keys
    #[arg(long)]
    pub probe_models: bool,
    /// How many requests to send in a second [default: 1]
    #[arg(long, value_name = "N", value_parser = rate, conflicts_with = "unlimited")]
    pub rate: Option<f64>,
    /// How many requests to send in all, but for putting keys away [default: 120]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(10..), conflicts_with = "unlimited")]
    pub max_requests: Option<u64>,
    /// How many keys of the run may be there at once [default: 5]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..), conflicts_with = "unlimited")]
    pub max_keys: Option<u16>,
    /// No budget, for a server of one's own; --time-limit is 10 s then unless it is given
    #[arg(long)]
    pub unlimited: bool,
    /// Keep the ledger of the run's keys in this file, which must not be there yet [default: a file of its own below
    /// $XDG_STATE_HOME/cometapi-keys/ledgers, or ~/.local/state/cometapi-keys/ledgers]
    #[arg(long, value_name = "FILE")]
    pub ledger: Option<PathBuf>,
    /// How the server is reached.
    #[command(flatten)]
    pub connection: Connection,
}

/// The arguments of `cleanup`.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Cleanup {
    /// The base URL of the server [default: COMETAPI_BASE_URL]
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    /// Remove the keys that this ledger of a run names; all that are provably a run's otherwise
    #[arg(long, value_name = "FILE")]
    pub ledger: Option<PathBuf>,
    /// How many requests to send in a second [default: 2]
    #[arg(long, value_name = "N", value_parser = rate)]
    pub rate: Option<f64>,
    /// How the server is reached.
    #[command(flatten)]
    pub connection: Connection,
}

fn rate(text: &str) -> Result<f64, String> {
    let rate: f64 = text.parse().map_err(|_| "it is no number of requests a second".to_owned())?;
    if (0.01..=10_000.0).contains(&rate) {
        Ok(rate)
    } else {
        Err("give from 0.01 to 10000 requests a second".to_owned())
    }
}
