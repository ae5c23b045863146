//! Whose records are answered: the asked one, and the account's own only.

use serde_json::{Map, Value};

use super::Judge;
use crate::examined::Examined;
use crate::operation::{Operation, path_id};
use crate::verdict::{Contradiction, Evidences};

const ASKED: &str = "get.answers-asked-key";
const LIST_OWN: &str = "list.own-keys-only";
const GET_OWN: &str = "get.own-keys-only";

/// The judge of ids and user ids.
pub(super) struct Ownership;

impl Judge for Ownership {
    fn name(&self) -> &'static str {
        "ownership"
    }

    fn rules(&self) -> Vec<&'static str> {
        vec![ASKED, LIST_OWN, GET_OWN]
    }

    fn judge(&mut self, examined: &Examined<'_>, evidences: &mut Evidences) {
        let records = examined.records();
        match examined.operation() {
            Operation::List => own(LIST_OWN, examined, &records, evidences),
            Operation::Get => {
                own(GET_OWN, examined, &records, evidences);
                asked(examined, &records, evidences);
            }
            _ => {}
        }
    }
}

fn asked(examined: &Examined<'_>, records: &[(String, &Map<String, Value>)], evidences: &mut Evidences) {
    let answered = records.first().and_then(|(_, record)| record.get("id")).and_then(Value::as_i64);
    let (Some(asked), Some(answered)) = (path_id(&examined.exchange.request.path), answered) else { return };
    let contradiction = (asked != answered)
        .then(|| Contradiction::new(format!("the record with id {asked}"), format!("id {answered}")).at("/data/id"));
    evidences.decide(ASKED, examined, contradiction);
}

/// Against the account's user id where the trace states it. Where not, records of several users in one list still show
/// that one of them is foreign.
fn own(
    rule: &'static str,
    examined: &Examined<'_>,
    records: &[(String, &Map<String, Value>)],
    evidences: &mut Evidences,
) {
    let users: Vec<(&str, i64)> =
        records.iter().filter_map(|(p, record)| Some((p.as_str(), record.get("user_id")?.as_i64()?))).collect();
    let Some(&(_, first)) = users.first() else { return };
    let stated = examined.account().and_then(|account| account.user_id);
    let own = stated.unwrap_or(first);
    let foreign = users.iter().find(|(_, user)| *user != own);
    match foreign {
        Some((pointer, user)) => {
            let expected = format!("only keys of the account, whose user_id is {own}");
            let contradiction =
                Contradiction::new(expected, format!("user_id {user}")).at(format!("{pointer}/user_id"));
            evidences.contradict(rule, examined, contradiction);
        }
        None if stated.is_some() => evidences.confirm(rule, examined),
        None => {}
    }
}
