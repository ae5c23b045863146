//! A sandbox to try things on, until Ctrl-C: `cargo run -p cometapi-keys-sandbox --example serve -- [PROFILE] [PORT]`.
//!
//! `cargo xtask serve` does the same for people; this one builds without anything but the sandbox, for scripts.

use std::process::ExitCode;

use sandbox::{Profile, Sandbox};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let name = arguments.first().map_or("documented", String::as_str);
    let Some(profile) = Profile::named(name) else {
        eprintln!("there is no profile {name}");
        return ExitCode::from(2);
    };
    let Ok(port) = arguments.get(1).map_or(Ok(0), |port| port.parse()) else {
        eprintln!("the port must be a number up to 65535");
        return ExitCode::from(2);
    };
    let sandbox = match Sandbox::builder().profile(profile).port(port).start() {
        Ok(sandbox) => sandbox,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(2);
        }
    };
    println!("{}", sandbox.base_url());
    for account in sandbox.accounts() {
        println!("{} {}", account.name, account.access_token);
    }
    loop {
        std::thread::park();
    }
}
