//! The comparison of two documents as a whole.

use std::collections::HashMap;
use std::rc::Rc;

use serde_json::Value;

use super::schema::{Difference, Graph, Unchanged};
use super::{Change, Place, Rule, Severity, Unreadable, Way, interface, readable};
use crate::Source;

/// Everything that differs between two documents.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The changes, the gravest first; within a severity by place in the new document.
    pub changes: Vec<Change>,
}

impl Comparison {
    /// How many changes are of a severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.changes.iter().filter(|change| change.severity == severity).count()
    }
}

/// What becoming `new` means for those who follow `old`.
///
/// # Errors
///
/// When it cannot be told what one of them means: no OpenAPI 3.0, references that lead nowhere, values of a wrong type.
pub fn compare(old: &Source, new: &Source) -> Result<Comparison, Unreadable> {
    readable::check(old)?;
    readable::check(new)?;
    let mut changes = on_deep_stack(|| {
        let mut differ = Differ::new(old, new);
        interface::compare(&mut differ);
        differ.changes
    });
    changes.sort_by(|a, b| {
        let key = |change: &Change| (change.severity, change.new.line, change.old.line, change.rule.id, change.way);
        key(a).cmp(&key(b)).then_with(|| (&a.new, &a.old).cmp(&(&b.new, &b.old)))
    });
    Ok(Comparison { changes })
}

/// Bytes. Only what is used of it is taken.
const STACK: usize = 512 * 1024 * 1024;

/// Runs where schemas that lead to each other through thousands of others can be followed.
fn on_deep_stack<T: Send>(work: impl Fn() -> T + Send + Sync) -> T {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, &work);
        match thread.map(std::thread::ScopedJoinHandle::join) {
            Ok(Ok(done)) => done,
            Ok(Err(panic)) => std::panic::resume_unwind(panic),
            // No such thread to be had: most documents do without.
            Err(_) => work(),
        }
    })
}

/// A place in one document, as its pointer and what stands there.
#[derive(Clone, Debug)]
pub(super) struct Spot<'a> {
    pub(super) pointer: String,
    pub(super) value: Option<&'a Value>,
}

impl<'a> Spot<'a> {
    pub(super) fn of(pointer: impl Into<String>, value: &'a Value) -> Self {
        Self { pointer: pointer.into(), value: Some(value) }
    }

    /// Where something would be.
    pub(super) fn within(pointer: impl Into<String>) -> Self {
        Self { pointer: pointer.into(), value: None }
    }

    /// A member of this.
    pub(super) fn member(&self, name: &str) -> Self {
        match self.value.and_then(|value| value.get(name)) {
            Some(value) => Self::of(crate::child(&self.pointer, name), value),
            None => Self::within(self.pointer.clone()),
        }
    }

    pub(super) fn is_true(&self, name: &str) -> bool {
        self.member(name).value == Some(&Value::Bool(true))
    }

    pub(super) fn text(&self, name: &str) -> Option<&'a str> {
        self.value?.get(name)?.as_str()
    }

    /// Each member of it, by name.
    pub(super) fn members(&self) -> impl Iterator<Item = (&'a String, Self)> + use<'a> {
        let pointer = self.pointer.clone();
        let members = self.value.and_then(Value::as_object).into_iter().flatten();
        members.map(move |(name, value)| (name, Self::of(crate::child(&pointer, name), value)))
    }
}

/// Which operation, and which part of it, is being looked at.
#[derive(Clone, Debug)]
pub(super) struct Subject {
    /// `PUT /api/token/`; none for what concerns the whole document.
    pub(super) operation: Option<String>,
    /// Which way requests go: in callbacks, the other.
    pub(super) requests: Way,
    /// `request body application/json`.
    pub(super) part: String,
}

impl Subject {
    pub(super) fn of(operation: Option<String>, requests: Way) -> Self {
        Self { operation, requests, part: String::new() }
    }

    pub(super) fn part(&self, part: impl Into<String>) -> Self {
        Self { part: part.into(), ..self.clone() }
    }

    pub(super) fn responses(&self) -> Way {
        self.requests.turned()
    }
}

