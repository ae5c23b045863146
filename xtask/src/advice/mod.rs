//! What a change asks of the next version: the document's difference joined with that of the client's public API.

mod advise;
mod command;
mod join;
mod json;
mod level;
mod terminal;

pub(crate) use advise::{Advice, advise};
pub(crate) use command::{Arguments, run};
pub(crate) use join::Reason;
pub(crate) use level::Level;
pub(crate) use terminal::{api_change, document_side, headline};
