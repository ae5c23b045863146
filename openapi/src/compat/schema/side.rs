//! One of the two documents, read one way.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use serde_json::Value;

use super::expansion::{Expansion, expand};
use super::node::{Branch, Node, Pointers};
use super::shapes::{Shapes, shapes};
use crate::compat::Way;

/// How many values are written out, references followed, before the rest is left as it is.
const MOST_WRITTEN: usize = 5_000;

/// A document as those see it who send, or who read.
pub(in crate::compat) struct Side<'a> {
    pub(super) document: &'a Value,
    pub(super) way: Way,
    nodes: RefCell<HashMap<Pointers, Rc<Node>>>,
    /// By pointer. Without it, schemas that name one twice, which names one twice, would never end.
    expansions: RefCell<HashMap<String, Expansion>>,
}

impl<'a> Side<'a> {
    pub(in crate::compat) fn new(document: &'a Value, way: Way) -> Self {
        Self { document, way, nodes: RefCell::default(), expansions: RefCell::default() }
    }

    /// What is at a pointer, references followed. Those lead somewhere: the document has been looked through.
    pub(super) fn reach(&self, pointer: &str) -> (String, &'a Value) {
        match crate::resolve(self.document, pointer) {
            Ok(reached) => (reached.pointer, reached.value),
            Err(_) => (pointer.to_owned(), &Value::Null),
        }
    }

    /// What is at a pointer as it stands.
    pub(super) fn at(&self, pointer: &str) -> &'a Value {
        crate::get(self.document, pointer).unwrap_or(&Value::Null)
    }

    /// All that may be where these schemas must fit.
    pub(super) fn node(&self, schemas: &Pointers) -> Rc<Node> {
        if let Some(node) = self.nodes.borrow().get(schemas) {
            return Rc::clone(node);
        }
        let expansion = self.expansion(schemas);
        let node = Rc::new(Node::of(self, &expansion));
        self.nodes.borrow_mut().insert(schemas.clone(), Rc::clone(&node));
        node
    }

    /// The branches of the schema at a pointer that no reference stands at.
    pub(super) fn expanded(&self, pointer: &str, expand: impl FnOnce() -> Expansion) -> Expansion {
        if let Some(known) = self.expansions.borrow().get(pointer) {
            return known.clone();
        }
        let expansion = expand();
        self.expansions.borrow_mut().insert(pointer.to_owned(), expansion.clone());
        expansion
    }

    pub(super) fn expansion(&self, schemas: &Pointers) -> Expansion {
        schemas.iter().map(|pointer| expand(self, pointer, 0)).fold(Expansion::anything(), Expansion::and)
    }

    /// Whether no value can fit two of these branches.
    pub(super) fn all_disjoint(&self, branches: &[Branch]) -> bool {
        let shapes: Vec<Shapes> = branches.iter().map(|branch| shapes(self, branch)).collect();
        shapes.iter().enumerate().all(|(index, a)| shapes[index + 1..].iter().all(|b| a.is_disjoint_from(b, self)))
    }

    /// The schemas that must all fit where the one at a pointer must, its own first: by `allOf`, or alternatives of one.
    pub(super) fn all_of(&self, pointer: &str) -> Pointers {
        let mut found: Pointers = Vec::new();
        let mut waiting = vec![pointer.to_owned()];
        while let Some(pointer) = waiting.pop() {
            let (pointer, schema) = self.reach(&pointer);
            if found.contains(&pointer) {
                continue;
            }
            for keyword in ["oneOf", "anyOf", "allOf"] {
                let count = schema.get(keyword).and_then(Value::as_array).map_or(0, Vec::len);
                if keyword == "allOf" || count == 1 {
                    waiting.extend((0..count).rev().map(|index| format!("{pointer}/{keyword}/{index}")));
                }
            }
            found.push(pointer);
        }
        found
    }

    /// The schemas as they are written, with what they refer to in its place, as far as that is not too much.
    pub(super) fn written(&self, schemas: &Pointers) -> Vec<Value> {
        let mut left = MOST_WRITTEN;
        schemas.iter().map(|pointer| self.inlined(self.at(pointer), &mut left)).collect()
    }

    fn inlined(&self, value: &Value, left: &mut usize) -> Value {
        if *left == 0 {
            return value.clone();
        }
        *left -= 1;
        match value {
            Value::Object(members) => {
                let target =
                    members.get("$ref").and_then(Value::as_str).and_then(|text| crate::target_of("", text).ok());
                match target {
                    Some(target) => self.inlined(self.reach(&target).1, left),
                    None => {
                        let text = ["description", "title", "example", "externalDocs"];
                        let kept = members.iter().filter(|(key, _)| !text.contains(&key.as_str()));
                        kept.map(|(key, value)| (key.clone(), self.inlined(value, left))).collect()
                    }
                }
            }
            Value::Array(items) => items.iter().map(|item| self.inlined(item, left)).collect(),
            other => other.clone(),
        }
    }
}
