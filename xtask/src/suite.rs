//! The jobs of the suite, `verify` and others: builds it, and becomes it.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;

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
    command.arg(job).args(arguments);
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
    let status = command.status()?;
    // A signal is no verdict.
    let code = status.code().and_then(|code| u8::try_from(code).ok()).filter(|&code| code <= Exit::CouldNotRun.code());
    Ok(code.unwrap_or(Exit::CouldNotRun.code()))
}

fn build() -> Result<PathBuf, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["build", "--quiet", "--package", "contract-tests", "--bin", "contract-tests"])
        .arg("--message-format=json-render-diagnostics")
        // Build scripts and compilers have no business with them.
        .env_remove("COMETAPI_ACCESS_TOKEN")
        .env_remove("COMETAPI_SECOND_ACCESS_TOKEN")
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
