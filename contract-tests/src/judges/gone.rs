//! Deleted means gone: from get, from update, from a second delete, and from lists.

use std::sync::Arc;

use super::Judge;
use crate::belief::Whose;
use crate::effect::Effect;
use crate::examined::Examined;
use crate::exchange::Exchange;
use crate::operation::Operation;
use crate::verdict::{Contradiction, Evidences};

const GET: &str = "delete.gone-from-get";
const LIST: &str = "delete.gone-from-list";
const UPDATE: &str = "delete.gone-from-update";
const AGAIN: &str = "delete.again-refused";

/// The judge of deletions.
pub(super) struct Gone;

impl Judge for Gone {
    fn name(&self) -> &'static str {
        "gone"
    }

    fn rules(&self) -> Vec<&'static str> {
        vec![GET, LIST, UPDATE, AGAIN]
    }

    fn judge(&mut self, examined: &Examined<'_>, evidences: &mut Evidences) {
        if let Some(listing) = &examined.shown.listing {
            match listing.deleted.first() {
                Some((pointer, id, by)) => {
                    let contradiction = contradiction(*id, by.as_ref(), "it is listed");
                    evidences.contradict(LIST, examined, contradiction.at(format!("{pointer}/id")));
                }
                None if listing.without_deleted => evidences.confirm(LIST, examined),
                None => {}
            }
        }
        let Some(named) = &examined.shown.named else { return };
        let (Whose::Deleted(by), Some(rule)) = (&named.whose, rule(examined.operation())) else { return };
        match examined.effect {
            Effect::Refused if examined.token_is_right && !refused_for_the_token(examined) => {
                evidences.confirm(rule, examined);
            }
            Effect::Accepted => {
                evidences.contradict(rule, examined, contradiction(named.id, by.as_ref(), "it was accepted"));
            }
            _ => {}
        }
    }
}

fn rule(operation: Operation) -> Option<&'static str> {
    match operation {
        Operation::Get => Some(GET),
        Operation::Update => Some(UPDATE),
        Operation::Delete => Some(AGAIN),
        _ => None,
    }
}

fn contradiction(id: i64, by: Option<&Arc<Exchange>>, seen: &str) -> Contradiction {
    Contradiction::new(format!("key {id} was deleted, and is there no more"), seen).about(id).after(by)
}

/// Whether a refusal is about who asks, and says nothing of the key.
pub(super) fn refused_for_the_token(examined: &Examined<'_>) -> bool {
    examined.response().is_none_or(|response| matches!(response.status, 401 | 403 | 407))
}
