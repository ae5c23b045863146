//! Lists: which page is answered, how many items it holds, in which order.

use std::collections::HashSet;

use serde_json::Value;

use super::Judge;
use super::listed::Pages;
use crate::examined::Examined;
use crate::operation::Operation;
use crate::verdict::{Contradiction, Evidences};

const ORDER: &str = "list.order.newest-first";
const DEFAULT_P: &str = "list.p.default-1";
const P: &str = "list.p.page-number";
const AT_MOST: &str = "list.page_size.items-at-most";
const TOTAL: &str = "list.total.counts-keys";
const REPEATS: &str = "list.pages.no-repeats";
const CAPPED: &str = "list.page_size.capped-at-100";

/// The largest page, by the documentation.
const CAP: i64 = 100;

/// The judge of pages. Of a list asked for with anything but plain `p` and `page_size` only the order is judged: the
/// pages say nothing of 0, of negative numbers, of text or of other parameters.
#[derive(Default)]
pub(super) struct Paging {
    pages: Pages,
}

impl Judge for Paging {
    fn name(&self) -> &'static str {
        "paging"
    }

    fn rules(&self) -> Vec<&'static str> {
        vec![ORDER, DEFAULT_P, P, AT_MOST, CAPPED, TOTAL, REPEATS]
    }

    fn judge(&mut self, examined: &Examined<'_>, evidences: &mut Evidences) {
        let over_pages = self.pages.repeats(examined);
        if examined.operation() != Operation::List {
            return;
        }
        // `size` is what an older dialect calls `page_size`; of any other parameter nobody knows what it does to the order.
        let known = |name: &str| matches!(name, "p" | "page_size" | "size");
        if examined.exchange.request.query.iter().all(|(name, _)| known(name)) {
            order(examined, evidences);
            repeats(examined, over_pages, evidences);
        }
        let Some(asked) = Asked::by(examined) else { return };
        if examined.accepted() {
            page_number(examined, &asked, evidences);
            first_page(examined, &asked, evidences);
            page_size(examined, &asked, evidences);
            total(examined, &asked, evidences);
        } else {
            refused(examined, &asked, evidences);
        }
    }
}

/// What a list was asked for, in the documented way.
struct Asked {
    p: Option<i64>,
    page_size: Option<i64>,
}

impl Asked {
    fn by(examined: &Examined<'_>) -> Option<Self> {
        let known = |name: &str| name == "p" || name == "page_size";
        if !examined.exchange.request.query.iter().all(|(name, _)| known(name)) {
            return None;
        }
        let plain = |name: &str| match examined.query(name).as_slice() {
            [] => Some(None),
            [one] => one.parse().ok().filter(|&n: &i64| n >= 1).map(Some),
            _ => None,
        };
        Some(Self { p: plain("p")?, page_size: plain("page_size")? })
    }
}

fn integer(examined: &Examined<'_>, name: &str) -> Option<i64> {
    examined.data()?.get(name)?.as_i64()
}

fn page_number(examined: &Examined<'_>, asked: &Asked, evidences: &mut Evidences) {
    let Some(page) = integer(examined, "page") else { return };
    let (rule, expected) = match asked.p {
        Some(p) => (P, p),
        None => (DEFAULT_P, 1),
    };
    let contradiction = (page != expected)
        .then(|| Contradiction::new(format!("page {expected}"), format!("page {page}")).at("/data/page"));
    evidences.decide(rule, examined, contradiction);
}

fn page_size(examined: &Examined<'_>, asked: &Asked, evidences: &mut Evidences) {
    let Some(asked) = asked.page_size else { return };
    let (rule, expected) = if asked > CAP { (CAPPED, CAP) } else { (AT_MOST, asked) };
    let stated = integer(examined, "page_size");
    let items = examined.items();
    let count = items.map_or(0, |(_, items)| items.len());
    if i64::try_from(count).is_ok_and(|count| count > expected) {
        let pointer = items.map_or("", |(pointer, _)| pointer);
        let expected = format!("{expected} items at most, for page_size={asked}");
        let contradiction = Contradiction::new(expected, format!("{count} items")).at(pointer);
        return evidences.contradict(rule, examined, contradiction);
    }
    // A page with fewer items says nothing by itself: only the size it states does.
    let Some(stated) = stated else { return };
    let contradiction = (stated != expected).then(|| {
        let expected = format!("page_size {expected}, for page_size={asked}");
        Contradiction::new(expected, format!("page_size {stated}")).at("/data/page_size")
    });
    evidences.decide(rule, examined, contradiction);
}

