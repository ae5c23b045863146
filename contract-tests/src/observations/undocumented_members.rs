//! Members of answers that the document does not have: in records, in pages, in envelopes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::{Map, Value};

use super::tally::Tally;
use super::wording::{code, list, shortened};
use super::{Observation, Observer};
use crate::contract::{Contract, Part};
use crate::effect::Effect;
use crate::examined::Examined;
use crate::operation::Operation;
use crate::request_reading::type_of;

/// The observer of undocumented members.
pub(super) struct UndocumentedMembers {
    contract: Arc<Contract>,
    /// How many objects there were of each part, with and without.
    objects: BTreeMap<Part, usize>,
    members: BTreeMap<(Part, String), Member>,
    exchanges: Tally<(Part, String)>,
}

/// A member of objects of one part.
#[derive(Default)]
struct Member {
    objects: usize,
    types: BTreeSet<&'static str>,
}

/// What one exchange has shown already.
type Found = BTreeSet<(Part, String)>;

impl UndocumentedMembers {
    pub(super) fn new(contract: Arc<Contract>) -> Self {
        Self { contract, objects: BTreeMap::new(), members: BTreeMap::new(), exchanges: Tally::default() }
    }

    fn object(&mut self, part: Part, object: &Map<String, Value>, examined: &Examined<'_>, found: &mut Found) {
        *self.objects.entry(part).or_default() += 1;
        for (name, value) in object {
            if self.contract.has_member(part, name) {
                continue;
            }
            let key = (part, shortened(name));
            if found.insert(key.clone()) {
                self.exchanges.note(key.clone(), examined);
            }
            // The tally keeps no more than so many names, whatever a server answers.
            if self.exchanges.knows(&key) {
                let member = self.members.entry(key).or_default();
                member.objects += 1;
                member.types.insert(type_of(value));
            }
        }
    }
}

impl Observer for UndocumentedMembers {
    fn about(&self) -> &'static str {
        "undocumented-members"
    }

    fn observe(&mut self, examined: &Examined<'_>) {
        let Some(Value::Object(received)) = &examined.received else { return };
        let envelope = match (examined.operation(), examined.effect) {
            (Operation::Models | Operation::Undocumented, _) => return,
            // Only what is in our envelope: not the error page of something in between.
            (_, Effect::Refused) if received.contains_key("success") => Part::Refusal,
            (Operation::List | Operation::Get | Operation::Update, Effect::Accepted) => Part::WithData,
            (Operation::Create | Operation::Delete, Effect::Accepted) => Part::Acknowledgement,
            _ => return,
        };
        let mut found = Found::new();
        self.object(envelope, received, examined, &mut found);
        if let (Operation::List, Some(page)) = (examined.operation(), examined.data().and_then(Value::as_object)) {
            self.object(Part::Page, page, examined, &mut found);
        }
        for (_, record) in examined.records() {
            self.object(Part::Record, record, examined, &mut found);
        }
    }

    fn seen(&self) -> Vec<Observation> {
        self.exchanges.each(self.about(), |(part, name), _| {
            let member = self.members.get(&(*part, name.clone()))?;
            let types: Vec<String> = member.types.iter().map(|name| (*name).to_owned()).collect();
            let how_often = match self.objects.get(part).copied().unwrap_or_default() {
                all if all == member.objects => "all of them".to_owned(),
                all => format!("{} of {all}", member.objects),
            };
            Some(format!("{} carry an undocumented {} ({}): {how_often}", plural(*part), code(name), list(&types)))
        })
    }
}

fn plural(part: Part) -> &'static str {
    match part {
        Part::Record => "records",
        Part::Page => "page objects",
        Part::WithData => "answers of list, get and update",
        Part::Acknowledgement => "answers of create and delete",
        Part::Refusal => "refusals",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::small_recording::{get, list, record, request, seen};

    fn extended(id: i64, name: &str, value: Value) -> Value {
        let mut record = record(id);
        record[name] = value;
        record
    }

    #[test]
    fn each_part_of_an_answer_is_told_by_name_type_and_share() {
        let items = [extended(7, "DeletedAt", Value::Null), record(8)];
        let page = json!({"page": 1, "page_size": 9, "total": 2, "items": items, "pages": 1});
        let entries = [
            request("GET", "/api/token/").data(page),
            get().data(extended(7, "DeletedAt", json!("2026"))),
            request("DELETE", "/api/token/7").answered(200, r#"{"success":true,"message":"","trace":[]}"#),
            get().answered(404, r#"{"success":false,"message":"","code":4}"#),
            get().answered(404, r#"{"error":"of something in between"}"#),
        ];
        let expected = [
            "2: records carry an undocumented `DeletedAt` (null and string): 2 of 3",
            "1: page objects carry an undocumented `pages` (integer): all of them",
            "1: answers of create and delete carry an undocumented `trace` (array): all of them",
            "1: refusals carry an undocumented `code` (integer): all of them",
        ];
        assert_eq!(seen("undocumented-members", entries), expected);
        assert!(seen("undocumented-members", [get(), list("", 1, 9, 1, &[7])]).is_empty());
    }

    #[test]
    fn a_server_that_makes_up_names_fills_no_memory() {
        let odd = (0..200).map(|i| get().data(extended(7, &format!("{i}-{}", "x".repeat(1000)), json!(1))));
        let told = seen("undocumented-members", odd);
        assert_eq!(told.len(), 65);
        assert_eq!(told[64], "136: more than 64 kinds: the others are counted together");
        assert!(told.iter().all(|line| line.len() < 200));
    }
}
