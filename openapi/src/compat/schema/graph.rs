//! All pairs of places that are compared, each once, however many operations lead there.

use std::collections::{HashMap, HashSet, VecDeque};
use std::rc::Rc;

use serde_json::Value;

use super::compare::compare;
use super::difference::{Difference, Findings, Step};
use super::node::Pointers;
use super::side::Side;
use super::unchanged::Unchanged;
use crate::compat::rules::schema::by_sets;
use crate::compat::{Effect, Way};

/// The pairs of places whose schemas travel one way.
pub(in crate::compat) struct Graph<'a> {
    pub(super) old: Rc<Side<'a>>,
    pub(super) new: Rc<Side<'a>>,
    unchanged: Rc<Unchanged<'a>>,
    indices: HashMap<(Pointers, Pointers), usize>,
    /// What was found; none while it is being looked for.
    pairs: Vec<Option<Pair>>,
}

/// What was found at one pair of places.
struct Pair {
    findings: Findings,
    /// The pairs below, once they have been asked for.
    below: Option<Rc<[(Step, usize)]>>,
    /// Whether nothing differs here and below.
    alike: bool,
}

/// A difference and where it is, seen from a body or parameter.
pub(in crate::compat) struct Found {
    pub(in crate::compat) route: String,
    pub(in crate::compat) difference: Difference,
}

impl<'a> Graph<'a> {
    pub(in crate::compat) fn new(old: &'a Value, new: &'a Value, way: Way, unchanged: Rc<Unchanged<'a>>) -> Self {
        let (old, new) = (Rc::new(Side::new(old, way)), Rc::new(Side::new(new, way)));
        Self { old, new, unchanged, indices: HashMap::new(), pairs: Vec::new() }
    }

    /// What differs between the schemas at two pointers, and below; without a pointer, anything fits.
    pub(in crate::compat) fn differences(
        &mut self,
        old: Option<&str>,
        new: Option<&str>,
        at: (&str, &str),
    ) -> Vec<Found> {
        let pointers = |pointer: Option<&str>| pointer.map(|pointer| vec![pointer.to_owned()]).unwrap_or_default();
        let root = self.ensure(&pointers(old), &pointers(new), &(at.0.to_owned(), at.1.to_owned()));
        let mut found = Vec::new();
        self.walk(root, |route, difference| {
            found.push(Found { route: route.to_owned(), difference: difference.clone() });
        });
        found
    }

    /// Whether the schema of the old document takes lists or objects.
    pub(in crate::compat) fn holds_parts(&self, old: &str) -> bool {
        let node = self.old.node(&vec![old.to_owned()]);
        !(node.array.shapes.is_empty() && node.object.shapes.is_empty())
    }

    /// What becoming the other does to the values that fit.
    pub(super) fn effect(&mut self, old: &Pointers, new: &Pointers) -> Effect {
        let root = self.ensure(old, new, &(String::new(), String::new()));
        let (mut narrowed, mut widened, mut undecided) = (false, false, false);
        self.walk(root, |_, difference| {
            let effect = difference.whole_effect();
            narrowed |= matches!(effect, Effect::Narrowed | Effect::Both);
            widened |= matches!(effect, Effect::Widened | Effect::Both);
            undecided |= effect == Effect::Undecided;
        });
        if undecided { Effect::Undecided } else { by_sets(narrowed, widened) }
    }

    fn walk(&mut self, root: usize, mut visit: impl FnMut(&str, &Difference)) {
        let mut seen = HashSet::from([root]);
        let mut waiting = VecDeque::from([(root, String::new())]);
        let mut differs = false;
        while let Some((index, route)) = waiting.pop_front() {
            // A pair that is still being looked at is somewhere above: it will say itself what differs.
            let Some(pair) = &self.pairs[index] else {
                differs = true;
                continue;
            };
            if pair.alike {
                continue;
            }
            differs |= !pair.findings.differences.is_empty();
            pair.findings.differences.iter().for_each(|difference| visit(&route, difference));
            for (step, index) in self.below(index).iter() {
                if seen.insert(*index) {
                    waiting.push_back((*index, step.add_to(&route)));
                }
            }
        }
        if !differs {
            seen.into_iter().for_each(|index| self.pairs[index].iter_mut().for_each(|pair| pair.alike = true));
        }
    }

    /// The pairs below a pair that has been looked at.
    fn below(&mut self, index: usize) -> Rc<[(Step, usize)]> {
        let Some(pair) = &mut self.pairs[index] else { return Rc::new([]) };
        if let Some(below) = &pair.below {
            return Rc::clone(below);
        }
        let children = std::mem::take(&mut pair.findings.children);
        let below: Rc<[(Step, usize)]> =
            children.into_iter().map(|child| (child.step, self.ensure(&child.old, &child.new, &child.at))).collect();
        if let Some(pair) = &mut self.pairs[index] {
            pair.below = Some(Rc::clone(&below));
        }
        below
    }

    fn ensure(&mut self, old: &Pointers, new: &Pointers, at: &(String, String)) -> usize {
        let key = (self.reached(&Rc::clone(&self.old), old), self.reached(&Rc::clone(&self.new), new));
        if let Some(index) = self.indices.get(&key) {
            return *index;
        }
        let index = self.pairs.len();
        self.indices.insert(key.clone(), index);
        if key.0.len() == key.1.len() && key.0.iter().zip(&key.1).all(|(old, new)| self.unchanged.at(old, new)) {
            self.pairs.push(Some(Pair { findings: Findings::default(), below: None, alike: true }));
            return index;
        }
        self.pairs.push(None);
        let findings = compare(self, &key.0, &key.1, at);
        self.pairs[index] = Some(Pair { findings, below: None, alike: false });
        index
    }

    /// The same place by another reference is the same pair.
    fn reached(&self, side: &Side<'a>, schemas: &Pointers) -> Pointers {
        schemas.iter().map(|pointer| side.reach(pointer).0).collect()
    }
}
