//! The suite's binary: what `cargo xtask` runs, in a process of its own.

use std::process::ExitCode;

use clap::Parser as _;
use contract_tests::arguments::{Arguments, Command};
use contract_tests::explain::rules;
use contract_tests::verify::verify;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let ended = match &arguments.command {
        Command::Verify(arguments) => verify(arguments),
        Command::Rules(asked) => rules(asked),
    };
    match ended {
        Ok(exit) => exit.into(),
        Err(failure) => {
            eprintln!("error: {}", openapi::escape_lines(&failure.to_string()));
            failure.exit.into()
        }
    }
}
