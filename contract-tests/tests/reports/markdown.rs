//! The report as Markdown.

use contract_tests::report::{Report, to_markdown};

use crate::by_hand;
use crate::checks::markdown::assert_sound;

#[test]
fn a_comment_begins_with_what_to_beware_of_and_folds_the_rest() {
    let mut report = by_hand::report();
    report.targets.remove(0);
    let text = to_markdown(&report);
    insta::assert_snapshot!("markdown", text);
    let shown = assert_sound(&text);
    assert!(shown.contains("status 2, as the accepted update sent it; a later read shows 1"), "{shown}");
    let (new, known) = (text.find("✗ **new**").unwrap(), text.find("| ≠ known").unwrap());
    assert!(new < known && known < text.find("<details>").unwrap());
}

#[test]
fn a_comment_is_no_longer_than_github_takes_and_says_what_is_missing() {
    let mut target = by_hand::report().targets.remove(1);
    let rules = target.rules.clone();
    for i in 0..200 {
        target.rules.extend(rules.iter().cloned().map(|mut rule| {
            rule.id = format!("{}.{i}", rule.id);
            if let Some(known) = &mut rule.known_divergence {
                known.seen = format!("{} {i}", known.seen);
            }
            rule
        }));
    }
    let text = to_markdown(&Report { targets: vec![target.clone(), target] });
    assert_sound(&text);
    assert!(text.contains("parts are left out, as a comment may not be longer"), "{}", &text[text.len() - 500..]);
    // Both targets are judged before any is proved.
    assert_eq!(text.matches("recorded, gateway-b, 2026-11-23: broken").count(), 2);
}
