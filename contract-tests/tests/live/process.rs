//! The binary in a process of its own.

use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use crate::observed::Observed;

/// What a process said.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// The binary with these words, tokens, and a state folder of its own.
pub(crate) fn command(arguments: &[&str], tokens: &[&str], state: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_contract-tests"));
    command.args(arguments).current_dir(state).stdin(Stdio::null());
    for name in ["COMETAPI_BASE_URL", "COMETAPI_ACCESS_TOKEN", "COMETAPI_SECOND_ACCESS_TOKEN"] {
        command.env_remove(name);
    }
    command.env("XDG_STATE_HOME", state);
    let names = ["COMETAPI_ACCESS_TOKEN", "COMETAPI_SECOND_ACCESS_TOKEN"];
    command.envs(names.iter().zip(tokens));
    command
}

/// A live run against a server, with the tokens of so many of its accounts and these words more.
pub(crate) fn live(server: &Observed, accounts: usize, state: &Path, more: &[&str]) -> Command {
    let tokens: Vec<String> = (0..accounts).map(|account| server.token(account)).collect();
    let tokens: Vec<&str> = tokens.iter().map(String::as_str).collect();
    let words = ["verify", "--target", "live", "--base-url", &server.base_url];
    command(&[&words, more].concat(), &tokens, state)
}

/// Runs it to its end.
pub(crate) fn said(mut command: Command) -> Said {
    let Output { status, stdout, stderr } = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Said { code: status.code().unwrap_or(-1), stdout: text(stdout), stderr: text(stderr) }
}

/// Starts it, and shows nothing of it.
pub(crate) fn started(mut command: Command) -> Child {
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// The ledgers below a state folder.
pub(crate) fn ledgers(state: &Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(state.join("cometapi-keys").join("ledgers")).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).collect()
}
