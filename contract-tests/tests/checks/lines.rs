//! What holds for the lines of every format.

/// Nothing moves the cursor, reorders or hides text, and no build server obeys a line.
pub(crate) fn assert_inert(what: &str, text: &str) {
    for (i, line) in text.lines().enumerate() {
        let deceptive: Vec<char> = line.chars().filter(|c| openapi::is_deceptive(*c)).collect();
        assert!(deceptive.is_empty(), "{what}, line {}: {deceptive:?} in {line:?}", i + 1);
        assert!(!line.trim_start().starts_with("::"), "{what}, line {}: {line:?}", i + 1);
        for command in ["##[", "##vso[", "##teamcity["] {
            assert!(!line.contains(command), "{what}, line {}: {line:?}", i + 1);
        }
    }
}

/// Whether a text gives a verdict: by a mark or in words.
pub(crate) fn is_verdict(text: &str) -> bool {
    let words = ["confirmed", "contradicted", "not verified", "held", "broken"];
    text.contains(['✓', '✗', '≠', '○']) || words.iter().any(|word| has_word(text, word))
}

fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let beside = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '-' || c == '.');
        let after = &text[at + word.len()..];
        !beside(text[..at].chars().next_back())
            && !after.starts_with(|c: char| c.is_alphanumeric() || c == '_' || c == '-')
    })
}

/// Every line that gives a verdict names one of the targets with deployment and date, and some do.
pub(crate) fn assert_labelled(what: &str, text: &str, labels: &[String], is_head: impl Fn(&str) -> bool) {
    let mut count = 0;
    for line in text.lines().filter(|line| is_verdict(line) && !is_head(line)) {
        count += 1;
        assert!(labels.iter().any(|label| line.contains(label)), "{what}: no target, deployment and date in {line:?}");
    }
    assert!(count >= labels.len(), "{what}: {count} lines give a verdict");
}

#[test]
fn a_verdict_is_a_mark_or_a_word_and_no_part_of_one() {
    for verdict in ["✗ a", "it held, 2 known", "broken", "a: not verified: nothing", "contradicted, known"] {
        assert!(is_verdict(verdict), "{verdict}");
    }
    for other in ["withheld", "unconfirmed", "delete.confirmed", "the rule", "not-verified-yet"] {
        assert!(!is_verdict(other), "{other}");
    }
}
