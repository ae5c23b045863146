//! A line on the terminal that says how far a run is, and goes when it is over. In a pipe there is none.

use std::io::IsTerminal as _;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// How often it is written anew.
const BETWEEN: Duration = Duration::from_millis(100);

/// A line on standard error, where that is a terminal.
pub struct ProgressLine(Option<Mutex<Instant>>);

impl ProgressLine {
    /// One with nothing in it yet.
    #[must_use]
    pub fn begin() -> Self {
        Self(std::io::stderr().is_terminal().then(|| Mutex::new(Instant::now())))
    }

    /// Shows how far the run is, unless it was shown a moment ago.
    pub fn show(&self, text: std::fmt::Arguments<'_>) {
        let Some(Ok(mut written)) = self.0.as_ref().map(Mutex::lock) else { return };
        if written.elapsed() >= BETWEEN {
            *written = Instant::now();
            eprint!("\r{text}\x1b[K");
        }
    }

    /// Takes the line away.
    pub fn clear(&self) {
        if self.0.is_some() {
            eprint!("\r\x1b[K");
        }
    }
}
