//! Lists held against the keys that are known: all are there, the newest first, each once over the pages.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::Value;

use super::Judge;
use crate::belief::{ListingShown, Missing};
use crate::effect::Effect;
use crate::examined::Examined;
use crate::exchange::{Credential, Exchange};
use crate::operation::Operation;
use crate::verdict::{Contradiction, Evidences};

const PRESENT: &str = "list.own-keys-present";
const NEWEST: &str = "create.newest-in-list";
const ONE_KEY: &str = "create.makes-one-key";

/// The judge of which keys a list holds.
pub(super) struct Listed;

impl Judge for Listed {
    fn name(&self) -> &'static str {
        "listed"
    }

    fn rules(&self) -> Vec<&'static str> {
        vec![PRESENT, NEWEST, ONE_KEY]
    }

    fn judge(&mut self, examined: &Examined<'_>, evidences: &mut Evidences) {
        let Some(listing) = &examined.shown.listing else { return };
        present(listing, examined, evidences);
        created(listing, examined, evidences);
        one_key(listing, examined, evidences);
    }
}

fn present(listing: &ListingShown, examined: &Examined<'_>, evidences: &mut Evidences) {
    match &listing.missing {
        // What a refused delete did is another rule's matter.
        Some(Missing { refused_delete: Some(_), .. }) => {}
        Some(Missing { id, since, refused_delete: None }) => {
            let expected = format!("key {id}, which the account has, on this page");
            let contradiction = Contradiction::new(expected, "it is not listed").at("/data").about(*id);
            evidences.contradict(PRESENT, examined, contradiction.after(since.as_ref()));
        }
        None if listing.holds_all && listing.empty.is_none() => evidences.confirm(PRESENT, examined),
        None => {}
    }
}

fn created(listing: &ListingShown, examined: &Examined<'_>, evidences: &mut Evidences) {
    let documented = examined.exchange.request.query.iter().all(|(name, value)| match name.as_str() {
        "p" => value == "1",
        name => name == "page_size",
    });
    // Of several creates the last one is the newest.
    match listing.created.last() {
        Some(created) if created.found.is_none() => {
            let contradiction =
                Contradiction::new("the key of the accepted create", "no such key is listed").at("/data");
            evidences.contradict(NEWEST, examined, contradiction.after(Some(&created.write.exchange)));
        }
        Some(created) if documented && created.found.is_some_and(|(_, newest)| newest) => {
            evidences.confirm(NEWEST, examined);
        }
        _ => {}
    }
}

/// Of a create that gives a name one new key has it.
fn one_key(listing: &ListingShown, examined: &Examined<'_>, evidences: &mut Evidences) {
    for created in listing.created.iter().filter(|created| created.write.name().is_some() && created.write.certain) {
        let Some((found, _)) = created.found else { continue };
        let contradiction = created.twin.map(|twin| {
            let expected = format!("one new key with the name that was sent: it is at {found}");
            Contradiction::new(expected, "another one, made at the same time, with all that was sent")
                .at(twin.to_string())
                .after(Some(&created.write.exchange))
        });
        evidences.decide(ONE_KEY, examined, contradiction);
    }
}

/// The pages of one listing, read one after the other while nothing of the account changed: no key is on two of them.
#[derive(Default)]
pub(super) struct Pages {
    runs: HashMap<(Arc<str>, usize), Run>,
}

/// Pages of the same account, since its keys changed last.
struct Run {
    page_size: i64,
    total: Option<i64>,
    /// The first key of the first page.
    top: Option<i64>,
    /// The pages of that size that keys were on.
    seen: HashMap<i64, (i64, Arc<Exchange>)>,
    /// A key that was on two pages. Somebody may have made a key in between, and deleted another: whether that is so tells
    /// the first page, once it is read again.
    suspected: Option<Contradiction>,
}

/// How many keys of a run of pages are kept in mind.
const KEYS_OF_A_RUN: usize = 10_000;

impl Pages {
    /// Whether a key is on two pages; `None` where nothing can be said.
    pub(super) fn repeats(&mut self, examined: &Examined<'_>) -> Option<Option<Contradiction>> {
        let Credential::Account(account) = examined.exchange.sender.credential else { return None };
        let run = (Arc::clone(&examined.exchange.request.origin), account);
        let changes = !matches!(examined.operation(), Operation::List | Operation::Get | Operation::Models);
        if changes && matches!(examined.effect, Effect::Accepted | Effect::Unknown) {
            self.runs.clear();
        }
        if examined.exchange.gap_before.is_some() {
            self.runs.clear();
        }
        if examined.shown.listing.as_ref()?.blurred {
            return None;
        }
        let (_, items) = examined.items()?;
        let (p, page_size) = (number(examined, "p")?, number(examined, "page_size")?);
        let total = examined.data()?.get("total").and_then(Value::as_i64);
        let ids: Vec<i64> = items.iter().filter_map(|item| item.get("id")?.as_i64()).collect();
        let top = ids.first().copied().filter(|_| p == 1);
        let known = self.runs.entry(run).or_insert_with(|| Run::new(page_size, total));
        // Whoever made a key and deleted another, so that as many are left, has changed the top of the first page.
        let has_changed = top.is_some() && known.top.is_some() && known.top != top;
        if has_changed || known.total != total || known.seen.len() > KEYS_OF_A_RUN {
            *known = Run::new(page_size, total);
        }
        let proven = known.suspected.take_if(|_| top.is_some()).map(|suspected| suspected.after(Some(examined.shared)));
        known.top = known.top.or(top);
        if known.page_size != page_size {
            (known.page_size, known.seen) = (page_size, HashMap::new());
        }
        let compared = known.compare(p, &ids, examined.shared);
        (compared || proven.is_some()).then_some(proven)
    }
}

impl Run {
    fn new(page_size: i64, total: Option<i64>) -> Self {
        Self { page_size, total, top: None, seen: HashMap::new(), suspected: None }
    }

    /// Holds a page against the others, and takes it; whether all its keys are on none of those.
    fn compare(&mut self, p: i64, ids: &[i64], exchange: &Arc<Exchange>) -> bool {
        let others = ids.iter().filter_map(|id| Some((id, self.seen.get(id).filter(|(other, _)| *other != p)?)));
        let repeated = others.map(|(id, (other, earlier))| {
            let (expected, seen) = (format!("key {id} once over the pages"), format!("it is on pages {other} and {p}"));
            Contradiction::new(expected, seen).about(*id).after(Some(earlier)).after(Some(exchange))
        });
        let repeated = repeated.into_iter().next();
        let is_compared = !ids.is_empty() && repeated.is_none() && self.seen.values().any(|(page, _)| *page != p);
        if self.top.is_some() {
            self.suspected = self.suspected.take().or(repeated);
        }
        self.seen.extend(ids.iter().map(|id| (*id, (p, Arc::clone(exchange)))));
        is_compared
    }
}

/// A query parameter that is there once, as a plain number of 1 or more.
fn number(examined: &Examined<'_>, name: &str) -> Option<i64> {
    match examined.query(name).as_slice() {
        [one] => one.parse().ok().filter(|&number: &i64| number >= 1),
        _ => None,
    }
}
