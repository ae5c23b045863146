//! The one door: `cargo xtask` alone prints the jobs.

mod advice;
mod compat;
mod failure;
mod gate;
mod generate;
mod lint;
mod public_api;
mod release;
mod released;
mod report_file;
mod suite;
mod trial;
mod whole_file;
mod workspace;

use std::ffi::OsString;
use std::io::{ErrorKind, Write as _};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use openapi::Exit;

use failure::Failure;

/// Verify a server, explain its rules, serve a sandbox, regenerate the client, lint the document.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    job: Option<Job>,
}

#[derive(Subcommand)]
enum Job {
    /// Judge servers by the documented contract; offline, on the recordings of this repository, unless told otherwise
    #[command(disable_help_flag = true)]
    Verify {
        /// What `cargo xtask verify --help` lists
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, hide = true)]
        arguments: Vec<OsString>,
    },
    /// Explain rules: the sentence, who judges it, the verdict on every recorded deployment, the exchanges behind it
    #[command(disable_help_flag = true)]
    Rules {
        /// What `cargo xtask rules --help` lists
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, hide = true)]
        arguments: Vec<OsString>,
    },
    /// Serve a sandbox on loopback, to develop against: the documented server, or a recorded one
    #[command(disable_help_flag = true)]
    Serve {
        /// What `cargo xtask serve --help` lists
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, hide = true)]
        arguments: Vec<OsString>,
    },
    /// Would a broken server be noticed? Verify sandboxes that each have one fault
    #[command(disable_help_flag = true)]
    Score {
        /// What `cargo xtask score --help` lists
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, hide = true)]
        arguments: Vec<OsString>,
    },
    /// Remove what a live run left on a server: the keys that are provably its own
    #[command(disable_help_flag = true)]
    Cleanup {
        /// What `cargo xtask cleanup --help` lists
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, hide = true)]
        arguments: Vec<OsString>,
    },
    /// Say what is wrong with the document, or with any OpenAPI 3.0 document
    Lint {
        /// A document in YAML or JSON; the maintained one when left out
        document: Option<std::path::PathBuf>,
    },
    /// Say what a change of the document means: what breaks, for whom, and where
    Compat(compat::Arguments),
    /// Say which version may follow the last release, and why: the document's difference joined with the client's
    Semver(advice::Arguments),
    /// May this be released? Runs every check, and gives one verdict
    Gate(Box<gate::Arguments>),
    /// Freeze the document and the client's public API as a version, and write its section of the CHANGELOG
    Release(release::Arguments),
    /// Write the client's code from the document
    Generate {
        /// Write nothing; exit with 3 if the code is stale
        #[arg(long)]
        check: bool,
    },
}

const JOBS: &str = "\
cargo xtask verify                   does a server keep the documented contract, and where not?
cargo xtask verify --recording FILE… the same for a HAR recording of your own traffic
cargo xtask rules [ID…]              why is this rule contradicted, or not verified? explained with its exchanges
cargo xtask serve [--profile NAME]   a server on loopback to develop against
cargo xtask verify --target sandbox  the same, sending requests to a server of our own
cargo xtask verify --target live     the same for the server at --base-url, with your access token
cargo xtask cleanup                  what did a live run leave there? removed, as far as it is provably its own
cargo xtask score                    would a broken server be noticed? one fault after the other
cargo xtask lint [DOCUMENT]          what is wrong with the document, or with any OpenAPI 3.0 document
cargo xtask compat [OLD NEW]         what does this change of the document mean?
cargo xtask semver                   which version may follow the last release, and why?
cargo xtask gate                     may this be released? every check, one verdict
cargo xtask release VERSION          freeze what is here as a version
cargo xtask generate                 write the client's code from the document
cargo xtask generate --check         is that code fresh?

Each explains itself with --help. Exit codes: README.md.
";

fn main() -> ExitCode {
    let done = match Arguments::parse().job {
        None => print(JOBS).map(|()| Exit::Held.code()),
        Some(Job::Verify { arguments }) => suite::run("verify", &arguments).map_err(Failure::could_not_run),
        Some(Job::Rules { arguments }) => suite::run("rules", &arguments).map_err(Failure::could_not_run),
        Some(Job::Serve { arguments }) => suite::run("serve", &arguments).map_err(Failure::could_not_run),
        Some(Job::Score { arguments }) => suite::run("score", &arguments).map_err(Failure::could_not_run),
        Some(Job::Cleanup { arguments }) => suite::run("cleanup", &arguments).map_err(Failure::could_not_run),
        Some(Job::Lint { document }) => lint::run(document.as_deref()).map(Exit::code),
        Some(Job::Compat(arguments)) => compat::run(&arguments).map(Exit::code),
        Some(Job::Semver(arguments)) => advice::run(&arguments).map(Exit::code),
        Some(Job::Gate(arguments)) => gate::run(&arguments).map(Exit::code),
        Some(Job::Release(arguments)) => release::run(&arguments).map(Exit::code),
        Some(Job::Generate { check }) => generate::run(check).map(Exit::code),
    };
    match done {
        Ok(code) => ExitCode::from(code),
        Err(failure) => {
            eprintln!("error: {}", openapi::escape_lines(&failure.text));
            failure.exit.into()
        }
    }
}

/// Writes to standard output. A reader that has gone away is no failure.
///
/// # Errors
///
/// When it cannot be written.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure::could_not_run(format!("cannot write to standard output: {error}")))
        }
        _ => Ok(()),
    }
}
