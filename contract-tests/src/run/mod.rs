//! Carrying out the steps of cases: ids are read from what the server answers, in whatever dialect, so that a broken server
//! is explored all the same.

mod case_run;
mod cleaner;
mod guarding;
mod made_keys;
mod membership;
mod place;
mod preparing;
mod probe;
mod putting_away;
mod request;

pub use case_run::CaseRun;
pub use cleaner::{AllRecords, Cleaner};
pub use guarding::{Foreseen, ForeseenCase};
pub use membership::Membership;
pub(crate) use place::{ON_DISPOSABLE, REQUEST, case_of_place, is_of_a_run, name_of};
pub use place::{Place, case_of};
pub use probe::Probed;
