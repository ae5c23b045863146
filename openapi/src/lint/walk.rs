//! Holds a document against the tables, and notes where each object of the specification stands.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::Finding;
use super::shape::{Object, Patterned, Shape};
use super::tables::OPENAPI;
use crate::reference::reference_in;
use crate::{Source, child, escape_token};

/// An object of the specification, or a reference in its place.
pub(super) struct Place<'a> {
    pub(super) pointer: String,
    /// What the tables say it is.
    pub(super) object: &'static Object,
    pub(super) members: &'a Map<String, Value>,
    /// The `$ref`, where a Reference Object stands in the object's place.
    pub(super) reference: Option<&'a str>,
}

impl Place<'_> {
    pub(super) fn text(&self, key: &str) -> Option<&str> {
        self.members.get(key)?.as_str()
    }

    pub(super) fn is_true(&self, key: &str) -> bool {
        self.members.get(key) == Some(&Value::Bool(true))
    }

    pub(super) fn at(&self, key: &str) -> String {
        child(&self.pointer, key)
    }
}

/// What a walk found.
pub(super) struct Walked<'a> {
    pub(super) source: &'a Source,
    pub(super) findings: Vec<Finding>,
    pub(super) places: Vec<Place<'a>>,
    /// Pointer to index in `places`.
    by_pointer: HashMap<String, usize>,
}

impl<'a> Walked<'a> {
    /// Walks the whole document.
    pub(super) fn new(source: &'a Source) -> Self {
        let mut walked = Self { source, findings: Vec::new(), places: Vec::new(), by_pointer: HashMap::new() };
        walked.value(&source.value, &Shape::Object(&OPENAPI), &mut String::new());
        walked
    }

    /// The objects of one kind, without the references to them.
    pub(super) fn all(&self, object: &'static Object) -> impl Iterator<Item = &Place<'a>> {
        self.places.iter().filter(move |place| std::ptr::eq(place.object, object) && place.reference.is_none())
    }

    pub(super) fn place(&self, pointer: &str) -> Option<&Place<'a>> {
        self.places.get(*self.by_pointer.get(pointer)?)
    }

