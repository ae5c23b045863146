//! The arguments of the suite's binary, as `cargo xtask` passes them on.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Parser, Subcommand};

use crate::live_arguments::{Cleanup, Live};

/// Judges servers by the documented contract of CometAPI's key management, and serves one of its own.
#[derive(Debug, Parser)]
#[command(version, disable_help_subcommand = true)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The jobs of the suite.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Judge recordings: does the server keep the documented contract, and where not?
    ///
    /// Without --recording, the recordings of this repository are judged, each deployment with its known departures.
    Verify(Box<Verify>),
    /// Explain rules: the sentence, who says it, who judges it, and the verdict on every recorded deployment
    ///
    /// Without an ID, all rules are listed, one a line.
    Rules(RulesAsked),
    /// Serve a sandbox on loopback: the documented server, or a recorded one, to develop against
    ///
    /// Prints its base URL, two throw-away access tokens and, last, a curl line that works when pasted.
    Serve(Serve),
    /// Remove what a live run left on a server: the keys that are provably its own
    Cleanup(Box<Cleanup>),
    /// Would a broken server be noticed? Give the sandbox each of its faults, alone, and see whether `verify` fails
    Score(Score),
    /// Hold the recordings against two documents, and print as JSON which describes them better: for `compat`
    #[command(hide = true)]
    Conformity(Conformity),
    /// Replay the recordings into the sandboxes that follow them, and print as JSON how alike they answer: for `gate`
    #[command(hide = true)]
    Parity,
}

/// The arguments of `conformity`.
#[derive(Debug, clap::Args)]
pub struct Conformity {
    /// The old document
    pub old: PathBuf,
    /// The new one
    pub new: PathBuf,
}

/// The arguments of `score`.
#[derive(Debug, Default, clap::Args)]
pub struct Score {
    /// List the faults and controls, or those of --family, and try none
    #[arg(long, conflicts_with_all = ["seeds", "all_rules", "json"])]
    pub list: bool,
    /// Try only this fault or control; may be repeated
    #[arg(long = "fault", value_name = "NAME")]
    pub faults: Vec<String>,
    /// Try only this family of faults, or `control`; may be repeated
    #[arg(long = "family", value_name = "NAME")]
    pub families: Vec<String>,
    /// What the drawn cases come from; may be repeated [default: 0x5eed]
    #[arg(long = "seed", value_name = "N", value_parser = seed)]
    pub seeds: Vec<u64>,
    /// Go on after the first contradiction, and name every rule that a fault contradicts
    #[arg(long)]
    pub all_rules: bool,
    /// Write the score as JSON to this file, `-` for standard output; may be repeated
    #[arg(long, value_name = "FILE")]
    pub json: Vec<PathBuf>,
}

/// The arguments of `serve`.
#[derive(Debug, clap::Args)]
pub struct Serve {
    /// Listen on this port of 127.0.0.1 [default: a free one]
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub port: u16,
    /// Behave so: documented, new-api-2026-07 or new-api-2025-04
    #[arg(long, value_name = "NAME", default_value = "documented")]
    pub profile: String,
    /// Do one thing wrong, or unusual but legal: a fault or control that `score` names
    #[arg(long, value_name = "NAME", conflicts_with = "explain")]
    pub fault: Option<String>,
    /// Keep the keys in this file, and go on from it
    #[arg(long, value_name = "FILE")]
    pub state: Option<std::path::PathBuf>,
    /// Answer 429 after so many requests in --rate-seconds [default: no limit]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub rate_limit: Option<u32>,
    /// The window of --rate-limit, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 20, value_parser = clap::value_parser!(i64).range(1..=86_400))]
    pub rate_seconds: i64,
    /// Write a line about every request on standard error
    #[arg(long)]
    pub log: bool,
    /// Say where the profile departs from the documentation, and what no recording covers; serve nothing
    #[arg(long)]
    pub explain: bool,
}

/// The arguments of `rules`.
#[derive(Debug, Default, clap::Args)]
pub struct RulesAsked {
    /// Explain this rule, or the rules whose ids begin so; one alone with what its exchanges say
    #[arg(value_name = "ID")]
    pub rules: Vec<String>,
}

