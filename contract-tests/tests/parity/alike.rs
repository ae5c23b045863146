//! Parity.

use std::fmt::Write as _;

use contract_tests::parity::{HEADERS, NOT_COMPARED};

use crate::recorded::{PROFILES, parity, recorded};

#[test]
fn every_recorded_exchange_is_answered_alike() {
    for (profile, exchanges) in PROFILES.into_iter().zip([542, 524]) {
        let report = parity(&recorded(profile.name), profile);
        assert!(report.is_whole(), "{report}");
        assert_eq!(
            report.to_string(),
            format!("{}: {exchanges} of {exchanges} recorded exchanges are answered alike", profile.name)
        );
    }
}

/// A longer list is a weaker proof: whoever lengthens it shows why.
#[test]
fn what_is_not_compared() {
    let mut text = String::new();
    for (what, why) in NOT_COMPARED {
        writeln!(text, "{what}\n  {why}").unwrap();
    }
    writeln!(text, "\nheaders that are: {}", HEADERS.join(", ")).unwrap();
    insta::assert_snapshot!("not-compared", text);
}

/// A header that a recorded server sent is either compared or listed.
#[test]
fn every_recorded_header_is_compared_or_listed() {
    let listed = NOT_COMPARED.map(|(what, _)| what.to_ascii_lowercase()).join("\n");
    for profile in PROFILES {
        for exchange in &recorded(profile.name).trace.exchanges {
            for (name, _) in &exchange.answer.response().unwrap().headers.0 {
                let name = name.to_ascii_lowercase();
                assert!(HEADERS.contains(&name.as_str()) || listed.contains(&name), "{name} of {}", exchange.location);
            }
        }
    }
}
