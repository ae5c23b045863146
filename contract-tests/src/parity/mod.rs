//! Whether a sandbox answers recorded requests as the recorded server did.
//!
//! Every request of a deployment goes over HTTP into a sandbox, one after the other; its clock, the ids and the values of
//! its keys are bound to what the recording shows. Then each answer is compared with the recorded one, member by member,
//! but for what [`NOT_COMPARED`] lists.

mod bindings;
mod comparison;
mod date;
mod job;
mod order;
mod recorded;
mod records;
mod replay;
mod report;
mod uncovered;

pub use comparison::{Difference, HEADERS, NOT_COMPARED, differences};
pub use job::print;
pub use recorded::Recorded;
pub use replay::{Pair, Replayed, replay};
pub use report::ParityReport;
pub use uncovered::uncovered;
