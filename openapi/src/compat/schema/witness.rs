//! Values that show a difference: legal by the one document and not by the other.

use std::rc::Rc;

use serde_json::Value;

use super::accepts::{Reader, accepts};
use super::candidates::candidates;
use super::difference::Difference;
use super::graph::Graph;
use super::node::Pointers;
use super::side::Side;
use crate::compat::Effect;

/// Adds to each difference the values that show it, where some are found.
pub(super) fn add(graph: &Graph<'_>, (old, new): (&Pointers, &Pointers), differences: &mut [Difference]) {
    let (old_side, new_side) = (Rc::clone(&graph.old), Rc::clone(&graph.new));
    for difference in differences {
        let effect = difference.rule.effect;
        let of_new = candidates(&new_side, new, difference.keyword, difference.member.as_deref());
        let mut all = candidates(&old_side, old, difference.keyword, difference.member.as_deref());
        all.extend(of_new);
        // Members that are not described are what this keyword is about.
        let closed = difference.keyword != "additionalProperties";
        let fits = |(side, schemas): (&Side<'_>, &Pointers), value: &Value| {
            accepts(&Reader { side, closed }, schemas, value, 0)
        };
        let only = |one: (&Side<'_>, &Pointers), other: (&Side<'_>, &Pointers)| -> Option<Value> {
            all.iter().find(|value| fits(one, value) == Some(true) && fits(other, value) == Some(false)).cloned()
        };
        // What is gone from a list may be taken elsewhere, and what came to it refused there.
        let disproved = |value: &Value, one, other| fits(one, value) == Some(false) || fits(other, value) == Some(true);
        difference.lost.take_if(|value| disproved(value, (&*old_side, old), (&*new_side, new)));
        difference.gained.take_if(|value| disproved(value, (&*new_side, new), (&*old_side, old)));
        if matches!(effect, Effect::Narrowed | Effect::Both) && difference.lost.is_none() {
            difference.lost = only((&old_side, old), (&new_side, new));
        }
        if matches!(effect, Effect::Widened | Effect::Both) && difference.gained.is_none() {
            difference.gained = only((&new_side, new), (&old_side, old));
        }
    }
}