/// The arguments of `verify`.
#[derive(Debug, Default, clap::Args)]
pub struct Verify {
    /// HAR 1.2 files to judge, as one recording of one server
    #[arg(long = "recording", value_name = "FILE", num_args = 1..)]
    pub recordings: Vec<PathBuf>,
    /// The base URL of the live server [default: COMETAPI_BASE_URL]; of recordings, judge only requests below it
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    /// The name of the deployment: its known departures apply, and the report says it
    #[arg(long, value_name = "NAME")]
    pub deployment: Option<String>,
    /// Report only this rule, or the rules whose ids begin so; may be repeated
    #[arg(long = "rule", value_name = "ID")]
    pub rules: Vec<String>,
    /// Take the known departures from this file [default: openapi/divergences.toml]
    #[arg(long, value_name = "FILE", conflicts_with = "no_divergences")]
    pub divergences: Option<PathBuf>,
    /// Take no departure as known, and no rule as decided before
    #[arg(long)]
    pub no_divergences: bool,
    /// Write the ledger that fits what is seen: the known departures that still apply, one without a reason for every
    /// new contradiction, and, of our own recordings, the rules they decide. `-` for standard output
    #[arg(long, value_name = "FILE")]
    pub propose_divergences: Option<PathBuf>,
    /// Show the rules whose verdict changed since a report of --json, and fail with exit 1 only on contradictions that
    /// it did not have
    #[arg(long, value_name = "REPORT")]
    pub since: Option<PathBuf>,
    /// Explore a server instead: send it requests, and judge what it answers
    #[arg(long, value_name = "TARGET", conflicts_with = "recordings")]
    pub target: Option<TargetName>,
    /// The sandbox behaves as this profile says [default: documented]
    #[arg(long, value_name = "NAME", requires = "target")]
    pub profile: Option<String>,
    /// What the drawn cases come from: the same seed gives the same steps [default: 0x5eed]
    #[arg(long, value_name = "N", requires = "target", value_parser = seed)]
    pub seed: Option<u64>,
    /// Run this case alone
    #[arg(long, value_name = "N", requires = "target", conflicts_with = "cases")]
    pub case: Option<u64>,
    /// How many cases to run [default: every table, and 120 that are drawn]
    #[arg(long, value_name = "N", requires = "target", value_parser = clap::value_parser!(u64).range(1..))]
    pub cases: Option<u64>,
    /// How long the run may take, in seconds [default: 30; for a live server as long as its budget takes]
    #[arg(long, value_name = "SECONDS", requires = "target", value_parser = time_limit)]
    pub time_limit: Option<Duration>,
    /// How many cases to run at the same time [default: 4; 1 for a live server, unless it is --unlimited]
    #[arg(long, value_name = "N", requires = "target", value_parser = connections)]
    pub connections: Option<usize>,
    /// Keep the cases that contradict a rule here, and run them first [default: target/explored/PROFILE]
    #[arg(long, value_name = "FILE", requires = "target", conflicts_with = "case")]
    pub explored: Option<PathBuf>,
    /// Fail with exit 4 if a rule is not verified
    #[arg(long)]
    pub strict: bool,
    /// What a live run may do.
    #[command(flatten)]
    pub live: Live,
    /// Which reports to write, and where.
    #[command(flatten)]
    pub reports: Reports,
}

/// What is explored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum TargetName {
    /// A server on this machine that behaves as the documentation says
    Sandbox,
    /// The server at --base-url, with the access token of an account
    Live,
}

/// The longest time limit, in seconds: a day.
const LONGEST: f64 = 86_400.0;

pub(crate) fn time_limit(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "it is no number of seconds".to_owned())?;
    if !(seconds > 0.0 && seconds <= LONGEST) {
        return Err(format!("nothing can be done in that time: give from 0.1 to {LONGEST} seconds"));
    }
    Ok(Duration::from_secs_f64(seconds))
}

fn seed(text: &str) -> Result<u64, String> {
    let no_number = || "a seed is a number of 64 bits: 24301, or 0x5eed".to_owned();
    crate::explorer::seed_of(text).ok_or_else(no_number)
}

fn connections(text: &str) -> Result<usize, String> {
    let range = 1..=256;
    let count = text.parse().ok().filter(|count| range.contains(count));
    count.ok_or_else(|| "give a number from 1 to 256".to_owned())
}

/// The reports that a run writes beside its exit code. Any number at once.
#[derive(Debug, Default, clap::Args)]
pub struct Reports {
    /// Print every rule with its proof, observations, what each field did, and coverage
    #[arg(long)]
    pub details: bool,
    /// Write the report as JSON to this file, `-` for standard output; may be repeated
    #[arg(long, value_name = "FILE")]
    pub json: Vec<PathBuf>,
    /// The same as JUnit XML, for the test view of a build server
    #[arg(long, value_name = "FILE")]
    pub junit: Vec<PathBuf>,
    /// The same as Markdown, for a comment on a pull request or a job summary
    #[arg(long, value_name = "FILE")]
    pub markdown: Vec<PathBuf>,
    /// The same as one HTML page without scripts, to read
    #[arg(long, value_name = "FILE")]
    pub html: Vec<PathBuf>,
}
