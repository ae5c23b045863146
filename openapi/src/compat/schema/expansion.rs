//! References followed, and `allOf`, `anyOf`, `oneOf` multiplied out: a schema as branches of which one must fit.

use serde_json::Value;

use super::node::Branch;
use super::side::Side;

/// More branches than people write, few enough to compare each with each.
const MOST_BRANCHES: usize = 64;

/// Deeper than people nest.
const DEEPEST: usize = 64;

/// Branches of which one must fit.
#[derive(Clone, Debug)]
pub(super) struct Expansion {
    pub(super) branches: Vec<Branch>,
    /// Whether more than one must not, and could.
    pub(super) exclusive: bool,
    /// There are more branches than can be held, or they combine in a way that this form cannot say.
    pub(super) opaque: bool,
}

impl Expansion {
    /// What every value fits.
    pub(super) fn anything() -> Self {
        Self { branches: vec![Branch::default()], exclusive: false, opaque: false }
    }

    /// What fits both.
    pub(super) fn and(self, other: Self) -> Self {
        let (one, two) = (self.branches.len() > 1, other.branches.len() > 1);
        // "Exactly one of these and exactly one of those" is "exactly one of the pairs"; the same holds for "at least".
        let mixed = one && two && self.exclusive != other.exclusive;
        let opaque = self.opaque || other.opaque || mixed || self.branches.len() * other.branches.len() > MOST_BRANCHES;
        let pairs = self.branches.iter().flat_map(|a| other.branches.iter().map(move |b| both(a, b)));
        Self { branches: pairs.take(MOST_BRANCHES).collect(), exclusive: self.exclusive || other.exclusive, opaque }
    }

    fn or(parts: Vec<Self>, exactly_one: bool, side: &Side<'_>) -> Self {
        let single = parts.len() == 1;
        let inner_exclusive = parts.iter().any(|part| part.exclusive);
        let split = parts.iter().any(|part| part.branches.len() > 1);
        let mut opaque = parts.iter().any(|part| part.opaque);
        let mut branches: Vec<Branch> = Vec::new();
        for branch in parts.into_iter().flat_map(|part| part.branches) {
            // Twice the same adds nothing to "at least one", and takes all from "exactly one".
            if exactly_one || !branches.contains(&branch) {
                branches.push(branch);
            }
        }
        if single {
            return Self { branches, exclusive: inner_exclusive, opaque };
        }
        opaque |= branches.len() > MOST_BRANCHES;
        branches.truncate(MOST_BRANCHES);
        let overlapping = exactly_one && !side.all_disjoint(&branches);
        // Parts of a part count together as one.
        opaque |= inner_exclusive || (overlapping && split);
        Self { branches, exclusive: overlapping, opaque }
    }
}

fn both(a: &Branch, b: &Branch) -> Branch {
    let mut together = a.clone();
    for atom in &b.atoms {
        if !together.atoms.contains(atom) {
            together.atoms.push(atom.clone());
        }
    }
    for not in &b.nots {
        if !together.nots.contains(not) {
            together.nots.push(not.clone());
        }
    }
    together
}

/// The branches of the schema at a pointer.
pub(super) fn expand(side: &Side<'_>, pointer: &str, depth: usize) -> Expansion {
    let (pointer, schema) = side.reach(pointer);
    side.expanded(&pointer, || expand_own(side, &pointer, schema, depth))
}

fn expand_own(side: &Side<'_>, pointer: &str, schema: &Value, depth: usize) -> Expansion {
    let mut expansion = Expansion::anything();
    expansion.branches = vec![Branch { atoms: vec![pointer.to_owned()], nots: Vec::new() }];
    if depth >= DEEPEST {
        return Expansion { opaque: true, ..expansion };
    }
    if schema.get("not").is_some() {
        let nots = vec![format!("{pointer}/not")];
        expansion.branches.iter_mut().for_each(|branch| branch.nots.clone_from(&nots));
    }
    let parts = |keyword: &str| {
        let count = schema.get(keyword).and_then(Value::as_array).map_or(0, Vec::len);
        (0..count).map(|index| expand(side, &format!("{pointer}/{keyword}/{index}"), depth + 1)).collect::<Vec<_>>()
    };
    for part in parts("allOf") {
        expansion = expansion.and(part);
    }
    for (keyword, exactly_one) in [("anyOf", false), ("oneOf", true)] {
        let parts = parts(keyword);
        if !parts.is_empty() {
            expansion = expansion.and(Expansion::or(parts, exactly_one, side));
        }
    }
    expansion
}
