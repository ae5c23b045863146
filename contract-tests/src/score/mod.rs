//! `cargo xtask score`: would a broken server be noticed? Every fault that the sandbox can be given is given to one, alone,
//! and the run that everybody gets by default is let loose on it.
//!
//! This is the only place that knows of faults: drivers and judges see a server.

mod command;
mod survivors;
mod table;
mod tried;

pub use command::score;
pub use survivors::{SURVIVORS_FILE, Survivors};
pub use tried::{Noticed, Subject, Tried, Turnout, try_all};
