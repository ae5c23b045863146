//! What a profile is, where it departs from the documentation, and what nothing vouches for.

use sandbox::{Profile, Situation};

use crate::failure::Failure;
use crate::parity;
use crate::recordings;

/// The explanation of a profile.
///
/// # Errors
///
/// When the recordings behind it cannot be read.
pub(super) fn of(profile: &Profile) -> Result<String, Failure> {
    let mut text = format!("profile {}\n", profile.name);
    let departures = profile.departures();
    if departures.is_empty() {
        text.push_str(DOCUMENTED);
        return Ok(text);
    }
    text.push_str("\nWhere it departs from the documentation, as recorded:\n");
    for departure in &departures {
        let (of, here, documented) = (departure.of, &departure.here, &departure.documented);
        text.push_str(&format!("  {of}\n    here        {here}\n    documented  {documented}\n"));
    }
    let uncovered = parity::uncovered(&recordings::ours()?, profile)?;
    text.push_str(&not_covered(&uncovered, Situation::of(profile).len()));
    Ok(text)
}

const DOCUMENTED: &str = "
It does what the documentation says, and where that is silent the plainest thing. No server is recorded that does: what
vouches for it is a table of requests and answers written by hand from the documentation, contract-tests/tests/documented.
";

/// What no recording covers, by operation.
fn not_covered(uncovered: &[Situation], of: usize) -> String {
    let mut text =
        format!("\nWhat no recording covers, so that nothing vouches for it ({} of {of}):\n", uncovered.len());
    let mut operations: Vec<&str> = Vec::new();
    for situation in uncovered {
        if !operations.contains(&situation.operation) {
            operations.push(situation.operation);
        }
    }
    for operation in operations {
        text.push_str(&format!("  {operation}\n"));
        for situation in uncovered.iter().filter(|situation| situation.operation == operation) {
            text.push_str(&format!("    {}\n", situation.what));
        }
    }
    text
}
