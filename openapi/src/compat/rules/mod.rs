//! All rules.

pub(super) mod interface;
pub(super) mod schema;

use super::Rule;

/// Every rule, those of paths and operations first.
pub static RULES: &[&[&Rule]] = &[interface::ALL, schema::ALL];

/// The rule with an id.
#[must_use]
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().copied().flatten().copied().find(|rule| rule.id == id)
}
