//! A document as exchanges are held against it: operations by path, schemas compiled once.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

use openapi::{Direction, InstanceValidator, ReferenceError, SchemaError, Source, Violation, child, resolve};
use serde_json::Value;

use super::unfit::{Unfit, without_indices};
use crate::effect::Effect;
use crate::exchange::{Exchange, Request, Response};

/// Why exchanges cannot be held against a document.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// A reference leads nowhere.
    #[error(transparent)]
    Reference(#[from] ReferenceError),
    /// A schema cannot be compiled.
    #[error(transparent)]
    Schema(#[from] SchemaError),
}

/// A document as exchanges are held against it.
pub struct Described<'a> {
    document: &'a Source,
    operations: Vec<Operation>,
    validators: RefCell<HashMap<(String, bool), InstanceValidator>>,
}

struct Operation {
    method: String,
    /// The segments of the path, those of the server's URL before them.
    segments: Vec<String>,
    /// `GET /api/token/{id}`.
    title: String,
    pointer: String,
    item: String,
}

/// How deep `allOf` is followed within itself.
const DEEPEST: usize = 8;

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

impl<'a> Described<'a> {
    /// Reads which operations a document has. Its schemas are read as exchanges need them.
    #[must_use]
    pub fn new(document: &'a Source) -> Self {
        let base = base_path(document);
        let mut operations = Vec::new();
        for (path, item) in document.value.get("paths").and_then(Value::as_object).into_iter().flatten() {
            for method in METHODS.into_iter().filter(|method| item.get(method).is_some()) {
                let item = child("/paths", path);
                operations.push(Operation {
                    method: method.to_ascii_uppercase(),
                    segments: format!("{base}{path}").split('/').map(str::to_owned).collect(),
                    title: format!("{} {path}", method.to_ascii_uppercase()),
                    pointer: child(&item, method),
                    item,
                });
            }
        }
        // A path that is written out goes before one with a parameter in its place.
        operations.sort_by_key(|operation| operation.segments.iter().filter(|s| is_parameter(s)).count());
        Self { document, operations, validators: RefCell::default() }
    }

    /// `GET /api/token/{id}`, if the document has the operation of this request.
    pub fn title(&self, request: &Request) -> Option<&str> {
        self.operation(request).map(|operation| operation.title.as_str())
    }

    fn operation(&self, request: &Request) -> Option<&Operation> {
        let segments: Vec<&str> = request.path.split('/').collect();
        self.operations.iter().find(|operation| {
            operation.method == request.method
                && operation.segments.len() == segments.len()
                && operation.segments.iter().zip(&segments).all(|(own, sent)| own == sent || is_parameter(own))
        })
    }

    /// Every place of an exchange that does not fit. A request is held against the document only where it was accepted:
    /// a refused one may break what is stated.
    ///
    /// # Errors
    ///
    /// When the document has something broken where it describes the exchange.
    pub fn unfit(&self, exchange: &Exchange, effect: Effect) -> Result<BTreeSet<Unfit>, DocumentError> {
        let mut unfit = BTreeSet::new();
        let accepted = effect == Effect::Accepted;
        let Some(operation) = self.operation(&exchange.request) else {
            if accepted {
                unfit.insert(Unfit::whole("operation", "no such operation is described"));
            }
            return Ok(unfit);
        };
        if accepted {
            self.parameters(operation, &exchange.request, &mut unfit)?;
            self.request_body(operation, &exchange.request, &mut unfit)?;
        }
        if let Some(response) = exchange.answer.response() {
            self.response(operation, response, &mut unfit)?;
        }
        Ok(unfit)
    }

