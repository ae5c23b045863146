//! Requests that name members which only records have: whether they are accepted. That they change nothing is a rule.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::silent::refused_for;
use super::tally::Tally;
use super::wording::{Outcome, a, code, list};
use super::{Observation, Observer};
use crate::contract::{Contract, Part};
use crate::examined::Examined;
use crate::operation::Operation;
use crate::request_reading::Open;

/// The observer of members in requests that only answers have.
pub(super) struct ReadOnly {
    contract: Arc<Contract>,
    members: Tally<(Operation, Outcome, BTreeSet<String>)>,
}

impl ReadOnly {
    pub(super) fn new(contract: Arc<Contract>) -> Self {
        Self { contract, members: Tally::default() }
    }

    fn name<'o>(&self, open: &'o Open) -> Option<&'o String> {
        match open {
            Open::UnknownMember(name) if self.contract.has_member(Part::Record, name) => Some(name),
            _ => None,
        }
    }
}

impl Observer for ReadOnly {
    fn about(&self) -> &'static str {
        "read-only-members"
    }

    fn observe(&mut self, examined: &Examined<'_>) {
        let (Some(reading), Some(outcome)) = (&examined.reading, Outcome::of(examined.effect)) else { return };
        let names: BTreeSet<String> = reading.open.iter().filter_map(|open| self.name(open)).cloned().collect();
        let of_records = |open: &Open| self.name(open).is_some();
        let for_them = outcome == Outcome::Accepted || refused_for(examined, of_records, |_| false);
        if !names.is_empty() && !reading.ambiguous && for_them {
            self.members.note((examined.operation(), outcome, names), examined);
        }
    }

    fn seen(&self) -> Vec<Observation> {
        let group = |(operation, outcome, _): &(_, _, _)| (*operation, *outcome);
        self.members.grouped(self.about(), group, |(operation, outcome), seen| {
            let names: BTreeSet<&String> = seen.iter().flat_map(|((_, _, names), _)| names).collect();
            let names: Vec<String> = names.into_iter().map(|name| code(name)).collect();
            Some(format!(
                "{} that sends {}, which only answers have, is {}",
                a(*operation),
                list(&names),
                outcome.word()
            ))
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::small_recording::{Entry, get, request, seen, update};

    #[test]
    fn members_that_only_answers_have_are_told_by_operation() {
        let told = |entries: Vec<Entry>| seen("read-only-members", [get()].into_iter().chain(entries));
        let create = request("POST", "/api/token/").json(r#"{"id":4242,"status":2}"#);
        let refused = update(r#""key":"REDACTED","used_quota":1"#).refused("no");
        let expected = [
            "1: a create that sends `id` and `status`, which only answers have, is accepted",
            "1: an update that sends `used_quota`, which only answers have, is accepted",
            "1: an update that sends `key` and `used_quota`, which only answers have, is refused",
        ];
        assert_eq!(told(vec![create, update(r#""used_quota":1"#), refused]), expected);
        assert!(told(vec![update(r#""status":1,"x":1"#)]).is_empty());
        assert!(told(vec![update(r#""used_quota":1,"x":1"#).refused("no")]).is_empty());
    }
}
