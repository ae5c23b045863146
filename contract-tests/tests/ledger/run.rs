//! Runs the suite's binary.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    /// Fails with all that was printed when it ended otherwise.
    #[track_caller]
    pub(crate) fn ends(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{}{}", self.stdout, self.stderr);
        self
    }

    /// Fails when a text was not printed to standard output.
    #[track_caller]
    pub(crate) fn prints(self, text: &str) -> Self {
        assert!(self.stdout.contains(text), "not printed: {text}\n{}{}", self.stdout, self.stderr);
        self
    }

    /// Fails when a text was not printed to standard error.
    #[track_caller]
    pub(crate) fn complains(self, text: &str) -> Self {
        assert!(self.stderr.contains(text), "not printed: {text}\n{}", self.stderr);
        self
    }
}

pub(crate) fn suite(directory: &Path, job: &str, arguments: &[&str]) -> Run {
    let binary = env!("CARGO_BIN_EXE_contract-tests");
    let output = Command::new(binary).arg(job).args(arguments).current_dir(directory).output().unwrap();
    let Output { status, stdout, stderr } = output;
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let run = Run { code: status.code().unwrap(), stdout: text(stdout), stderr: text(stderr) };
    assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
    run
}

/// `verify` in the repository, on what is kept there.
pub(crate) fn verify(arguments: &[&str]) -> Run {
    suite(root(), "verify", arguments)
}

/// The repository.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// The maintained ledger.
pub(crate) fn maintained() -> String {
    std::fs::read_to_string(root().join("openapi/divergences.toml")).unwrap()
}

pub(crate) fn recording(deployment: &str, topic: &str) -> PathBuf {
    root().join(format!("contract-tests/recordings/{deployment}/{topic}.har"))
}

/// A recording of two deployments that shows a little of everything.
pub(crate) fn lifecycle(deployment: &str) -> Value {
    serde_json::from_slice(&std::fs::read(recording(deployment, "lifecycle")).unwrap()).unwrap()
}
