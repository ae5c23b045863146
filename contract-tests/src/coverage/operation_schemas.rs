//! Which schemas of the document the parts of an exchange are held against.

use std::collections::HashMap;

use openapi::{InstanceValidator, Source, child, resolve};
use serde_json::Value;

use super::schema_tree::{SchemaId, SchemaTree};
use crate::contract::ContractError;
use crate::operation::Operation;

/// The request and response schemas of the five operations, prepared for counting.
#[derive(Default)]
pub struct DocumentSchemas {
    pub(super) tree: SchemaTree,
    pub(super) operations: HashMap<Operation, OperationSchemas>,
}

/// The schemas of one operation, as far as the document has them.
#[derive(Default)]
pub(super) struct OperationSchemas {
    pub(super) parameters: Vec<Parameter>,
    pub(super) request: Option<SchemaId>,
    /// Of an accepted answer.
    pub(super) accepted: Option<SchemaId>,
    /// Of a refusal, whatever its status: the document says how one looks where it describes 401.
    pub(super) refused: Option<SchemaId>,
    /// Of a record, for lists that have them without a page.
    pub(super) record: Option<SchemaId>,
}

/// A parameter of the query or the path.
pub(super) struct Parameter {
    pub(super) name: String,
    /// The segment of the path that it is; none in the query.
    pub(super) segment: Option<usize>,
    pub(super) schema: SchemaId,
}

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

impl DocumentSchemas {
    /// Prepares a document. An operation that it lacks is covered by nothing.
    ///
    /// # Errors
    ///
    /// When a schema is broken or refers to nothing.
    pub fn new(document: &Source) -> Result<Self, ContractError> {
        let mut schemas = Self::default();
        let paths = document.value.get("paths").and_then(Value::as_object);
        for (path, item) in paths.into_iter().flatten() {
            for method in METHODS {
                let Some(id) = item.get(method).and_then(|operation| operation.get("operationId")) else { continue };
                let named = |operation: &Operation| operation.operation_id() == id.as_str();
                if let Some(operation) = Operation::DOCUMENTED.into_iter().find(named) {
                    let found = schemas.operation(document, operation, path, method)?;
                    schemas.operations.insert(operation, found);
                }
            }
        }
        Ok(schemas)
    }

    fn operation(
        &mut self,
        document: &Source,
        operation: Operation,
        path: &str,
        method: &str,
    ) -> Result<OperationSchemas, ContractError> {
        let item = child("/paths", path);
        let at = child(&item, method);
        let mut parameters = self.parameters(document, &item, path)?;
        parameters.extend(self.parameters(document, &at, path)?);
        let record = "/components/schemas/ApiKey";
        Ok(OperationSchemas {
            parameters,
            request: self.body(document, &child(&at, "requestBody"))?,
            accepted: self.body(document, &child(&child(&at, "responses"), "200"))?,
            refused: self.body(document, &child(&child(&at, "responses"), "401"))?,
            record: if operation == Operation::List { Some(self.schema(document, record)?) } else { None },
        })
    }

    fn parameters(&mut self, document: &Source, at: &str, path: &str) -> Result<Vec<Parameter>, ContractError> {
        let listed = child(at, "parameters");
        let count = document.value.pointer(&listed).and_then(Value::as_array).map_or(0, Vec::len);
        let mut parameters = Vec::new();
        for index in 0..count {
            let reached = resolve(&document.value, &format!("{listed}/{index}"))?;
            let text = |member: &str| reached.value.get(member).and_then(Value::as_str).unwrap_or_default();
            let segment = path.split('/').position(|segment| segment == format!("{{{}}}", text("name")));
            let is_counted = text("in") == "query" || (text("in") == "path" && segment.is_some());
            if is_counted && reached.value.get("schema").is_some() {
                let segment = segment.filter(|_| text("in") == "path");
                let schema = self.schema(document, &child(&reached.pointer, "schema"))?;
                parameters.push(Parameter { name: text("name").to_owned(), segment, schema });
            }
        }
        Ok(parameters)
    }

    /// The schema of a request body or a response, if it is JSON.
    fn body(&mut self, document: &Source, at: &str) -> Result<Option<SchemaId>, ContractError> {
        if document.value.pointer(at).is_none() {
            return Ok(None);
        }
        let content = child(&resolve(&document.value, at)?.pointer, "content");
        let schema = child(&child(&content, "application/json"), "schema");
        // A 200 that may be a refusal states that second: what is accepted comes first.
        let accepted = format!("{schema}/anyOf/0");
        let schema = if document.value.pointer(&accepted).is_some() { accepted } else { schema };
        if document.value.pointer(&schema).is_none() {
            return Ok(None);
        }
        self.schema(document, &schema).map(Some)
    }

    fn schema(&mut self, document: &Source, at: &str) -> Result<SchemaId, ContractError> {
        // It refuses schemas that apply themselves to the same instance, which counting would never end on.
        InstanceValidator::new(document, at)?;
        self.tree.take(document, at)
    }
}
