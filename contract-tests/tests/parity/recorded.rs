//! The recordings and their profiles.

use contract_tests::parity::{ParityReport, Recorded, replay};
use contract_tests::recordings;
use sandbox::Profile;

/// The profiles that follow a recorded server.
pub(crate) const PROFILES: [&Profile; 2] = [&Profile::NEW_API_2026_07, &Profile::NEW_API_2025_04];

pub(crate) fn ours() -> Vec<recordings::Deployment> {
    recordings::ours().unwrap()
}

pub(crate) fn recorded(deployment: &str) -> Recorded {
    Recorded::named(&ours(), deployment).unwrap()
}

pub(crate) fn parity(recorded: &Recorded, profile: &Profile) -> ParityReport {
    ParityReport::of(&replay(recorded, profile).unwrap())
}
