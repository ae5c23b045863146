//! Joins drivers, server and judges: runs cases, and makes those that contradict a rule as small as they go.

mod again;
mod explore;
mod explored;
mod options;
mod round;
mod stored;

pub use explore::explore;
pub(crate) use explore::{explored, limits, maintained};
pub use explored::{Explored, Found, Recurrence};
pub use options::{ExploreError, Options, Progress, Show, Tell};
pub(crate) use round::{Ground, case_of};
pub(crate) use stored::seed_of;
pub use stored::{Stored, StoredError};
