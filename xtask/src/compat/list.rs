//! The rules, as `--list` prints them.

use std::fmt::Write as _;

use openapi::compat::RULES;

/// Every rule with what it means and how much it matters.
pub(super) fn list() -> String {
    let rules = || RULES.iter().copied().flatten();
    let width = rules().map(|rule| rule.id.len()).max().unwrap_or_default();
    let mut text = format!("{:width$}  {:10}  {:10}  what has changed\n", "rule", "request", "response");
    for rule in rules() {
        // Writing to a String cannot fail.
        let (request, response) = (rule.request.word(), rule.response.word());
        let _ = writeln!(text, "{:width$}  {request:10}  {response:10}  {}", rule.id, rule.meaning);
    }
    text
}
