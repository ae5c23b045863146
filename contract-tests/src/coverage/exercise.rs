//! Counting what a trace exercises, exchange by exchange.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use super::operation_schemas::{OperationSchemas, Parameter};
use super::schema_tree::{Count, SchemaTree};
use crate::contract::Contract;
use crate::examined::Examined;
use crate::operation::Operation;
use crate::report::{KeywordCoverage, OperationCoverage};
use crate::sent_body::SentBody;

/// What exchanges have exercised so far. It keeps counts, never the exchanges.
pub struct Exercise {
    contract: Arc<Contract>,
    operations: BTreeMap<Operation, Answers>,
    keywords: Vec<Count>,
}

/// How the requests of an operation were answered.
#[derive(Default)]
struct Answers {
    exchanges: usize,
    statuses: BTreeMap<u16, usize>,
}

/// What a trace exercised of the document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exercised {
    /// Every operation, and how it was answered.
    pub operations: Vec<OperationCoverage>,
    /// Every keyword of the request and response schemas, sorted by pointer.
    pub keywords: Vec<KeywordCoverage>,
}

impl Exercise {
    /// Starts with nothing exercised.
    pub fn new(contract: Arc<Contract>) -> Self {
        let operations = Operation::DOCUMENTED.into_iter().chain([Operation::Models, Operation::Undocumented]);
        let operations = operations.map(|operation| (operation, Answers::default())).collect();
        let keywords = vec![Count::default(); contract.schemas().tree.keywords.len()];
        Self { contract, operations, keywords }
    }

    /// Takes the next exchange.
    pub fn take(&mut self, examined: &Examined<'_>) {
        let answers = self.operations.entry(examined.operation()).or_default();
        answers.exchanges += 1;
        let status = examined.response().map_or(0, |response| response.status);
        *answers.statuses.entry(status).or_default() += 1;
        let schemas = self.contract.schemas();
        if let Some(operation) = schemas.operations.get(&examined.operation()) {
            request(&schemas.tree, operation, examined, &mut self.keywords);
            response(&schemas.tree, operation, examined, &mut self.keywords);
        }
    }

    /// What was exercised.
    pub fn exercised(self) -> Exercised {
        let operations = self.operations.into_iter().map(|(operation, answers)| OperationCoverage {
            operation: operation.name(),
            exchanges: answers.exchanges,
            statuses: answers.statuses,
        });
        let pointers = self.contract.schemas().tree.keywords.iter().cloned();
        let counted = pointers.zip(&self.keywords);
        let mut keywords: Vec<KeywordCoverage> = counted
            .map(|(pointer, Count { fitting, violating })| KeywordCoverage {
                pointer,
                fitting: *fitting,
                violating: *violating,
            })
            .collect();
        keywords.sort_by(|one, other| one.pointer.cmp(&other.pointer));
        Exercised { operations: operations.collect(), keywords }
    }
}

fn request(tree: &SchemaTree, operation: &OperationSchemas, examined: &Examined<'_>, counts: &mut [Count]) {
    for parameter in &operation.parameters {
        let json_type = tree.json_type(parameter.schema);
        for text in given(parameter, examined) {
            tree.count(parameter.schema, &typed(text, json_type), counts);
        }
    }
    if let (Some(schema), Some(body)) = (operation.request, sent(examined)) {
        tree.count(schema, &body, counts);
    }
}

/// Accepted answers and refusals have schemas of their own. What is neither has none.
fn response(tree: &SchemaTree, operation: &OperationSchemas, examined: &Examined<'_>, counts: &mut [Count]) {
    let schema = match (examined.accepted(), examined.refused()) {
        (true, _) => operation.accepted,
        (_, true) => operation.refused,
        _ => None,
    };
    if let (Some(schema), Some(received)) = (schema, &examined.received) {
        tree.count(schema, received, counts);
    }
    // Records in `data` itself, as an older dialect has them: the schema of the page does not reach them.
    if let (Some(record), Some(("/data", items))) = (operation.record, examined.items()) {
        for item in items {
            tree.count(record, item, counts);
        }
    }
}

/// The values of a parameter, as the request has them.
fn given<'e>(parameter: &Parameter, examined: &'e Examined<'_>) -> Vec<&'e str> {
    match parameter.segment {
        Some(segment) => examined.exchange.request.path.split('/').nth(segment).into_iter().collect(),
        None => examined.query(&parameter.name),
    }
}

/// A parameter's text as a value of the type that its schema asks for, if it can be read so.
fn typed(text: &str, json_type: Option<&str>) -> Value {
    let read = match json_type {
        Some("integer" | "number") => text.parse::<serde_json::Number>().ok().map(Value::Number),
        Some("boolean") => text.parse::<bool>().ok().map(Value::Bool),
        _ => None,
    };
    read.unwrap_or_else(|| Value::from(text))
}

