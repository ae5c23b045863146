//! Serving until it is stopped.

use openapi::Exit;
use sandbox::{Profile, RateLimit, Sandbox, StartError};

use super::explanation;
use super::signals::StopSignals;
use crate::arguments::Serve;
use crate::failure::Failure;
use crate::output;
use crate::sandbox_target::profile_named;
use crate::score::Subject;

/// Serves a sandbox, or explains its profile.
///
/// # Errors
///
/// When the profile is unknown, the port is taken, or the state file is none: exit 2.
pub fn serve(arguments: &Serve) -> Result<Exit, Failure> {
    let profile = profile_named(&arguments.profile)?;
    if arguments.explain {
        output::to_stdout(&explanation::of(profile)?)?;
        return Ok(Exit::Held);
    }
    let fault = arguments.fault.as_deref().map(Subject::named).transpose()?;
    let sandbox = start(arguments, profile, fault)?;
    // Before anybody knows where it is, so that no signal comes too early.
    let stop =
        StopSignals::listen().map_err(|error| Failure::could_not_run(format!("cannot wait for Ctrl-C: {error}")))?;
    output::to_stdout(&greeting(&sandbox, fault))?;
    stop.wait();
    // The answer to a program that runs right now comes first; then the state goes into its file.
    sandbox.stop().map_err(Failure::could_not_run)?;
    Ok(Exit::Held)
}

fn start(arguments: &Serve, profile: &Profile, fault: Option<Subject>) -> Result<Sandbox, Failure> {
    let mut builder = Sandbox::builder().profile(profile).port(arguments.port);
    if let Some(subject) = fault {
        builder = subject.given_to(builder);
    }
    if let Some(path) = &arguments.state {
        builder = builder.state_file(path);
    }
    if let Some(requests) = arguments.rate_limit {
        builder = builder.rate_limit(RateLimit { requests: requests as usize, seconds: arguments.rate_seconds });
    }
    if arguments.log {
        builder = builder.log_to_stderr();
    }
    builder.start().map_err(|error| match error {
        StartError::Port { port, error } => Failure::usage(format!(
            "port {port} of 127.0.0.1 cannot be opened: {error}\n  name another with --port N, or leave it out for a free one"
        )),
        StartError::State(error) => Failure::usage(error),
        other => Failure::could_not_run(other),
    })
}

/// What a person needs, and last a line to paste. A sandbox's tokens are no secrets.
fn greeting(sandbox: &Sandbox, fault: Option<Subject>) -> String {
    let (url, profile) = (sandbox.base_url(), sandbox.profile().name);
    let with = fault.map_or_else(String::new, |fault| format!(", with {}", fault.name()));
    let says = fault.map_or_else(String::new, |fault| format!("{}\n", fault.says()));
    let mut text = format!("sandbox, profile {profile}{with}; Ctrl-C stops it\n{says}\n  base URL     {url}\n");
    for account in sandbox.accounts() {
        text.push_str(&format!("  {:<12} {}\n", account.name, account.access_token));
    }
    let token = sandbox.accounts().first().map(|account| account.access_token.as_str()).unwrap_or_default();
    text.push_str(&format!("\ncurl {url}/api/token/ -H \"Authorization: {token}\"\n"));
    text
}
