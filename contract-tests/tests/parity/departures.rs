//! How well each departure of a profile is proven.

use std::fmt::Write as _;

use sandbox::Profile;

use crate::recorded::{PROFILES, parity, recorded};

/// A knob of profiles: its name, and a function that gives it the value that another profile has.
struct Knob(&'static str, fn(&mut Profile, &Profile));

macro_rules! knob {
    ($($field:ident).+) => {
        Knob(stringify!($($field).+), |profile, other| profile.$($field).+ = other.$($field).+)
    };
}

/// All of them.
fn knobs() -> [Knob; 27] {
    [
        knob!(names),
        knob!(status_in_updates),
        knob!(status_by_use),
        knob!(allow_list_entries),
        knob!(allow_list_of_requests),
        knob!(allow_list_of_creates),
        knob!(groups),
        knob!(quotas),
        knob!(keys),
        knob!(records.cross_group_retry),
        knob!(records.deleted_at),
        knob!(lists),
        knob!(paging.first),
        knob!(paging.size_names),
        knob!(paging.default_size),
        knob!(paging.largest_size),
        knob!(paging.odd_numbers),
        knob!(bodies),
        knob!(paths),
        knob!(tokens.bearer),
        knob!(tokens.wrong),
        knob!(tokens.code),
        knob!(models.offered),
        knob!(models.limits_as_they_are),
        knob!(models.object),
        knob!(models.description),
        knob!(messages),
    ]
}

/// With one departure taken back, the answers differ from the recorded ones: how many do is how well it is proven. One
/// that nothing recorded shows is what somebody believes of that server.
fn proven(profile: &Profile) -> String {
    let recorded = recorded(profile.name);
    let mut text = String::new();
    for Knob(name, set) in knobs() {
        let mut other = *profile;
        set(&mut other, &Profile::DOCUMENTED);
        if other == *profile {
            continue;
        }
        let report = parity(&recorded, &other);
        match report.differences.first() {
            None => writeln!(text, "{name}: nothing recorded shows it").unwrap(),
            Some(first) => {
                let differ = report.total - report.matched;
                let file = first.exchange.file.rsplit('/').next().unwrap();
                writeln!(text, "{name}: {differ} differ, first {file} {} {}", first.exchange.entry, first.member)
                    .unwrap();
            }
        }
    }
    text
}

#[test]
fn of_2026() {
    insta::assert_snapshot!("departures-new-api-2026-07", proven(PROFILES[0]));
}

#[test]
fn of_2025() {
    insta::assert_snapshot!("departures-new-api-2025-04", proven(PROFILES[1]));
}

/// A knob that is missing above would not be looked at.
#[test]
fn all_knobs_are_turned() {
    for profile in PROFILES {
        let mut all = Profile { name: Profile::DOCUMENTED.name, ..*profile };
        knobs().into_iter().for_each(|Knob(_, set)| set(&mut all, &Profile::DOCUMENTED));
        assert_eq!(all, Profile::DOCUMENTED);
    }
}
