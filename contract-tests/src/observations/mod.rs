//! Observations: what a target does where the pages are silent. An observer sees what judges see, and decides nothing.

mod bearer;
mod enabling;
mod languages;
mod numbers;
mod observer;
mod pages;
mod parameters;
mod read_only;
mod redirects;
mod refusals;
mod script;
mod shown_keys;
mod silent;
mod tally;
mod throttling;
mod turning;
mod undocumented_members;
mod undocumented_requests;
mod wording;

pub use observer::{Observation, Observer, observers};
