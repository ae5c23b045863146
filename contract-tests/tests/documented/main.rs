//! The sandbox keeps the documentation: cases written by hand, each named after the rules it is there for, sent over HTTP
//! and compared with the answers that the pages call for; and what was exchanged, judged.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, helpers included")]

mod case;
mod covered;
mod expected;
mod judged;
mod names;
mod recording;
mod run;
mod wire;

use sandbox::Profile;

use crate::run::failures;

#[test]
fn the_documented_profile_keeps_every_case() {
    let failures = failures(&Profile::DOCUMENTED);
    assert!(failures.is_empty(), "{}", failures.into_values().collect::<Vec<_>>().join("\n"));
}

/// The table can fail: servers that depart from the pages fail the cases that are about it.
#[test]
fn recorded_profiles_fail_the_cases_that_they_depart_in() {
    let departures = [
        "fifty characters of four bytes each are a name",
        "a status that is none of the four is refused",
        "a disabled key is rejected, and served again once enabled",
        "an entry that is neither an address nor a network is refused by a create",
        "a group of nobody is refused by an update",
        "every listed key is in clear",
        "a wrong token is refused with 401 and the envelope",
        "a method that a path does not have is answered 405 and the ones it has",
    ];
    for profile in [&Profile::NEW_API_2026_07, &Profile::NEW_API_2025_04] {
        let failures = failures(profile);
        let kept_by_2025 = ["every listed key is in clear"];
        for name in departures {
            let departs = profile.name != "new-api-2025-04" || !kept_by_2025.contains(&name);
            assert!(!departs || failures.contains_key(name), "{} keeps: {name}", profile.name);
        }
    }
}
