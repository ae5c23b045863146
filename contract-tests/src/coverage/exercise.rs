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
