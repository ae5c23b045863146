//! `InstanceValidator`: one schema of a document, compiled.

use std::collections::HashSet;
use std::sync::Arc;

use jsonschema::{Draft, Validator};
use serde_json::{Map, Value, json};

use super::conversion::{Direction, json_schema};
use super::violation::{self, Violation};
use crate::reference::reference_in;
use crate::{ReferenceError, Source};

/// Why no validator can be made of a schema. `cargo xtask lint` says more about each.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SchemaError {
    /// A reference on the way leads nowhere.
    #[error(transparent)]
    Reference(#[from] ReferenceError),
    /// The schema applies itself to the same instance.
    #[error("{0}: the schema leads back to itself without a member or item between")]
    Endless(String),
    /// A keyword has a value that it cannot have.
    #[error("{pointer}: {reason}")]
    Malformed {
        /// The schema.
        pointer: String,
        /// What the compiler of schemas says.
        reason: String,
    },
}

/// What of a schema is to be decided.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Aspect {
    /// All of it.
    Whole,
    /// All but the schema's own `enum`: what its members are held against.
    WithoutEnum,
}

/// Decides whether instances fit one schema of a document. Compiled once; build it once for each schema and keep it.
#[derive(Clone, Debug)]
pub struct InstanceValidator {
    validator: Arc<Validator>,
    /// The schemas as they stand in the document, by the same pointers, to name the keyword that was gone against.
    document: Arc<Value>,
}

impl InstanceValidator {
    /// The schema at a JSON pointer (`/components/schemas/ApiKey`), as it is written: every required member is required,
    /// whichever way the instance travels.
    ///
    /// # Errors
    /// A [`SchemaError`] when nothing is there, or the schema or one it refers to is broken.
    pub fn new(source: &Source, pointer: &str) -> Result<Self, SchemaError> {
        Self::build(&source.value, pointer, Direction::AsWritten, Aspect::Whole)
    }

    /// The same for instances that travel one way: required `readOnly` members may be missing from a request, required
    /// `writeOnly` ones from a response.
    ///
    /// # Errors
    /// As for [`InstanceValidator::new`].
    pub fn for_direction(source: &Source, pointer: &str, direction: Direction) -> Result<Self, SchemaError> {
        Self::build(&source.value, pointer, direction, Aspect::Whole)
    }

    pub(crate) fn build(
        document: &Value,
        pointer: &str,
        direction: Direction,
        aspect: Aspect,
    ) -> Result<Self, SchemaError> {
        let mut closure =
            Closure { document, direction, original: Map::new(), converted: Map::new(), taken: HashSet::new() };
        closure.take(pointer)?;
        if let Some(endless) = super::endless(document, pointer) {
            return Err(SchemaError::Endless(endless));
        }
        let mut root = Value::Object(closure.converted);
        if aspect == Aspect::WithoutEnum
            && let Some(Value::Object(schema)) = root.pointer_mut(pointer)
        {
            schema.remove("enum");
        }
        if let Value::Object(members) = &mut root {
            members.insert("$ref".to_owned(), json!(fragment(pointer)));
        }
        let validator = jsonschema::options().with_draft(Draft::Draft4).offline().build(&root).map_err(|error| {
            SchemaError::Malformed {
                pointer: format!("{pointer}{}", error.instance_path()),
                reason: crate::escape(&error.to_string()),
            }
        })?;
        Ok(Self { validator: Arc::new(validator), document: Arc::new(Value::Object(closure.original)) })
    }

    /// Whether the instance fits. The fast way to ask.
    #[must_use]
    pub fn is_valid(&self, instance: &Value) -> bool {
        self.validator.is_valid(instance)
    }

    /// Everything that the instance goes against, in the order the schema is read; nothing when it fits. No part of the
    /// instance but member names in the pointers is in the result.
    #[must_use]
    pub fn violations(&self, instance: &Value) -> Vec<Violation> {
        if self.is_valid(instance) {
            return Vec::new();
        }
        self.validator.iter_errors(instance).map(|error| violation::of(&error, &self.document)).collect()
    }
}

/// A pointer as the fragment of a reference: what a URI cannot hold is percent-encoded.
fn fragment(pointer: &str) -> String {
    let mut fragment = String::from("#");
    for byte in pointer.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'~' | b'-' | b'.' | b'_' => fragment.push(byte.into()),
            _ => fragment.push_str(&format!("%{byte:02X}")),
        }
    }
    fragment
}

/// A schema and all that it refers to, each at its own pointer in an otherwise empty document.
struct Closure<'a> {
    document: &'a Value,
    direction: Direction,
    original: Map<String, Value>,
    converted: Map<String, Value>,
    taken: HashSet<String>,
}

impl Closure<'_> {
    fn take(&mut self, pointer: &str) -> Result<(), SchemaError> {
        let mut waiting = vec![pointer.to_owned()];
        while let Some(pointer) = waiting.pop() {
            if !self.taken.insert(pointer.clone()) {
                continue;
            }
            let schema = crate::get(self.document, &pointer).ok_or_else(|| ReferenceError::Dangling {
                pointer: pointer.clone(),
                reference: format!("#{pointer}"),
            })?;
            let converted = json_schema(self.document, schema, self.direction);
            collect_targets(&converted, &pointer, &mut waiting)?;
            insert(&mut self.original, &pointer, schema.clone());
            insert(&mut self.converted, &pointer, converted);
        }
        Ok(())
    }
}

/// Puts a value where the pointer says, with objects on the way. Array indices become member names, which pointers
/// cannot tell apart. What is already inside of a larger piece stays: it is the same text.
fn insert(root: &mut Map<String, Value>, pointer: &str, value: Value) {
    let Some((way, last)) = crate::parent(pointer) else {
        if let Value::Object(members) = value {
            root.extend(members);
        }
        return;
    };
    let mut place = root;
    for token in way.split('/').skip(1) {
        let token = crate::unescape_token(token).into_owned();
        let Value::Object(next) = place.entry(token).or_insert_with(|| Value::Object(Map::new())) else { return };
        place = next;
    }
    place.insert(crate::unescape_token(last).into_owned(), value);
}

fn collect_targets(schema: &Value, at: &str, targets: &mut Vec<String>) -> Result<(), ReferenceError> {
    if let Some(reference) = reference_in(schema) {
        targets.push(crate::target_of(at, reference)?);
        return Ok(());
    }
    let Value::Object(members) = schema else { return Ok(()) };
    for (keyword, value) in members {
        match (keyword.as_str(), value) {
            ("items" | "not" | "additionalProperties", inner) => {
                collect_targets(inner, &format!("{at}/{keyword}"), targets)?;
            }
            ("allOf" | "anyOf" | "oneOf", Value::Array(items)) => {
                for (index, inner) in items.iter().enumerate() {
                    collect_targets(inner, &format!("{at}/{keyword}/{index}"), targets)?;
                }
            }
            ("properties", Value::Object(properties)) => {
                for (name, inner) in properties {
                    collect_targets(inner, &crate::child(&format!("{at}/properties"), name), targets)?;
                }
            }
            _ => {}
        }
    }
    Ok(())
}
