//! The report at a terminal.

use contract_tests::report::{Detail, Report, to_terminal};

use crate::by_hand;

#[test]
fn the_terminal_ends_with_what_to_beware_of() {
    let mut report = by_hand::report();
    insta::assert_snapshot!("terminal_news", to_terminal(&report, Detail::News));
    report.targets.truncate(1);
    insta::assert_snapshot!("terminal_everything", to_terminal(&report, Detail::Everything));
}

#[test]
fn what_is_known_is_in_the_order_of_the_ledger_and_after_what_is_news() {
    let text = to_terminal(&by_hand::report(), Detail::News);
    let at = |words: &str| text.rfind(words).unwrap_or_else(|| panic!("{words}: {text}"));
    let order = [
        "a later read shows 1   recorded",
        "total 3; total 4   recorded",
        "≠ known before, recorded, gateway-b, 2026-11-23:",
        "what is seen of update.status.others-refused",
        "what is seen of get.key.in-clear",
    ];
    assert!(order.map(at).is_sorted(), "{text}");
}

#[test]
fn the_same_words_are_one_line_with_all_they_are_about() {
    let rules = vec![
        by_hand::known("get.record.sixteen-fields", 1),
        by_hand::known("list.record.sixteen-fields", 0),
        by_hand::known("list.key.in-clear", 2),
    ];
    let mut target = by_hand::target("gateway", contract_tests::report::Overall::Held, rules);
    for rule in &mut target.rules[..2] {
        rule.known_divergence.as_mut().unwrap().seen = "a field is missing".to_owned();
    }
    let text = to_terminal(&Report { targets: vec![target] }, Detail::News);
    assert!(text.contains("  list.record, get.record  a field is missing\n"), "{text}");
}

#[test]
fn news_is_always_shown_in_full_and_the_known_when_asked_for() {
    let report = by_hand::report();
    let news = to_terminal(&report, Detail::News);
    assert!(news.contains("✗ update.status.stored-as-sent   PUT /api/token/") && !news.contains("≠ get.key.in-clear"));
    let all = to_terminal(&report, Detail::Rules);
    for title in [
        "✗ update.status.stored-as-sent",
        "≠ get.key.in-clear",
        "✓ get.answers-asked-key",
        "○ models.model_limits.enforced",
    ] {
        assert!(all.contains(title), "{title}: {all}");
    }
}
