//! Sending requests to a server, each of which becomes an exchange that is judged.

mod answer;
mod care;
mod client_transport;
mod clock;
mod given_headers;
mod http_client;
mod judged;
mod pace;
mod record;
mod session;
mod target;
mod unreached;

pub use answer::RawAnswer;
pub use care::{Care, Hide};
pub use client_transport::ClientTransport;
pub use given_headers::{GivenHeaders, HeaderError, is_variable};
pub use judged::{Judged, Numbers};
pub use pace::{Pace, Permit, Spent};
pub use record::{Record, id_of};
pub use session::{Limits, Over, Session};
pub use target::{AccountToken, Target, TargetError};
