//! What is under way, on standard error: a line that goes where that is a terminal, a line for each stage where it is not.

use std::io::{IsTerminal as _, Write as _};

use super::outcome::Done;
use super::stages::Stage;

/// Says what is under way.
pub(super) struct Progress {
    is_terminal: bool,
    of: usize,
}

impl Progress {
    pub(super) fn begin(of: usize) -> Self {
        Self { is_terminal: std::io::stderr().is_terminal(), of }
    }

    pub(super) fn starts(&self, number: usize, stage: &Stage) {
        if self.is_terminal {
            let _ = write!(std::io::stderr(), "\r\x1b[K{number} of {}  {}: {}", self.of, stage.name, stage.asks);
        }
    }

    pub(super) fn ended(&self, number: usize, done: &Done) {
        if !self.is_terminal {
            let (name, state, took) = (done.name, done.outcome.state.word(), done.took.as_secs_f64());
            let _ = writeln!(std::io::stderr(), "{number} of {}  {name}: {state} after {took:.1} s", self.of);
        }
    }

    pub(super) fn over(&self) {
        if self.is_terminal {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
        }
    }
}
