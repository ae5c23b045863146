//! Belief: what the keys of the accounts may look like now, from what a trace has shown so far, and what an exchange shows
//! when it is held against that. It shares no code with the sandbox's model: a bug in one must not hide in the other.

mod account;
mod candidate;
mod cause;
mod field;
mod group;
mod identity;
mod key;
mod key_use;
mod key_values;
mod listing;
mod meanwhile;
mod model_request;
mod named;
mod overlap;
mod server;
mod shown;
mod surroundings;
mod tracking;
mod write;

pub use field::{Field, FieldMap, is_lifted};
pub use meanwhile::Half;
pub use overlap::Overlap;
pub use shown::{
    Cause, Check, CreatedShown, Difference, ListingShown, Missing, ModelShown, ModelState, Named, Pointer,
    ReadOnlyChange, RecordShown, Shown, Whose,
};
pub use tracking::{Belief, KnownKey, UNKNOWN};
pub use write::{Giving, Write, concerns, giving};
