//! The recordings and their profiles.

use std::path::{Path, PathBuf};

use contract_tests::parity::{ParityReport, Recorded, replay};
use contract_tests::recordings;
use sandbox::Profile;

/// The profiles that follow a recorded server.
pub(crate) const PROFILES: [&Profile; 2] = [&Profile::NEW_API_2026_07, &Profile::NEW_API_2025_04];

pub(crate) fn folder() -> PathBuf {
    recordings::folder(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap()
}

pub(crate) fn recorded(deployment: &str) -> Recorded {
    Recorded::named(&folder(), deployment).unwrap()
}

pub(crate) fn parity(recorded: &Recorded, profile: &Profile) -> ParityReport {
    ParityReport::of(&replay(recorded, profile).unwrap())
}
