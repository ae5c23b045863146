//! The jobs of the suite, `verify` and others: builds it, and becomes it, or reads what it prints.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use openapi::Exit;
use serde_json::Value;

/// Tells the suite by which command it is run, so that the commands it advises are those of this repository.
const DOOR: (&str, &str) = ("CONTRACT_TESTS_DOOR", "cargo xtask");

/// Names a suite that is built already, and that is run as it is.
const BUILT: &str = "XTASK_SUITE";

/// What a job printed, and how it ended.
pub(crate) struct Printed {
    /// The exit code.
    pub(crate) code: u8,
    /// What it printed to standard output.
    pub(crate) text: String,
    /// What it said on standard error.
    pub(crate) said: String,
}

impl Printed {
    /// What it printed, as JSON.
    ///
    /// # Errors
    ///
    /// When it printed none: with what it said instead.
    pub(crate) fn json(&self) -> Result<Value, String> {
        serde_json::from_str(&self.text).map_err(|_| match self.said.trim() {
            "" => format!("the suite ended with {} and said nothing", self.code),
            said => said.strip_prefix("error: ").unwrap_or(said).to_owned(),
        })
    }
}

/// The suite, built.
#[derive(Clone, Debug)]
pub(crate) struct Suite(PathBuf);

impl Suite {
    /// Builds it, if it is not.
    ///
    /// # Errors
    ///
    /// When it cannot be built; the text says what to do.
    pub(crate) fn built() -> Result<Self, String> {
        build().map(Self)
    }

    /// Runs a job in a folder and reads what it prints. It gets no access token: nothing of this sends to a server that is
    /// not its own.
    ///
    /// # Errors
    ///
    /// When it cannot be started.
    pub(crate) fn read<S: AsRef<std::ffi::OsStr>>(
        &self,
        folder: &Path,
        job: &str,
        arguments: &[S],
    ) -> Result<Printed, String> {
        let mut command = Command::new(&self.0);
        command.env(DOOR.0, DOOR.1).arg(job).args(arguments).current_dir(folder).stdin(Stdio::null());
        let output = without_tokens(&mut command).output();
        let output = output.map_err(|error| format!("cannot start {}: {error}", self.0.display()))?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let (text, said) = (text(&output.stdout), text(&output.stderr));
        Ok(Printed { code: code(output.status), text, said })
    }
}

fn without_tokens(command: &mut Command) -> &mut Command {
    command.env_remove("COMETAPI_ACCESS_TOKEN").env_remove("COMETAPI_SECOND_ACCESS_TOKEN")
}

/// The exit code of a process. A signal is no verdict.
fn code(status: std::process::ExitStatus) -> u8 {
    let code = status.code().and_then(|code| u8::try_from(code).ok()).filter(|&code| code <= Exit::CouldNotRun.code());
    code.unwrap_or(Exit::CouldNotRun.code())
}

/// Runs a job of the suite with these arguments and gives its exit code.
///
/// On Unix the suite takes the place of this process: signals go to it and to nothing else, and there is no parent whose
/// death it would have to notice.
///
/// # Errors
///
/// When the suite cannot be built or started; the text says what to do.
pub(crate) fn run(job: &str, arguments: &[OsString]) -> Result<u8, String> {
    let suite = build()?;
    let mut command = Command::new(&suite);
    command.env(DOOR.0, DOOR.1).arg(job).args(arguments);
    become_it(&mut command).map_err(|error| {
        format!("cannot start {}: {error}\n  build it again: cargo clean -p contract-tests", suite.display())
    })
}

#[cfg(unix)]
fn become_it(command: &mut Command) -> std::io::Result<u8> {
    Err(std::os::unix::process::CommandExt::exec(command))
}

#[cfg(not(unix))]
fn become_it(command: &mut Command) -> std::io::Result<u8> {
    Ok(code(command.status()?))
}

fn build() -> Result<PathBuf, String> {
    if let Some(built) = std::env::var_os(BUILT) {
        return Ok(built.into());
    }
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    // Build scripts and compilers have no business with tokens.
    let output = without_tokens(&mut Command::new(cargo))
        .args(["build", "--quiet", "--package", "contract-tests", "--bin", "contract-tests"])
        .arg("--message-format=json-render-diagnostics")
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("cannot run cargo: {error}\n  install Rust: https://rustup.rs"))?;
    if !output.status.success() {
        let advice = "if the generated client is at fault, run `cargo xtask generate`; it works while the client does not compile";
        return Err(format!("the suite does not build, so nothing was judged\n  {advice}"));
    }
    let messages = String::from_utf8_lossy(&output.stdout);
    let executable = messages.lines().rev().find_map(|line| {
        let message: Value = serde_json::from_str(line).ok()?;
        message.get("executable")?.as_str().map(PathBuf::from)
    });
    executable.ok_or_else(|| "cargo built the suite but did not say where\n  update Rust: rustup update".to_owned())
}
