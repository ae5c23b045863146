//! Reading request bodies.

mod members;
mod reading;
mod surrogates;

pub(crate) use reading::read;
