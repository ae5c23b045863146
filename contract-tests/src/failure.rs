//! Why a run could not give a verdict, with the exit code it ends with.

use openapi::Exit;
use openapi::rules::UnknownRule;

use crate::door::door;
use crate::redaction::mask_lookalikes;

/// Why a run could not give a verdict. Its text says what failed, where, and what to do next, and holds no secret.
#[derive(Debug)]
pub struct Failure {
    /// The exit code.
    pub exit: Exit,
    text: String,
}

impl Failure {
    /// Wrong usage, configuration, document, or a recording that cannot be read.
    pub fn usage(text: impl std::fmt::Display) -> Self {
        Self { exit: Exit::Usage, text: text.to_string() }
    }

    /// The same, with lines below it, and another exit code where that is graver.
    #[must_use]
    pub fn and(self, lines: impl IntoIterator<Item = String>, exit: Exit) -> Self {
        let text = lines.into_iter().fold(self.text, |text, line| text + "\n  " + &line);
        Self { exit: Exit::gravest([self.exit, exit]), text }
    }

    /// Something on this machine stood in the way.
    pub fn could_not_run(text: impl std::fmt::Display) -> Self {
        Self { exit: Exit::CouldNotRun, text: text.to_string() }
    }

    /// Nothing of this API answered.
    pub fn nothing_answered(text: impl std::fmt::Display) -> Self {
        Self { exit: Exit::NotVerified, text: text.to_string() }
    }

    /// A secret in a file that we keep.
    pub fn secret(text: impl std::fmt::Display) -> Self {
        Self { exit: Exit::Secret, text: text.to_string() }
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for Failure {}

impl From<UnknownRule> for Failure {
    fn from(error: UnknownRule) -> Self {
        Self::usage(format!("{}\n  all of them: {} rules", mask_lookalikes(&error.to_string()), door()))
    }
}
