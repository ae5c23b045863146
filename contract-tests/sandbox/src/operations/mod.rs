//! The operations: each from a request to an answer, on the keys of one account.

mod create;
mod delete;
mod get;
mod key_in_clear;
mod list;
mod models;
mod update;
mod validation;

pub(crate) use create::create;
pub(crate) use delete::delete;
pub(crate) use get::get;
pub(crate) use key_in_clear::key_in_clear;
pub(crate) use list::list;
pub(crate) use models::{key_value, models};
pub(crate) use update::update;
