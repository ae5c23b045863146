//! Why a job could not be done, with the exit code it ends with.

use openapi::Exit;

/// Why a job could not be done. Its text says what failed, where, and what to do next.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    /// The exit code.
    pub(crate) exit: Exit,
    /// The text, which may have several lines.
    pub(crate) text: String,
}

impl Failure {
    /// Wrong usage, configuration or document.
    pub(crate) fn usage(text: impl std::fmt::Display) -> Self {
        Self { exit: Exit::Usage, text: text.to_string() }
    }

    /// Something on this machine stood in the way.
    pub(crate) fn could_not_run(text: impl std::fmt::Display) -> Self {
        Self { exit: Exit::CouldNotRun, text: text.to_string() }
    }
}
