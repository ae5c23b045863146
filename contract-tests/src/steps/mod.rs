//! What a run does, before it is known which ids the server will give: steps that can be read, compared, and made smaller.

mod ask;
mod body;
mod case;
mod described;
mod given;
mod smaller;
mod token;

pub use ask::{Ask, KeyRef, What, Who};
pub use body::{Base, Body, ContentType, FIELDS, Known, Shape};
pub use case::{Case, Step};
pub use given::{Given, NameText, Unit};
pub use smaller::smaller;
pub use token::Token;
