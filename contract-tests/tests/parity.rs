//! The profiles of the sandbox that follow recorded servers answer every recorded request as those did.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, helpers included")]

use std::path::{Path, PathBuf};

use contract_tests::parity::{ParityReport, Recorded, replay};
use contract_tests::recordings;
use sandbox::Profile;

fn folder() -> PathBuf {
    recordings::folder(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn parity(deployment: &str, profile: &Profile) -> ParityReport {
    let recorded = Recorded::named(&folder(), deployment).unwrap();
    ParityReport::of(&replay(&recorded, profile).unwrap())
}

#[test]
fn every_recorded_exchange_is_answered_alike() {
    for (profile, exchanges) in [(Profile::NEW_API_2026_07, 542), (Profile::NEW_API_2025_04, 524)] {
        let report = parity(profile.name, &profile);
        println!("{report}");
        assert_eq!(report.total, exchanges, "{}", profile.name);
        assert!(report.is_whole(), "{report}");
    }
}
