#![doc = include_str!("../README.md")]

mod access_token;
mod base_url;
mod client;
mod envelope;
mod error;
mod inner;
mod key_secret;
mod key_status;
mod operation;
mod optional;
mod reading;
mod transport;
mod update;

/// The code that `cargo xtask generate` makes of the document: types, and a method per operation for those who know.
#[expect(
    clippy::allow_attributes,
    clippy::allow_attributes_without_reason,
    missing_docs,
    reason = "generated: what a linter finds here is the generator's, or the document's, to change"
)]
#[rustfmt::skip]
pub mod generated;

pub use access_token::AccessToken;
pub use base_url::BaseUrl;
pub use client::{Client, Options};
pub use envelope::{Data, Envelope, NoData};
pub use error::{Error, Kind};
pub use generated::types::{ApiKey, ApiKeyPage, CreateApiKey, UpdateApiKey};
pub use inner::Inner;
pub use key_secret::KeySecret;
pub use key_status::KeyStatus;
pub use operation::Operation;
pub use optional::{Optional, required_nullable};
pub use transport::{HttpTransport, Sending, Transport};