/// What makes a change the same one: rule, direction, both places, member.
type Identity = (&'static str, Option<Way>, String, String, Option<String>);

/// Collects changes while two documents are walked side by side.
pub(super) struct Differ<'a> {
    pub(super) old: &'a Source,
    pub(super) new: &'a Source,
    requests: Graph<'a>,
    responses: Graph<'a>,
    changes: Vec<Change>,
    /// The same change met by another operation is the same change.
    known: HashMap<Identity, usize>,
}

impl<'a> Differ<'a> {
    fn new(old: &'a Source, new: &'a Source) -> Self {
        let unchanged = Rc::new(Unchanged::new(&old.value, &new.value));
        let graph = |way| Graph::new(&old.value, &new.value, way, Rc::clone(&unchanged));
        let (requests, responses) = (graph(Way::Request), graph(Way::Response));
        Self { old, new, requests, responses, changes: Vec::new(), known: HashMap::new() }
    }

    /// What is at a place of the old document, references followed.
    pub(super) fn reach_old(&self, spot: &Spot<'a>) -> Spot<'a> {
        reach(&self.old.value, spot)
    }

    /// What is at a place of the new document, references followed.
    pub(super) fn reach_new(&self, spot: &Spot<'a>) -> Spot<'a> {
        reach(&self.new.value, spot)
    }

    /// Notes a change.
    pub(super) fn note(
        &mut self,
        rule: &'static Rule,
        way: Option<Way>,
        subject: &Subject,
        old: &Spot<'_>,
        new: &Spot<'_>,
    ) {
        self.add(
            way,
            subject,
            subject.part.clone(),
            Difference {
                old_value: old.value.cloned(),
                new_value: new.value.cloned(),
                ..Difference::between(rule, old.pointer.clone(), new.pointer.clone())
            },
        );
    }

    /// Compares the schemas at two places; where there is none, anything fits.
    pub(super) fn schemas(&mut self, way: Way, subject: &Subject, old: &Spot<'a>, new: &Spot<'a>) {
        let pointer = |spot: &Spot<'a>| spot.value.map(|_| spot.pointer.clone());
        let graph = self.graph(way);
        let found = graph.differences(pointer(old).as_deref(), pointer(new).as_deref(), (&old.pointer, &new.pointer));
        let xml = subject.part.contains("xml");
        for found in found.into_iter().filter(|found| xml || found.difference.rule.id != "xml-changed") {
            let mut route = found.route;
            if let Some(member) = &found.difference.member {
                route = if route.is_empty() { member.clone() } else { format!("{route}.{member}") };
            }
            let part = if route.is_empty() { subject.part.clone() } else { format!("{}, {route}", subject.part) };
            self.add(Some(way), subject, part, found.difference);
        }
    }

    pub(super) fn graph(&mut self, way: Way) -> &mut Graph<'a> {
        match way {
            Way::Request => &mut self.requests,
            Way::Response => &mut self.responses,
        }
    }

    fn add(&mut self, way: Option<Way>, subject: &Subject, part: String, difference: Difference) {
        let Difference { rule, old, new, member, .. } = difference;
        let key = (rule.id, way, old.clone(), new.clone(), member);
        if let Some(index) = self.known.get(&key) {
            let operations = &mut self.changes[*index].operations;
            operations.extend(subject.operation.clone().filter(|operation| !operations.contains(operation)));
            return;
        }
        self.known.insert(key, self.changes.len());
        let place = |source: &Source, pointer: String| Place { line: source.line_of(&pointer), pointer };
        self.changes.push(Change {
            rule,
            severity: rule.severity(way),
            way,
            operations: subject.operation.clone().into_iter().collect(),
            subject: part,
            old: place(self.old, old),
            new: place(self.new, new),
            old_value: difference.old_value,
            new_value: difference.new_value,
            no_longer_legal: difference.lost,
            newly_legal: difference.gained,
        });
    }
}

fn reach<'a>(document: &'a Value, spot: &Spot<'a>) -> Spot<'a> {
    if spot.value.is_none() {
        return spot.clone();
    }
    match crate::resolve(document, &spot.pointer) {
        Ok(reached) => Spot::of(reached.pointer, reached.value),
        Err(_) => spot.clone(),
    }
}
