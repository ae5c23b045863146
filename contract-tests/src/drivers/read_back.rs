//! Bodies that fit or do not, each on an update and on a create, with what is then there.

use super::words::{create, get, list, update};
use crate::steps::{Body, Case, Given};

/// How many bodies a case has: they share the key that is updated, and a case stays short enough to be made smaller.
const TOGETHER: usize = 3;

/// Cases that send each body both ways.
pub(super) fn read_back(bodies: &[Body]) -> Vec<Case> {
    bodies.chunks(TOGETHER).map(both_ways).collect()
}

/// Cases that send a field in each of these ways, with every other field plain.
pub(super) fn field_read_back(field: &str, ways: impl IntoIterator<Item = Given>) -> Vec<Case> {
    let bodies: Vec<Body> = ways.into_iter().map(|given| Body::plain().given(field, given)).collect();
    read_back(&bodies)
}

fn both_ways(bodies: &[Body]) -> Case {
    let mut asked = vec![create(0, Body::plain()), get(0)];
    for (index, body) in bodies.iter().enumerate() {
        let made = index + 1;
        asked.extend([update(0, body.clone()), get(0), create(made, body.clone()), get(made)]);
    }
    asked.push(list());
    Case::of(asked)
}
