//! What the command takes.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use openapi::compat::Severity;

/// Which changes fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    /// Breaking changes
    Breaking,
    /// Warnings too
    Warning,
}

impl FailOn {
    pub(crate) fn fails(self, severity: Severity) -> bool {
        match self {
            Self::Breaking => severity == Severity::Breaking,
            Self::Warning => severity != Severity::Compatible,
        }
    }

    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Breaking => "breaking",
            Self::Warning => "warning",
        }
    }
}

/// Exits with 0 when nothing fails, with 1 when a change does or an acceptance is stale, with 2 for what cannot be read.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// Two documents of OpenAPI 3.0, YAML or JSON; left out, the last released one and the maintained one
    #[arg(value_names = ["OLD", "NEW"], num_args = 2)]
    pub(crate) documents: Vec<PathBuf>,
    /// List the rules, with what each means and how much it matters in requests and in responses
    #[arg(long, conflicts_with_all = ["documents", "accept", "json", "junit", "markdown", "github"])]
    pub(crate) list: bool,
    /// Which changes make the command fail
    #[arg(long, value_enum, default_value = "breaking")]
    pub(crate) fail_on: FailOn,
    /// A TOML file of accepted changes, each with a reason; one that is about no change fails
    #[arg(long, value_name = "FILE")]
    pub(crate) accept: Option<PathBuf>,
    /// Do not hold the recordings against both documents, which needs the suite to be built
    #[arg(long)]
    pub(crate) no_recordings: bool,
    /// Write the report as JSON (`xtask/compat.schema.json`); `-` is standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) json: Option<PathBuf>,
    /// Write the report as JUnit XML; `-` is standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) junit: Option<PathBuf>,
    /// Write the report as Markdown; `-` is standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) markdown: Option<PathBuf>,
    /// Print annotations for GitHub as well
    #[arg(long)]
    pub(crate) github: bool,
}
