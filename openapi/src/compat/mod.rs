//! What the change from one document to another means for those who use it.
//!
//! [`compare`] takes any two documents of OpenAPI 3.0 and gives every [`Change`] between them: by a stable [`Rule`], which
//! way it goes, and who breaks. Request schemas are compared closed (a correct client sends no member that is not
//! described), response schemas open (a reader passes over members that it does not know). The same meaning written
//! differently is no change; descriptions, titles, tags, examples, links and extensions are no contract.

mod accepted;
mod change;
mod compare;
mod interface;
mod readable;
mod rule;
mod rules;
mod schema;

pub use accepted::{Acceptance, AcceptanceError, AcceptanceProblem, Accepted};
pub use change::{Breaks, Change, Place, Way};
pub use compare::{Comparison, compare};
pub use readable::Unreadable;
pub use rule::{Effect, Rule, Severity};
pub use rules::{RULES, rule};