    fn parameters(
        &self,
        operation: &Operation,
        request: &Request,
        unfit: &mut BTreeSet<Unfit>,
    ) -> Result<(), DocumentError> {
        let mut places: HashMap<(String, String), String> = HashMap::new();
        for of in [&operation.item, &operation.pointer] {
            let listed = child(of, "parameters");
            for index in 0..self.document.get(&listed).and_then(Value::as_array).map_or(0, Vec::len) {
                let reached = resolve(&self.document.value, &format!("{listed}/{index}"))?;
                let text = |member: &str| reached.value.get(member).and_then(Value::as_str).unwrap_or("").to_owned();
                // One of the operation stands for one of the path.
                places.insert((text("in"), text("name")), reached.pointer);
            }
        }
        for ((place, name), pointer) in &places {
            let sent: Vec<&str> = match place.as_str() {
                "query" => request.query.iter().filter(|(own, _)| own == name).map(|(_, value)| &**value).collect(),
                "path" => operation
                    .segments
                    .iter()
                    .zip(request.path.split('/'))
                    .filter(|(own, _)| **own == format!("{{{name}}}"))
                    .map(|(_, sent)| sent)
                    .collect(),
                _ => continue,
            };
            let part = format!("{place} {name}");
            let required = self.document.get(&child(pointer, "required")) == Some(&Value::Bool(true));
            if sent.is_empty() && required {
                unfit.insert(Unfit::whole(&part, "it is required"));
            }
            let schema = child(pointer, "schema");
            // Lists in parameters have styles of their own.
            if let ([value], Some(_)) = (&sent[..], self.document.get(&schema)) {
                self.body(&part, &schema, &self.read(&schema, value)?, Direction::Request, unfit)?;
            }
        }
        Ok(())
    }

    /// The text of a parameter as its schema reads it.
    fn read(&self, schema: &str, text: &str) -> Result<Value, DocumentError> {
        let reached = resolve(&self.document.value, schema)?;
        let is_text = reached.value.get("type").and_then(Value::as_str).is_none_or(|kind| kind == "string");
        let read = if is_text { None } else { serde_json::from_str(text).ok() };
        Ok(read.unwrap_or_else(|| Value::from(text)))
    }

    fn request_body(
        &self,
        operation: &Operation,
        request: &Request,
        unfit: &mut BTreeSet<Unfit>,
    ) -> Result<(), DocumentError> {
        let pointer = child(&operation.pointer, "requestBody");
        if self.document.get(&pointer).is_none() {
            return Ok(());
        }
        let reached = resolve(&self.document.value, &pointer)?;
        let Some(body) = request.body.as_deref().filter(|body| !body.is_empty()) else {
            if reached.value.get("required") == Some(&Value::Bool(true)) {
                unfit.insert(Unfit::whole("request body", "it is required"));
            }
            return Ok(());
        };
        let media_type = request.headers.media_type();
        self.content("request body", &reached.pointer, media_type.as_deref(), body, Direction::Request, unfit)
    }

    fn response(
        &self,
        operation: &Operation,
        response: &Response,
        unfit: &mut BTreeSet<Unfit>,
    ) -> Result<(), DocumentError> {
        let responses = child(&operation.pointer, "responses");
        let named = [response.status.to_string(), format!("{}XX", response.status / 100), "default".to_owned()];
        let pointers = named.iter().map(|name| child(&responses, name));
        let Some(pointer) = pointers.into_iter().find(|pointer| self.document.get(pointer).is_some()) else {
            unfit.insert(Unfit::whole(format!("status {}", response.status), "no such status is described"));
            return Ok(());
        };
        let reached = resolve(&self.document.value, &pointer)?;
        let part = format!("response {}", response.status);
        let media_type = response.headers.media_type();
        self.content(&part, &reached.pointer, media_type.as_deref(), &response.body, Direction::Response, unfit)
    }

    /// A body, by the media type it is sent with. What describes no content says nothing of it.
    fn content(
        &self,
        part: &str,
        pointer: &str,
        media_type: Option<&str>,
        body: &[u8],
        direction: Direction,
        unfit: &mut BTreeSet<Unfit>,
    ) -> Result<(), DocumentError> {
        let content = child(pointer, "content");
        let Some(described) = self.document.get(&content).and_then(Value::as_object).filter(|it| !it.is_empty()) else {
            return Ok(());
        };
        let sent = media_type.unwrap_or("application/json");
        let group = format!("{}/*", sent.split('/').next().unwrap_or_default());
        let names = described.keys();
        let names: Vec<(&String, &str)> =
            names.map(|name| (name, name.split(';').next().unwrap_or("").trim())).collect();
        let found = [sent, group.as_str(), "*/*"]
            .iter()
            .find_map(|wanted| names.iter().find(|(_, plain)| plain.eq_ignore_ascii_case(wanted)));
        let Some((name, _)) = found else {
            let all: Vec<&str> = names.iter().map(|(_, plain)| *plain).collect();
            unfit.insert(Unfit::whole(format!("{part}, media type"), all.join(" or ")));
            return Ok(());
        };
        let schema = child(&child(&content, name), "schema");
        let is_json = sent == "application/json" || sent.ends_with("+json");
        if !is_json || self.document.get(&schema).is_none() {
            return Ok(());
        }
        match serde_json::from_slice(body) {
            Ok(body) => self.body(part, &schema, &body, direction, unfit),
            Err(_) => {
                unfit.insert(Unfit::whole(part, "JSON"));
                Ok(())
            }
        }
    }

