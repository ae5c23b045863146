//! A server on loopback with the keys of its own accounts: it behaves as the documentation of CometAPI's key management
//! says, or, by a profile, as a recorded server did. A fault can be built into it, to see whether it is found.
//!
//! For programs that need a server to talk to while they are written and tested, and for our own drivers. It has a model
//! of its own, and shares no code with the judges but the reading of the document: a mistake in one does not hide in the
//! other.

mod account;
mod allow_list;
mod answer;
mod body;
mod builder;
mod clock;
mod departures;
mod faults;
#[cfg(test)]
mod generated_requests;
mod key;
mod key_values;
mod limits;
mod messages;
mod model;
mod operations;
mod paging;
mod profile;
mod profiles;
mod rate_limit;
mod refusal;
mod request;
mod request_log;
mod route;
mod running;
mod sent;
mod server;
mod situations;
mod state_file;
mod store;
mod world;

pub use account::Account;
pub use builder::{Builder, StartError};
pub use clock::Clock;
pub use departures::Departure;
pub use faults::{Control, Family, Fault};
pub use key::Key;
pub use profile::{
    AllowListOfCreates, Bodies, Checking, Keys, Lists, Messages, ModelDescription, Models, NameLimit, OddNumbers,
    Paging, Paths, Profile, Quotas, Records, StatusByUse, StatusInUpdates, Tokens,
};
pub use rate_limit::RateLimit;
pub use running::Sandbox;
pub use server::{LARGEST_BODY, SLOWEST_REQUEST};
pub use situations::Situation;
pub use state_file::StateFileError;
