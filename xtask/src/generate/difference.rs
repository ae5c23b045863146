//! What a stale file and a fresh one differ in, short enough to read.

use std::fmt::Write as _;

use similar::TextDiff;

/// The most lines shown.
const LONGEST: usize = 40;

/// A unified diff, cut after a screenful.
pub(super) fn difference(stale: &str, fresh: &str) -> String {
    let diff = TextDiff::from_lines(stale, fresh).unified_diff().context_radius(2).to_string();
    let lines: Vec<&str> = diff.lines().collect();
    let mut text = String::new();
    for line in lines.iter().take(LONGEST) {
        let _ = writeln!(text, "  {line}");
    }
    if lines.len() > LONGEST {
        let _ = writeln!(text, "  … and {} more lines", lines.len() - LONGEST);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, difference};

    #[test]
    fn a_long_difference_is_cut_and_says_so() {
        let fresh: String = (0..1000).map(|i| format!("line {i}\n")).collect();
        let shown = difference("", &fresh);
        assert_eq!(shown.lines().count(), LONGEST + 1);
        assert!(shown.ends_with("… and 961 more lines\n"), "{shown}");
        assert_eq!(difference(&fresh, &fresh), "");
    }
}
