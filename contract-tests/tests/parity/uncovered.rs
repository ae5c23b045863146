//! Where the profiles are not proven.

use std::fmt::Write as _;

use contract_tests::parity::{replay, uncovered};
use sandbox::{Profile, Situation};

use crate::recorded::{PROFILES, ours, recorded};

/// Each line is something that the sandbox does and that no recording shows of the server it follows.
#[test]
fn situations_that_no_recording_covers() {
    let mut text = String::new();
    for profile in PROFILES {
        writeln!(text, "{}", profile.name).unwrap();
        for situation in uncovered(&ours(), profile).unwrap() {
            writeln!(text, "  {}: {}", situation.operation, situation.what).unwrap();
        }
    }
    insta::assert_snapshot!("uncovered", text);
}

/// What is noted is something that the profile is said to have; else it could never count as covered.
#[test]
fn what_comes_up_is_listed() {
    for profile in PROFILES.into_iter().chain([&Profile::DOCUMENTED]) {
        for deployment in PROFILES {
            let replayed = replay(&recorded(deployment.name), profile).unwrap();
            let listed = Situation::of(profile);
            assert!(replayed.situations.len() > listed.len() / 2);
            let more: Vec<_> = replayed.situations.iter().filter(|situation| !listed.contains(situation)).collect();
            assert!(more.is_empty(), "{}: {more:?}", profile.name);
        }
    }
}
