//! What a profile is, where it departs from the documentation, and what nothing vouches for.

use sandbox::{Profile, Situation};

use crate::failure::Failure;

/// The explanation of a profile.
///
/// # Errors
///
/// When the recordings behind it cannot be read.
pub(super) fn of(profile: &Profile) -> Result<String, Failure> {
    let mut text = format!("profile {}\n", profile.name);
    let departures = profile.departures();
    if departures.is_empty() {
        text.push_str("\nIt does what the documentation says, and where that is silent the plainest thing.\n");
    } else {
        text.push_str("\nWhere it departs from the documentation, as recorded:\n");
    }
    for departure in &departures {
        let (of, here, documented) = (departure.of, &departure.here, &departure.documented);
        text.push_str(&format!("  {of}\n    here        {here}\n    documented  {documented}\n"));
    }
    let _ = Situation::all();
    Ok(text)
}