/// What `total` must be, from the place of the page and how full it is.
fn total(examined: &Examined<'_>, asked: &Asked, evidences: &mut Evidences) {
    let (Some((_, items)), Some(total)) = (examined.items(), integer(examined, "total")) else { return };
    let Ok(count) = i64::try_from(items.len()) else { return };
    if examined.shown.listing.as_ref().is_some_and(|listing| listing.blurred) {
        return;
    }
    let p = asked.p.unwrap_or(1);
    let size = asked.page_size.map(|size| size.min(CAP)).or_else(|| integer(examined, "page_size"));
    let Some(before) = size.and_then(|size| (p - 1).checked_mul(size)) else { return };
    // Another page than the one asked for, or one that is too full, is another rule's matter.
    if integer(examined, "page").is_some_and(|page| page != p) || size.is_some_and(|size| count > size) {
        return;
    }
    let (fits, expected) = match count {
        0 => (total <= before, format!("total {before} at most: page {p} is empty")),
        _ if size == Some(count) => (total >= before + count, format!("total {} or more", before + count)),
        _ => (total == before + count, format!("total {}, as page {p} is the last", before + count)),
    };
    let contradiction = (!fits).then(|| Contradiction::new(expected, format!("total {total}")).at("/data/total"));
    evidences.decide(TOTAL, examined, contradiction);
}

fn repeats(examined: &Examined<'_>, over_pages: Option<Option<Contradiction>>, evidences: &mut Evidences) {
    let Some((pointer, items)) = examined.items() else { return };
    let mut seen = HashSet::new();
    for (i, id) in items.iter().enumerate().filter_map(|(i, item)| Some((i, item.get("id")?.as_i64()?))) {
        if !seen.insert(id) {
            let contradiction = Contradiction::new("every key once on a page", format!("id {id} again"));
            return evidences.contradict(REPEATS, examined, contradiction.at(format!("{pointer}/{i}/id")));
        }
    }
    if let Some(contradiction) = over_pages {
        evidences.decide(REPEATS, examined, contradiction);
    }
}

/// An empty first page, though the account has keys: pages are counted from elsewhere. And without `page` in the answer,
/// that the newest key is at the top tells that it is the first page.
fn first_page(examined: &Examined<'_>, asked: &Asked, evidences: &mut Evidences) {
    let Some(listing) = &examined.shown.listing else { return };
    let rule = if asked.p.is_some() { P } else { DEFAULT_P };
    match &listing.empty {
        Some(since) => {
            let expected = "page 1 with the newest keys of the account, which has some";
            let contradiction = Contradiction::new(expected, "no items").at("/data").after(since.as_ref());
            evidences.contradict(rule, examined, contradiction);
        }
        None if listing.newest_on_top && integer(examined, "page").is_none() && asked.p.is_none_or(|p| p == 1) => {
            evidences.confirm(rule, examined);
        }
        None => {}
    }
}

fn refused(examined: &Examined<'_>, asked: &Asked, evidences: &mut Evidences) {
    let unauthorized = examined.response().is_some_and(|response| matches!(response.status, 401 | 403));
    let known = examined.account().is_some_and(|account| account.listed);
    let Some(size) = asked.page_size.filter(|&size| size > CAP) else { return };
    if examined.refused() && known && !unauthorized {
        let expected = format!("page_size={size} is capped at {CAP}");
        evidences.contradict(CAPPED, examined, Contradiction::new(expected, "it was refused"));
    }
}

/// By creation time, and by when the trace created the keys. Of others made within the same second nothing is known.
fn order(examined: &Examined<'_>, evidences: &mut Evidences) {
    let Some((pointer, items)) = examined.items() else { return };
    let times: Vec<Option<i64>> = items.iter().map(|item| item.get("created_time").and_then(Value::as_i64)).collect();
    let listing = examined.shown.listing.as_ref();
    let mut telling = listing.is_some_and(|listing| listing.order_told);
    for (i, pair) in times.windows(2).enumerate() {
        let &[Some(before), Some(after)] = pair else { continue };
        if after > before {
            let expected = "newest first: no key created after the one before it in the list";
            let seen = format!("created_time {after} after {before}");
            let pointer = format!("{pointer}/{}/created_time", i + 1);
            return evidences.contradict(ORDER, examined, Contradiction::new(expected, seen).at(pointer));
        }
        telling |= after < before;
    }
    if let Some((pointer, above, below)) = listing.and_then(|listing| listing.order) {
        let expected = "newest first: no key created after the one before it in the list";
        let seen = format!("key {below}, created later, after key {above}");
        return evidences.contradict(ORDER, examined, Contradiction::new(expected, seen).at(format!("{pointer}/id")));
    }
    if telling {
        evidences.confirm(ORDER, examined);
    }
}
