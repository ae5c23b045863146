//! Query parameters that the pages do not have, and whether they do anything.

use super::shown_keys::ShownKeys;
use super::tally::Tally;
use super::wording::{Outcome, a, code, shortened};
use super::{Observation, Observer};
use crate::examined::Examined;
use crate::operation::Operation;

/// The observer of undocumented parameters.
#[derive(Default)]
pub(super) struct Parameters {
    shown: ShownKeys,
    parameters: Tally<(Operation, String, Does)>,
}

/// What a parameter does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Does {
    /// What `page_size` does by the document.
    PageSize,
    /// No more can be told than that the request was accepted or refused.
    NotMind(Outcome),
}

impl Observer for Parameters {
    fn about(&self) -> &'static str {
        "undocumented-parameters"
    }

    fn observe(&mut self, examined: &Examined<'_>) {
        let operation = examined.operation();
        if Operation::DOCUMENTED.contains(&operation) {
            let documented = |name: &str| operation == Operation::List && matches!(name, "p" | "page_size");
            let pairs = &examined.exchange.request.query;
            for (i, (name, value)) in pairs.iter().enumerate().filter(|(_, (name, _))| !documented(name)) {
                if pairs.iter().take(i).any(|(before, _)| before == name) {
                    continue;
                }
                if let Some(does) = self.does(examined, value, pairs.len()) {
                    self.parameters.note((operation, shortened(name), does), examined);
                }
            }
        }
        self.shown.take(examined);
    }

    fn seen(&self) -> Vec<Observation> {
        // That it is accepted is no news where it is known what it does.
        let with_effect = |operation, name: &String| self.parameters.knows(&(operation, name.clone(), Does::PageSize));
        self.parameters.each(self.about(), |(operation, name, does), _| {
            let (what, name) = (a(*operation), name);
            match does {
                Does::PageSize => {
                    Some(format!("the undocumented parameter {} of {what} is taken for `page_size`", code(name)))
                }
                Does::NotMind(_) if with_effect(*operation, name) => None,
                Does::NotMind(outcome) => {
                    Some(format!("{what} with the undocumented parameter {} is {}", code(name), outcome.word()))
                }
            }
        })
    }
}

impl Parameters {
    fn does(&self, examined: &Examined<'_>, value: &str, pairs: usize) -> Option<Does> {
        let does = Does::NotMind(Outcome::of(examined.effect)?);
        if examined.refused() {
            // Only where there is no other reason: nothing else was asked for.
            let no_other_reason = examined.operation() == Operation::List && pairs == 1;
            return (no_other_reason && examined.token_is_right && examined.refused_by_the_api()).then_some(does);
        }
        let limits = self.limits(examined, value) && examined.query("page_size").is_empty();
        Some(if limits { Does::PageSize } else { does })
    }

    /// Whether a list holds no more keys than the value says, though there are more.
    fn limits(&self, examined: &Examined<'_>, value: &str) -> bool {
        let (Ok(asked), Some((_, items))) = (value.parse::<usize>(), examined.items()) else { return false };
        let total = examined.data().and_then(|data| data.get("total")?.as_u64()?.try_into().ok());
        items.len() == asked && self.shown.before(examined).most.max(total.unwrap_or(0)) > asked
    }
}

#[cfg(test)]
mod tests {
    use crate::small_recording::{get, list, seen};

    #[test]
    fn an_effect_is_told_where_there_are_more_keys() {
        let told = |entries: Vec<_>| seen("undocumented-parameters", entries);
        let limited = || list("?size=2", 1, 2, 3, &[9, 8]);
        let taken = "the undocumented parameter `size` of a list is taken for `page_size`";
        assert_eq!(told(vec![list("?size=9", 1, 9, 3, &[9, 8, 7]), limited()]), [format!("1: {taken}")]);
        // Two keys are all there are.
        let accepted = "1: a list with the undocumented parameter `size` is accepted";
        assert_eq!(told(vec![list("?size=2", 1, 10, 2, &[9, 8])]), [accepted]);
        assert_eq!(
            told(vec![get(), list("?group=x", 1, 10, 2, &[]).refused("no such parameter")]),
            ["1: a list with the undocumented parameter `group` is refused"]
        );
        assert!(told(vec![list("?group=x&p=0", 1, 10, 2, &[]).refused("no")]).is_empty());
        assert!(told(vec![list("?p=1&page_size=2", 1, 2, 3, &[9, 8])]).is_empty());
    }
}
