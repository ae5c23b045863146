//! By which command the suite is run.

/// Set where `cargo xtask` is the command to say: in this repository.
const VARIABLE: &str = "CONTRACT_TESTS_DOOR";

/// What comes before the name of a job in a command that a person can run: `cargo xtask`, or the name of the binary where it
/// was installed.
pub fn door() -> &'static str {
    const XTASK: &str = "cargo xtask";
    // Nothing else is taken from there: this is shown as a command to run.
    if std::env::var(VARIABLE).is_ok_and(|value| value == XTASK) { XTASK } else { env!("CARGO_PKG_NAME") }
}
