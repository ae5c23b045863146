//! The suite's binary: what `cargo xtask` runs, in a process of its own.

use std::process::ExitCode;

use clap::{CommandFactory as _, FromArgMatches as _};
use contract_tests::arguments::{Arguments, Command};
use contract_tests::conformity::conformity;
use contract_tests::door::door;
use contract_tests::explain::rules;
use contract_tests::failure::Failure;
use contract_tests::live::cleanup;
use contract_tests::panic_text::panic_text;
use contract_tests::parity;
use contract_tests::score::score;
use contract_tests::serve::serve;
use contract_tests::verify::verify;
use openapi::Exit;

fn main() -> ExitCode {
    let mut command = Arguments::command().bin_name(door());
    let arguments = match Arguments::from_arg_matches(&command.clone().get_matches()) {
        Ok(arguments) => arguments,
        Err(error) => error.format(&mut command).exit(),
    };
    std::panic::set_hook(Box::new(|panic| eprintln!("{}", openapi::escape_lines(&panic_text(panic)))));
    // A panic is no verdict.
    match std::panic::catch_unwind(|| run(&arguments)) {
        Ok(Ok(exit)) => exit.into(),
        Ok(Err(failure)) => {
            eprintln!("error: {}", openapi::escape_lines(&failure.to_string()));
            failure.exit.into()
        }
        Err(_) => Exit::CouldNotRun.into(),
    }
}

fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    match &arguments.command {
        Command::Verify(arguments) => verify(arguments),
        Command::Rules(asked) => rules(asked),
        Command::Serve(arguments) => serve(arguments),
        Command::Score(arguments) => score(arguments),
        Command::Cleanup(arguments) => cleanup(arguments),
        Command::Conformity(arguments) => conformity(arguments),
        Command::Parity => parity::print(),
    }
}