    fn body(
        &self,
        part: &str,
        schema: &str,
        body: &Value,
        direction: Direction,
        unfit: &mut BTreeSet<Unfit>,
    ) -> Result<(), DocumentError> {
        for violation in self.violations(schema, body, direction)? {
            let mut pointer = without_indices(&violation.instance_pointer);
            if violation.keyword == "required"
                && let Some(member) = violation.expected.split('`').nth(1)
            {
                pointer = child(&pointer, member);
            }
            unfit.insert(Unfit { part: part.to_owned(), pointer, expected: violation.expected });
        }
        Ok(())
    }

    /// What goes against a schema. Of alternatives those count that describe most of the members there are: an answer that
    /// has `data` is no refusal just because a refusal may have any member. Of several that do not fit, it is what goes
    /// against the one that fits best: that none of them does tells nobody what is wrong.
    fn violations(&self, at: &str, body: &Value, direction: Direction) -> Result<Vec<Violation>, DocumentError> {
        let alternatives = ["anyOf", "oneOf"].into_iter().find_map(|keyword| {
            let list = child(at, keyword);
            Some((self.document.get(&list)?.as_array()?.len(), list))
        });
        // A refusal may have whatever members it likes.
        let members = body.as_object().filter(|members| members.get("success") != Some(&Value::Bool(false)));
        let (Some((count, list)), Some(members)) = (alternatives, members) else {
            return self.validated(at, body, direction);
        };
        let mut described = Vec::new();
        for index in 0..count {
            let alternative = format!("{list}/{index}");
            let own = self.members(&alternative, DEEPEST)?;
            described.push((members.keys().filter(|name| own.contains(*name)).count(), alternative));
        }
        let most = described.iter().map(|(count, _)| *count).max().unwrap_or_default();
        let mut best: Option<Vec<Violation>> = None;
        for (_, alternative) in described.iter().filter(|(count, _)| *count == most) {
            let violations = self.validated(alternative, body, direction)?;
            if best.as_ref().is_none_or(|best| violations.len() < best.len()) {
                best = Some(violations);
            }
        }
        match best {
            Some(violations) => Ok(violations),
            None => self.validated(at, body, direction),
        }
    }

    /// The members that a schema describes, those of the schemas it is made of included.
    fn members(&self, at: &str, depth: usize) -> Result<BTreeSet<String>, DocumentError> {
        let reached = resolve(&self.document.value, at)?;
        let properties = reached.value.get("properties").and_then(Value::as_object);
        let mut members: BTreeSet<String> = properties.into_iter().flat_map(|own| own.keys().cloned()).collect();
        let parts = reached.value.get("allOf").and_then(Value::as_array).map_or(0, Vec::len);
        for index in (0..parts).filter(|_| depth > 0) {
            members.extend(self.members(&format!("{}/allOf/{index}", reached.pointer), depth - 1)?);
        }
        Ok(members)
    }

    fn validated(&self, at: &str, body: &Value, direction: Direction) -> Result<Vec<Violation>, DocumentError> {
        let key = (at.to_owned(), direction == Direction::Request);
        if let Some(validator) = self.validators.borrow().get(&key) {
            return Ok(validator.violations(body));
        }
        let validator = InstanceValidator::for_direction(self.document, at, direction)?;
        let violations = validator.violations(body);
        self.validators.borrow_mut().insert(key, validator);
        Ok(violations)
    }
}

fn is_parameter(segment: &str) -> bool {
    segment.starts_with('{') && segment.ends_with('}')
}

/// The path of the first server's URL: requests carry it before the path of the operation.
fn base_path(document: &Source) -> String {
    let url = document.get("/servers/0/url").and_then(Value::as_str).unwrap_or_default();
    let after_scheme = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = if url.contains("://") { after_scheme.find('/').map_or("", |at| &after_scheme[at..]) } else { url };
    path.trim_end_matches('/').to_owned()
}
