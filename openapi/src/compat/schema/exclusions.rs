//! What `not` excludes.

use super::difference::Scope;
use super::node::Pointers;
use crate::compat::Effect;
use crate::compat::rules::schema as rules;

/// Compares the schemas under `not` of two branches.
pub(super) fn compare(old: &Pointers, new: &Pointers, scope: &mut Scope<'_, '_>) {
    if old.is_empty() && new.is_empty() {
        return;
    }
    let mut new_left: Vec<&String> = new.iter().collect();
    let mut old_left: Vec<&String> = Vec::new();
    for one in old {
        let one_of = |other: &&String| vec![(*other).clone()];
        let same = new_left.iter().position(|other| scope.graph.effect(&one_of(&one), &one_of(other)) == Effect::Other);
        match same {
            Some(index) => drop(new_left.remove(index)),
            None => old_left.push(one),
        }
    }
    match (&*old_left, &*new_left) {
        ([], []) => {}
        ([], _) => scope.report(&rules::NOT_NARROWED, "not"),
        (_, []) => scope.report(&rules::NOT_WIDENED, "not"),
        ([one], [other]) => match scope.graph.effect(&vec![(*one).clone()], &vec![(*other).clone()]) {
            // The more a schema under `not` takes, the less is left.
            Effect::Widened => scope.report(&rules::NOT_NARROWED, "not"),
            Effect::Narrowed => scope.report(&rules::NOT_WIDENED, "not"),
            _ => scope.report(&rules::NOT_UNDECIDED, "not"),
        },
        _ => scope.report(&rules::NOT_UNDECIDED, "not"),
    }
}
