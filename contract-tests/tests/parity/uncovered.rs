//! Where the profiles are not proven.

use std::fmt::Write as _;

use contract_tests::parity::uncovered;

use crate::recorded::{PROFILES, folder};

/// Each line is something that the sandbox does and that no recording shows of the server it follows.
#[test]
fn situations_that_no_recording_covers() {
    let mut text = String::new();
    for profile in PROFILES {
        writeln!(text, "{}", profile.name).unwrap();
        for situation in uncovered(&folder(), profile).unwrap() {
            writeln!(text, "  {}: {}", situation.operation, situation.what).unwrap();
        }
    }
    insta::assert_snapshot!("uncovered", text);
}
