//! What can come up while a sandbox answers, so that one can say what recordings have shown and what they have not.

mod body;
mod kinds;
mod members;
mod noting;
mod situation;

pub(crate) use noting::{note, note_body, note_model_request, note_outcome, note_route};
pub use situation::Situation;
