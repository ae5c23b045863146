//! What the stages share, each part of it made once.

use std::cell::OnceCell;
use std::path::{Path, PathBuf};
use std::time::Duration;

use openapi::Source;
use semver::Version;

use crate::advice::{Advice, advise};
use crate::failure::Failure;
use crate::released::{self, Release};
use crate::suite::{Printed, Suite};
use crate::workspace;

/// What the stages share.
pub(crate) struct Context {
    /// The workspace.
    pub(crate) root: PathBuf,
    /// The version that is to be released, where it is known: otherwise that of the workspace is meant.
    pub(crate) version: Option<Version>,
    /// The report of a live run.
    pub(crate) live_report: Option<PathBuf>,
    /// How old that may be.
    pub(crate) max_age: Duration,
    last: OnceCell<Result<Option<Release>, Failure>>,
    advice: OnceCell<Option<Result<Advice, Failure>>>,
    suite: OnceCell<Result<Suite, String>>,
    verified: OnceCell<Option<Result<Printed, String>>>,
}

/// A day.
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

impl Context {
    pub(crate) fn new(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            version: None,
            live_report: None,
            max_age: DAY,
            last: OnceCell::new(),
            advice: OnceCell::new(),
            suite: OnceCell::new(),
            verified: OnceCell::new(),
        }
    }

    /// The maintained document.
    pub(super) fn document(&self) -> Result<Source, Failure> {
        let mut source = Source::load(&self.root.join(workspace::DOCUMENT)).map_err(Failure::usage)?;
        workspace::DOCUMENT.clone_into(&mut source.name);
        Ok(source)
    }

    /// What was released last.
    pub(super) fn last(&self) -> Result<Option<&Release>, &Failure> {
        self.last.get_or_init(|| released::last(&self.root)).as_ref().map(Option::as_ref)
    }

    /// What the changes since then ask of the version; none where nothing was released.
    pub(crate) fn advice(&self) -> Option<Result<&Advice, &Failure>> {
        let made = self.advice.get_or_init(|| {
            let last = self.last().ok().flatten()?;
            Some(advise(&self.root, last))
        });
        made.as_ref().map(Result::as_ref)
    }

    /// The version that is to be released.
    pub(super) fn version(&self) -> Result<Version, Failure> {
        self.version.clone().map_or_else(|| workspace::version(&self.root), Ok)
    }

    /// The suite.
    pub(super) fn suite(&self) -> Result<&Suite, &String> {
        self.suite.get_or_init(Suite::built).as_ref()
    }

    /// What a job of the suite prints; none where there is no suite.
    pub(super) fn read(&self, job: &str, arguments: &[&str]) -> Option<Result<Printed, String>> {
        self.suite().ok().map(|suite| suite.read(&self.root, job, arguments))
    }

    /// The recordings, judged; none where there is no suite.
    pub(super) fn verified(&self) -> Option<Result<&Printed, &String>> {
        self.verified.get_or_init(|| self.read("verify", &["--json", "-"])).as_ref().map(Result::as_ref)
    }
}
