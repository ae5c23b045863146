//! What a server may get wrong, and what it may do that is unusual: built into a sandbox, one at a time.
//!
//! Each is a small function from a [`turn::Turn`] to an answer. It may change the request, let the server do what it does,
//! change what was stored and what is answered, or replace the bytes on the wire; the model of the server knows nothing of
//! it, and a sandbox without one takes another path from the connection on.

mod concurrency;
mod controls;
mod editing;
mod effect_deletes;
mod effect_updates;
mod fault;
mod hooks;
mod memory;
mod raw_answer;
mod security_accounts;
mod security_models;
mod security_secrets;
mod serving;
mod shape_envelopes;
mod shape_records;
mod turn;
mod validation_bodies;
mod validation_values;
mod value_lists;
mod value_numbers;
mod value_texts;
mod wire_bodies;
mod wire_connections;

pub use fault::{Control, Family, Fault};
pub(crate) use hooks::Hooks;
pub(crate) use memory::Planted;
pub(crate) use serving::connection;
