//! What the document says of request bodies and answers, in the form that judges ask for.

use std::collections::HashSet;

use openapi::{InstanceValidator, ReferenceError, SchemaError, Source, resolve};
use serde_json::Value;

use crate::coverage::DocumentSchemas;
use crate::operation::Operation;

/// The document, prepared for judging: request bodies field by field, a compiled validator per answer.
pub struct Contract {
    update: Body,
    create: Body,
    record: InstanceValidator,
    list: InstanceValidator,
    key: InstanceValidator,
    acknowledgement: InstanceValidator,
    parts: [HashSet<String>; Part::ALL.len()],
    schemas: DocumentSchemas,
}

/// An object in an answer, as the document names its members.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// A record of a key.
    Record,
    /// A page of records.
    Page,
    /// The envelope of list, get and update.
    WithData,
    /// The envelope of create and delete.
    Acknowledgement,
    /// The envelope of a refusal.
    Refusal,
}

impl Part {
    const ALL: [(Self, &'static str); 5] = [
        (Self::Record, "ApiKey"),
        (Self::Page, "ApiKeyPage"),
        (Self::WithData, "ApiKeyResponse"),
        (Self::Acknowledgement, "Acknowledgement"),
        (Self::Refusal, "Refusal"),
    ];
}

/// The object that a request body is.
#[derive(Clone, Debug)]
pub struct Body {
    /// Its members, in the order of the document.
    pub fields: Vec<Field>,
    /// Those that must be there.
    pub required: Vec<String>,
}

/// One member of a request body, as the document states it.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// `string`, `integer` or `boolean`.
    pub json_type: String,
    /// Whether null is a value of it.
    pub nullable: bool,
    /// The longest value, in Unicode characters.
    pub max_length: Option<usize>,
    /// The only values, where the document lists them.
    pub allowed: Vec<i64>,
}

/// Why a document cannot be judged by.
#[derive(Debug, thiserror::Error)]
pub enum ContractError {
    /// A place of the document that judging needs is not there.
    #[error("the document has no {pointer}\n  run `cargo xtask lint` and restore it: verdicts rest on it")]
    Missing {
        /// The JSON pointer.
        pointer: String,
    },
    /// A reference leads nowhere.
    #[error(transparent)]
    Reference(#[from] ReferenceError),
    /// A schema cannot be compiled.
    #[error(transparent)]
    Schema(#[from] SchemaError),
}

impl Contract {
    /// Prepares a document.
    ///
    /// # Errors
    ///
    /// When it lacks one of the schemas that verdicts rest on, or one of them cannot be compiled.
    pub fn new(document: &Source) -> Result<Self, ContractError> {
        let validator = |name: &str| InstanceValidator::new(document, &format!("/components/schemas/{name}"));
        Ok(Self {
            update: body(document, "/components/schemas/UpdateApiKey")?,
            create: body(document, "/components/schemas/CreateApiKey")?,
            record: validator("ApiKey")?,
            list: validator("ApiKeyPageResponse")?,
            key: validator("ApiKeyResponse")?,
            acknowledgement: validator("Acknowledgement")?,
            parts: Part::ALL.map(|(_, schema)| member_names(document, schema)),
            schemas: DocumentSchemas::new(document)?,
        })
    }

    /// The request body of an operation, if it has one.
    pub fn body(&self, operation: Operation) -> Option<&Body> {
        match operation {
            Operation::Update => Some(&self.update),
            Operation::Create => Some(&self.create),
            _ => None,
        }
    }

    /// What an accepted answer of an operation must be, if the document describes the operation.
    pub fn accepted(&self, operation: Operation) -> Option<&InstanceValidator> {
        match operation {
            Operation::List => Some(&self.list),
            Operation::Get | Operation::Update => Some(&self.key),
            Operation::Create | Operation::Delete => Some(&self.acknowledgement),
            Operation::Models | Operation::Undocumented => None,
        }
    }

    /// Whether a record or a page has a member of that name, by the document.
    pub fn is_answered(&self, name: &str) -> bool {
        self.has_member(Part::Record, name) || self.has_member(Part::Page, name)
    }

    /// Whether the document gives an object in an answer a member of that name.
    pub fn has_member(&self, part: Part, name: &str) -> bool {
        self.parts[part as usize].contains(name)
    }

    /// All schemas of requests and answers, to count what is exercised.
    pub fn schemas(&self) -> &DocumentSchemas {
        &self.schemas
    }

    /// What a record must be.
    pub fn record(&self) -> &InstanceValidator {
        &self.record
    }
}

impl Body {
    /// The member of that name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

fn member_names(document: &Source, schema: &str) -> HashSet<String> {
    let properties = document.value.pointer(&format!("/components/schemas/{schema}/properties"));
    properties.and_then(Value::as_object).into_iter().flat_map(|members| members.keys().cloned()).collect()
}

fn body(document: &Source, pointer: &str) -> Result<Body, ContractError> {
    let missing = |pointer: String| ContractError::Missing { pointer };
    let schema = document.value.pointer(pointer).ok_or_else(|| missing(pointer.to_owned()))?;
    let properties =
        schema.get("properties").and_then(Value::as_object).ok_or_else(|| missing(format!("{pointer}/properties")))?;
    let fields = properties
        .iter()
        .map(|(name, _)| field(document, name, &format!("{pointer}/properties/{}", openapi::escape_token(name))))
        .collect::<Result<_, _>>()?;
    let required = schema.get("required").and_then(Value::as_array).into_iter().flatten();
    Ok(Body { fields, required: required.filter_map(Value::as_str).map(str::to_owned).collect() })
}

fn field(document: &Source, name: &str, pointer: &str) -> Result<Field, ContractError> {
    let schema = resolve(&document.value, pointer)?.value;
    let json_type = schema.get("type").and_then(Value::as_str);
    Ok(Field {
        name: name.to_owned(),
        json_type: json_type.ok_or_else(|| ContractError::Missing { pointer: format!("{pointer}/type") })?.to_owned(),
        nullable: schema.get("nullable").and_then(Value::as_bool).unwrap_or(false),
        max_length: schema.get("maxLength").and_then(Value::as_u64).and_then(|n| usize::try_from(n).ok()),
        allowed: schema.get("enum").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_i64).collect(),
    })
}
