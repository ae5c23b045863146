#![doc = include_str!("../README.md")]

mod access_token;
mod allow_list;
mod base_url;
mod client;
mod confirmation;
mod envelope;
mod error;
mod expiry;
mod group;
mod inner;
mod key_id;
mod key_name;
mod key_secret;
mod key_status;
mod model_limits;
mod new_key;
mod object;
mod operation;
mod optional;
mod options;
mod quota;
mod reading;
mod transport;
mod update;
mod verbs;

/// The code that `cargo xtask generate` makes of the document: types, and a method per operation for those who know.
#[expect(
    clippy::allow_attributes,
    clippy::allow_attributes_without_reason,
    reason = "generated: what a linter finds here is the generator's, or the document's, to change"
)]
#[rustfmt::skip]
pub mod generated;

pub use access_token::AccessToken;
pub use allow_list::AllowList;
pub use base_url::BaseUrl;
pub use client::Client;
pub use confirmation::{Confirm, Field};
pub use envelope::{Data, Envelope, NoData};
pub use error::{Error, Kind};
pub use expiry::Expiry;
pub use generated::types::{ApiKey, ApiKeyPage, CreateApiKey, UpdateApiKey};
pub use group::Group;
pub use inner::Inner;
pub use key_id::KeyId;
pub use key_name::KeyName;
pub use key_secret::KeySecret;
pub use key_status::KeyStatus;
pub use model_limits::ModelLimits;
pub use new_key::NewKey;
pub use operation::Operation;
pub use optional::Optional;
pub use options::Options;
pub use quota::Quota;
pub use transport::{HttpTransport, Sending, Transport};
pub use update::Update;

// What the generated code reads members with.
pub(crate) use object::objects;
pub(crate) use optional::required_nullable;
