//! One pair of places, type by type.

use std::rc::Rc;

use serde_json::Value;

use super::difference::{Findings, Scope};
use super::expansion::Expansion;
use super::graph::Graph;
use super::node::{Alternatives, Branch, Listed, Node, Pointers, Shape, canonical};
use super::shapes::{Shapes, shapes};
use super::side::Side;
use super::{alternatives, annotations, witness};
use crate::compat::rules::schema as rules;

impl Node {
    pub(super) fn of(side: &Side<'_>, expansion: &Expansion) -> Self {
        let all: Vec<Shapes> = expansion.branches.iter().map(|branch| shapes(side, branch)).collect();
        // Of what two branches take, exactly one must take it where they exclude each other.
        let simple = |fits: &dyn Fn(&Shapes) -> bool| match all.iter().filter(|shape| fits(shape)).count() {
            0 => false,
            1 => true,
            _ => !expansion.exclusive,
        };
        let mut whole = Branch::default();
        for branch in &expansion.branches {
            whole.nots.extend(branch.nots.iter().filter(|not| !whole.nots.contains(not)).cloned().collect::<Vec<_>>());
            whole
                .atoms
                .extend(branch.atoms.iter().filter(|atom| !whole.atoms.contains(atom)).cloned().collect::<Vec<_>>());
        }
        Self {
            null: simple(&|shape| shape.null),
            booleans: [simple(&|shape| shape.booleans[0]), simple(&|shape| shape.booleans[1])],
            number: joined(all.iter().filter_map(|shape| shape.number.clone()), expansion.exclusive),
            text: joined(all.iter().filter_map(|shape| shape.text.clone()), expansion.exclusive),
            array: joined(all.iter().filter_map(|shape| shape.array.clone()), expansion.exclusive),
            object: joined(all.iter().filter_map(|shape| shape.object.clone()), expansion.exclusive),
            opaque: expansion.opaque || whole.nots.iter().any(|not| side.node(&vec![not.clone()]).opaque),
            whole,
        }
    }

    /// The types of which values fit, null aside.
    fn types(&self) -> [bool; 5] {
        [
            self.booleans != [false, false],
            !self.number.shapes.is_empty(),
            !self.text.shapes.is_empty(),
            !self.array.shapes.is_empty(),
            !self.object.shapes.is_empty(),
        ]
    }

    fn takes_any_type(&self) -> bool {
        self.null && self.types() == [true; 5]
    }

    /// Every legal value, where an `enum` lists them; null aside.
    fn listed(&self) -> Option<Listed> {
        fn of<T: Shape>(alternatives: &Alternatives<T>) -> impl Iterator<Item = (String, Value)> {
            alternatives
                .shapes
                .iter()
                .filter_map(Shape::listed)
                .flatten()
                .map(|(key, value)| (key.clone(), value.clone()))
        }
        if !self.is_listed() {
            return None;
        }
        let mut listed: Listed = of(&self.number).chain(of(&self.text)).chain(of(&self.array)).collect();
        listed.extend(of(&self.object));
        let booleans = [false, true].into_iter().filter(|value| self.booleans[usize::from(*value)]);
        listed.extend(booleans.map(|value| (canonical(&value.into()), value.into())));
        Some(listed)
    }
}

/// Listed values that differ only by the branch they are in are one list.
fn joined<T: Shape>(shapes: impl Iterator<Item = T>, exclusive: bool) -> Alternatives<T> {
    let mut kept: Vec<T> = Vec::new();
    for shape in shapes {
        let first = kept.iter_mut().find(|other| !exclusive && other.listed().is_some() && shape.listed().is_some());
        match (first.map(Shape::listed_mut), shape.listed()) {
            (Some(Some(all)), Some(more)) => all.extend(more.clone()),
            _ => kept.push(shape),
        }
    }
    if !exclusive {
        absorb(&mut kept);
    }
    Alternatives { exclusive: exclusive && kept.len() > 1, shapes: kept }
}