/// The request body, where it is one JSON document whose values can all be told.
fn sent(examined: &Examined<'_>) -> Option<Value> {
    match &examined.sent {
        SentBody::Object(members) => {
            let untold = members.iter().any(|member| member.unusual_number && member.value.is_null());
            let told = !untold && !members.trailing && !members.has_duplicates();
            told.then(|| members.iter().map(|member| (member.name.clone(), member.value.clone())).collect())
        }
        SentBody::NotAnObject => serde_json::from_slice(examined.exchange.request.body.as_deref()?).ok(),
        SentBody::Absent | SentBody::NotJson => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use crate::report::OperationCoverage;
    use crate::small_recording::{Entry, get, judged, list, record, request, update};

    /// What these exchanges exercised: pointers with the counts of fitting and violating instances, those never reached
    /// left out.
    fn reached(entries: Vec<Entry>) -> BTreeMap<String, (usize, usize)> {
        let keywords = judged(entries).exercised.keywords.into_iter();
        let reached = keywords.filter(|keyword| keyword.fitting + keyword.violating > 0);
        reached.map(|keyword| (keyword.pointer, (keyword.fitting, keyword.violating))).collect()
    }

    #[test]
    fn operations_are_counted_by_status() {
        let entries =
            vec![get(), get().answered(404, "{}"), update(""), request("PATCH", "/api/token/").answered(405, "")];
        let operations = judged(entries).exercised.operations;
        let of = |operation, exchanges, statuses: &[(u16, usize)]| OperationCoverage {
            operation,
            exchanges,
            statuses: statuses.iter().copied().collect(),
        };
        let expected = [
            of("list", 0, &[]),
            of("get", 2, &[(200, 1), (404, 1)]),
            of("create", 0, &[]),
            of("update", 1, &[(200, 1)]),
            of("delete", 0, &[]),
            of("models", 0, &[]),
            of("undocumented", 1, &[(405, 1)]),
        ];
        assert_eq!(operations, expected);
    }

    #[test]
    fn parameters_bodies_and_answers_are_held_against_the_document() {
        let long = "n".repeat(51);
        let mut odd = record(7);
        odd["status"] = json!(5);
        let entries = vec![
            list("?p=1&page_size=x", 1, 10, 2, &[7, 8]),
            update(&format!("\"name\":\"{long}\",\"status\":2,\"allow_ips\":null")).refused("too long"),
            get().data(odd),
            request("DELETE", "/api/token/7"),
        ];
        let reached = reached(entries);
        let schemas = "/components/schemas";
        let list_parameters = "/paths/~1api~1token~1/get/parameters";
        for (pointer, expected) in [
            (format!("{list_parameters}/0/schema/type"), (1, 0)),
            (format!("{list_parameters}/1/schema/type"), (0, 1)),
            (format!("{schemas}/ApiKeyPage/required"), (1, 0)),
            (format!("{schemas}/ApiKeyPage/properties/items/items"), (1, 0)),
            (format!("{schemas}/UpdateApiKey/required"), (1, 0)),
            (format!("{schemas}/UpdateApiKey/properties/name"), (0, 1)),
            (format!("{schemas}/KeyName/maxLength"), (0, 1)),
            // The update's 2, the list's two keys, and 5.
            (format!("{schemas}/KeyStatus/enum"), (3, 1)),
            // Null in the update and in three records.
            (format!("{schemas}/AllowIps/nullable"), (4, 0)),
            // The path of get and delete, the update, three records.
            (format!("{schemas}/KeyId/type"), (6, 0)),
            (format!("{schemas}/ApiKey/required"), (3, 0)),
            (format!("{schemas}/Refusal/required"), (1, 0)),
            (format!("{schemas}/Acknowledgement/required"), (1, 0)),
        ] {
            assert_eq!(reached.get(&pointer), Some(&expected), "{pointer}");
        }
        assert!(!reached.keys().any(|pointer| pointer.contains("CreateApiKey")), "{reached:?}");
    }

    #[test]
    fn what_cannot_be_told_counts_nowhere() {
        let put = |body: &str| request("PUT", "/api/token/").json(body).answered(502, "<html>");
        let of_updates = |entry| reached(vec![entry]).keys().filter(|p| p.contains("UpdateApiKey")).count();
        assert!(of_updates(put(r#"{"id":7}"#)) > 0);
        assert!(of_updates(put("[]")) > 0);
        for body in [r#"{"id":7,"id":8}"#, r#"{"id":7}{}"#, r#"{"id":1e999}"#, "{", ""] {
            assert_eq!(of_updates(put(body)), 0, "{body}");
        }
    }

    #[test]
    fn records_of_a_bare_list_count() {
        let bare = request("GET", "/api/token/").data(json!([record(7), record(8)]));
        let reached = reached(vec![bare]);
        assert_eq!(reached.get("/components/schemas/ApiKey/required"), Some(&(2, 0)));
        assert_eq!(reached.get("/components/schemas/ApiKeyPage/type"), Some(&(0, 1)));
    }

    #[test]
    fn every_keyword_is_listed_once() {
        let keywords = judged([]).exercised.keywords;
        let pointers: Vec<&str> = keywords.iter().map(|keyword| keyword.pointer.as_str()).collect();
        assert!(pointers.is_sorted() && pointers.windows(2).all(|pair| pair[0] != pair[1]));
        assert!(pointers.contains(&"/components/schemas/KeyName/maxLength"));
        assert!(pointers.contains(&"/components/schemas/AllowIps/nullable"));
        assert!(keywords.iter().all(|keyword| keyword.fitting + keyword.violating == 0));
    }
}
