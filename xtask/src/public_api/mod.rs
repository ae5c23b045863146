//! The client's public Rust API: what it is now, and how it differs from the one that was released.

mod built;
mod difference;
mod line;

pub(crate) use built::{PublicApi, build};
pub(crate) use difference::{ApiChange, differences};
