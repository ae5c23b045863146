//! Schemas of two documents, compared by what they take and not by how they are written.

mod accepts;
mod alternatives;
mod annotations;
mod array;
mod candidates;
mod compare;
mod decimal;
mod difference;
mod exclusions;
mod expansion;
mod graph;
mod members;
mod node;
mod number;
mod object;
mod sample;
mod shapes;
mod side;
mod text;
mod unchanged;
mod witness;

pub(super) use difference::Difference;
pub(super) use graph::Graph;
pub(super) use unchanged::Unchanged;
