//! The objects of OpenAPI 3.0.3, one table each.

mod interface;
mod message;
mod schema;
mod top;

pub(super) use interface::{CALLBACK, OPERATION, PARAMETER, PATH_ITEM, PATHS, REQUEST_BODY, RESPONSES};
pub(super) use message::{EXAMPLE, HEADER, LINK, MEDIA_TYPE, RESPONSE};
pub(super) use schema::{DISCRIMINATOR, EXTERNAL_DOCS, SCHEMA};
pub(super) use top::{OAUTH_FLOWS, OPENAPI, SECURITY_REQUIREMENT, SECURITY_SCHEME, SERVER};