/// Takes out of lists what another alternative takes anyway.
fn absorb<T: Shape>(shapes: &mut Vec<T>) {
    let unlisted: Vec<T> = shapes.iter().filter(|shape| shape.listed().is_none()).cloned().collect();
    for values in shapes.iter_mut().filter_map(|shape| shape.listed_mut().as_mut()) {
        values.retain(|_, value| !unlisted.iter().any(|other| other.surely_takes(value)));
    }
    shapes.retain(|shape| shape.listed().is_none_or(|values| !values.is_empty()));
}

/// What differs between two places, and which places below are to be compared.
pub(super) fn compare(graph: &mut Graph<'_>, old: &Pointers, new: &Pointers, at: &(String, String)) -> Findings {
    let (old_side, new_side) = (Rc::clone(&graph.old), Rc::clone(&graph.new));
    let (old_node, new_node) = (old_side.node(old), new_side.node(new));
    let mut scope = Scope {
        graph,
        old: old_side,
        new: new_side,
        old_branch: Rc::new(old_node.whole.clone()),
        new_branch: Rc::new(new_node.whole.clone()),
        at: at.clone(),
        findings: Findings::default(),
    };
    if old_node.opaque || new_node.opaque {
        if scope.old.written(old) != scope.new.written(new) {
            scope.report(&rules::SCHEMA_UNDECIDED, "");
        }
    } else {
        values(&old_node, &new_node, &mut scope);
    }
    annotations::compare(old, new, &mut scope);
    let mut findings = scope.findings;
    witness::add(graph, (old, new), &mut findings.differences);
    findings
}

fn values(old: &Node, new: &Node, scope: &mut Scope<'_, '_>) {
    let (lost, gained) = changed_types(old, new);
    // Where anything was taken, or is, that null is too goes with the types.
    if old.null && !new.null && !(lost && old.takes_any_type()) {
        scope.report_values(&rules::NULLABLE_REMOVED, "nullable", Some(Value::Null), None);
    }
    if new.null && !old.null && !(gained && new.takes_any_type()) {
        scope.report_values(&rules::NULLABLE_ADDED, "nullable", None, Some(Value::Null));
    }
    if let (Some(old), Some(new)) = (old.listed(), new.listed())
        && !(old.is_empty() || new.is_empty())
    {
        return listed(&old, &new, scope);
    }
    types(old, new, scope);
    alternatives::compare(&old.number, &new.number, scope);
    alternatives::compare(&old.text, &new.text, scope);
    alternatives::compare(&old.array, &new.array, scope);
    alternatives::compare(&old.object, &new.object, scope);
}

/// Two sets of listed values.
pub(super) fn listed(old: &Listed, new: &Listed, scope: &mut Scope<'_, '_>) {
    let only =
        |of: &Listed, not: &Listed| of.iter().find(|(key, _)| !not.contains_key(*key)).map(|(_, value)| value.clone());
    let (lost, gained) = (only(old, new), only(new, old));
    let rule = match (lost.is_some(), gained.is_some()) {
        (false, false) => return,
        (true, false) => &rules::ENUM_NARROWED,
        (false, true) => &rules::ENUM_WIDENED,
        (true, true) => &rules::ENUM_CHANGED,
    };
    scope.report_values(rule, "enum", lost, gained);
}

/// Whether values of some type fit no more, and whether of another that did not.
fn changed_types(old: &Node, new: &Node) -> (bool, bool) {
    let types = || old.types().into_iter().zip(new.types());
    (types().any(|(old, new)| old && !new), types().any(|(old, new)| new && !old))
}

fn types(old: &Node, new: &Node, scope: &mut Scope<'_, '_>) {
    match changed_types(old, new) {
        (true, true) => scope.report(&rules::TYPE_CHANGED, "type"),
        (true, false) => scope.report(&rules::TYPE_NARROWED, "type"),
        (false, true) => scope.report(&rules::TYPE_WIDENED, "type"),
        (false, false) => {}
    }
    if old.types()[0] && new.types()[0] && old.booleans != new.booleans {
        let of = |node: &Node| -> Listed {
            let values = [false, true].into_iter().filter(|value| node.booleans[usize::from(*value)]);
            values.map(|value| (canonical(&value.into()), value.into())).collect()
        };
        listed(&of(old), &of(new), scope);
    }
}
