//! What the change of a document means: single edits with the rule each must give, rewritings that must give none, the
//! examples of the documentation, and documents that cannot be compared.

#[cfg(test)]
mod bad_input;
#[cfg(test)]
mod directed_edits;
#[cfg(test)]
mod documents;
#[cfg(test)]
mod interface_edits;
#[cfg(test)]
mod interface_pairs;
#[cfg(test)]
mod places;
#[cfg(test)]
mod random_schemas;
#[cfg(test)]
mod rewritings;
#[cfg(test)]
mod schema_edits;
#[cfg(test)]
mod schema_pairs;
