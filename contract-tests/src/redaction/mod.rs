//! The one place where secrets are taken out of text.
//!
//! Two nets. A [`Redactor`] *learns* secrets where their position gives them away (a credential header, a member named
//! `key`, an account's token) and then replaces them wherever they occur. [`mask_lookalikes`] knows nothing and masks
//! what looks like a credential; it goes over everything that is printed.
//!
//! [`ForeignRecords`] is about names and addresses, not secrets: those of keys that are somebody else's.

mod answer_records;
mod encodings;
mod foreign_records;
mod json_strings;
mod lookalike;
mod names;
mod placeholder;
mod redactor;
mod running;
mod stand_ins;

pub use foreign_records::{ForeignRecords, IsOurs};
pub use lookalike::mask_lookalikes;
pub(crate) use names::bare_secret;
pub use names::{is_credential_header, is_secret_name};
pub use placeholder::is_redacted;
pub(crate) use placeholder::{TELLING, is_anonymous, is_telling};
pub use redactor::Redactor;
pub use running::RunningSecrets;