    /// The object at a pointer, references followed.
    pub(super) fn reached(&self, pointer: &str) -> Option<&Place<'a>> {
        self.place(&crate::resolve(&self.source.value, pointer).ok()?.pointer)
    }

    pub(super) fn error(
        &mut self,
        check: &'static str,
        pointer: &str,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        let finding = Finding::error(self.source, check, pointer, message, remedy);
        self.findings.push(finding);
    }

    fn value(&mut self, value: &'a Value, shape: &Shape, at: &mut String) {
        match (shape, value) {
            (Shape::Any, _) | (Shape::Text, Value::String(_)) | (Shape::Boolean, Value::Bool(_)) => {}
            (Shape::Number, Value::Number(_)) | (Shape::OrBoolean(_), Value::Bool(_)) => {}
            (Shape::Count, Value::Number(number)) if number.is_u64() => {}
            (Shape::OrBoolean(inner), _) => self.value(value, inner, at),
            (Shape::OneOf(texts), Value::String(text)) => {
                if !texts.contains(&text.as_str()) {
                    let message = format!("`{text}` is none of {}", texts.join(", "));
                    self.error("unknown-value", at, message, nearest(text, texts.iter().copied()));
                }
            }
            (Shape::Object(object), Value::Object(members)) => self.object(members, object, at),
            (Shape::OrReference(object), Value::Object(members)) => {
                if members.contains_key("$ref") {
                    self.reference(value, members, object, at);
                } else {
                    self.object(members, object, at);
                }
            }
            (Shape::List(inner) | Shape::Set(inner), Value::Array(items)) => {
                if matches!(shape, Shape::Set(_)) {
                    self.set(items, at);
                }
                for (index, item) in items.iter().enumerate() {
                    self.inner(item, inner, at, &index.to_string());
                }
            }
            (Shape::Map(inner) | Shape::Components(inner), Value::Object(members)) => {
                for (key, member) in members {
                    if matches!(shape, Shape::Components(_)) && !is_component_name(key) {
                        let message = format!("`{key}` cannot be the name of a component");
                        self.error(
                            "component-name",
                            &child(at, key),
                            message,
                            "use letters, digits, `.`, `-` and `_` only",
                        );
                    }
                    self.inner(member, inner, at, key);
                }
            }
            _ => self.wrong_type(value, shape, at),
        }
    }

    fn inner(&mut self, value: &'a Value, shape: &Shape, at: &mut String, token: &str) {
        let length = at.len();
        at.push('/');
        at.push_str(&escape_token(token));
        self.value(value, shape, at);
        at.truncate(length);
    }

    fn note(&mut self, at: &str, object: &'static Object, members: &'a Map<String, Value>, reference: Option<&'a str>) {
        self.by_pointer.insert(at.to_owned(), self.places.len());
        self.places.push(Place { pointer: at.to_owned(), object, members, reference });
    }

    fn object(&mut self, members: &'a Map<String, Value>, object: &'static Object, at: &mut String) {
        self.note(at, object, members, None);
        for field in object.fields.iter().filter(|field| field.required && !members.contains_key(field.name)) {
            let message = format!("this {} has no `{}`", object.name, field.name);
            self.error("missing-field", at, message, format!("add `{}`", field.name));
        }
        for (key, value) in members {
            if let Some(field) = object.fields.iter().find(|field| field.name == key) {
                self.inner(value, &field.shape, at, key);
            } else if object.extensible && key.starts_with("x-") {
            } else if let Some(Patterned { shape, .. }) =
                object.patterned.as_ref().filter(|patterned| (patterned.fits)(key))
            {
                self.inner(value, shape, at, key);
            } else {
                self.unknown_key(object, key, at);
            }
        }
    }

    fn unknown_key(&mut self, object: &'static Object, key: &str, at: &str) {
        let at = child(at, key);
        if let Some((_, version, remedy)) = object.elsewhere.iter().find(|(name, ..)| *name == key) {
            let known = if *version == "no version" {
                "OpenAPI does not know it".to_owned()
            } else {
                format!("it belongs to OpenAPI {version}")
            };
            self.error(
                "other-version",
                &at,
                format!("`{key}` has no place in a {} of OpenAPI 3.0; {known}", object.name),
                *remedy,
            );
            return;
        }
        let message = match &object.patterned {
            Some(Patterned { words, .. }) => format!("`{key}` is no key of a {}: a key here is {words}", object.name),
            None => format!("a {} has no `{key}`", object.name),
        };
        let remedy = nearest(key, object.fields.iter().map(|field| field.name));
        self.error("unknown-key", &at, message, remedy);
    }

    fn reference(&mut self, value: &'a Value, members: &'a Map<String, Value>, object: &'static Object, at: &str) {
        let Some(reference) = reference_in(value) else {
            self.error("wrong-type", &child(at, "$ref"), "`$ref` must be text", "write '#/components/…'");
            return;
        };
        self.note(at, object, members, Some(reference));
        for key in members.keys().filter(|key| *key != "$ref") {
            let message = format!("`{key}` beside `$ref` has no effect");
            let remedy = "remove it, or refer inside of an allOf of one";
            let finding = Finding::error(self.source, "ref-siblings", &child(at, key), message, remedy);
            let is_only_text = matches!(key.as_str(), "description" | "summary" | "title") || key.starts_with("x-");
            self.findings.push(if is_only_text { finding.as_warning() } else { finding });
        }
    }

    fn set(&mut self, items: &[Value], at: &str) {
        if items.is_empty() {
            self.error("empty-list", at, "the list is empty", "add an item, or remove the list");
        }
        for (index, item) in items.iter().enumerate() {
            if let Some(first) = items.get(..index).and_then(|before| before.iter().position(|other| other == item)) {
                let message = format!("item {index} is the same as item {first}");
                self.error("duplicate-item", &child(at, &index.to_string()), message, "remove one of the two");
            }
        }
    }

    fn wrong_type(&mut self, value: &Value, shape: &Shape, at: &str) {
        let wanted = match shape {
            Shape::Any => "a value".to_owned(),
            Shape::Text => "text".to_owned(),
            Shape::Boolean => "true or false".to_owned(),
            Shape::Number => "a number".to_owned(),
            Shape::Count => "an integer of zero or more".to_owned(),
            Shape::OneOf(texts) => format!("one of {}", texts.join(", ")),
            Shape::Object(object) | Shape::OrReference(object) => format!("a {}", object.name),
            Shape::OrBoolean(_) => "true, false or a Schema Object".to_owned(),
            Shape::List(_) | Shape::Set(_) => "a list".to_owned(),
            Shape::Map(_) | Shape::Components(_) => "a mapping".to_owned(),
        };
        let (check, seen) = match value {
            // The one change of 3.1 that people meet most.
            Value::Array(_) if at.ends_with("/type") => ("other-version", "a list of types, as OpenAPI 3.1 has it"),
            Value::Null => ("wrong-type", "null"),
            Value::Bool(_) => ("wrong-type", "a boolean"),
            Value::Number(_) => ("wrong-type", "a number"),
            Value::String(_) => ("wrong-type", "text"),
            Value::Array(_) => ("wrong-type", "a list"),
            Value::Object(_) => ("wrong-type", "a mapping"),
        };
        let remedy = match (shape, value) {
            _ if check == "other-version" => "write one type, and `nullable: true` for null".to_owned(),
            (Shape::Text, Value::Number(_) | Value::Bool(_)) => "put it in quotes".to_owned(),
            (Shape::Boolean, Value::Number(_)) if at.ends_with("imum") => {
                "write the bound as minimum or maximum, and true here".to_owned()
            }
            _ => format!("write {wanted}, or remove it"),
        };
        self.error(check, at, format!("this must be {wanted}, and is {seen}"), remedy);
    }
}

fn is_component_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte))
}

/// What to do about a name that is not known: the nearest known one, when one is near.
pub(super) fn nearest<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> String {
    let lower = name.to_lowercase();
    known
        .map(|candidate| (strsim::jaro_winkler(&lower, &candidate.to_lowercase()), candidate))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map_or_else(|| "remove it, or correct its name".to_owned(), |(_, near)| format!("did you mean `{near}`?"))
}
