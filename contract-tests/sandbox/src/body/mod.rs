//! Reading request bodies.

mod members;
mod reading;
mod surrogates;

pub(crate) use members::Members;
pub(crate) use reading::read;
pub(crate) use surrogates::has_half_pairs;
