//! Lists: which page is answered, how many items it holds, in which order.

use std::collections::HashSet;

use serde_json::Value;

use super::Judge;
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
pub(super) struct Paging;

impl Judge for Paging {
    fn name(&self) -> &'static str {
        "paging"
    }

    fn rules(&self) -> Vec<&'static str> {
        vec![ORDER, DEFAULT_P, P, AT_MOST, CAPPED, TOTAL, REPEATS]
    }

    fn judge(&mut self, examined: &Examined<'_>, evidences: &mut Evidences) {
        if examined.operation() != Operation::List {
            return;
        }
        // `size` is what an older dialect calls `page_size`; of any other parameter nobody knows what it does to the order.
        let known = |name: &str| matches!(name, "p" | "page_size" | "size");
        if examined.exchange.request.query.iter().all(|(name, _)| known(name)) {
            order(examined, evidences);
            repeats(examined, evidences);
        }
        let Some(asked) = Asked::by(examined) else { return };
        if examined.accepted() {
            page_number(examined, &asked, evidences);
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

/// No less than the items at hand, and just as many where the first page is not full.
fn total(examined: &Examined<'_>, asked: &Asked, evidences: &mut Evidences) {
    let (Some((_, items)), Some(total)) = (examined.items(), integer(examined, "total")) else { return };
    let Ok(count) = i64::try_from(items.len()) else { return };
    let first = asked.p.is_none_or(|p| p == 1);
    let size = asked.page_size.map(|size| size.min(CAP)).or_else(|| integer(examined, "page_size"));
    let all = first && size.is_some_and(|size| count < size);
    let wrong = total < count || (all && total != count);
    let contradiction = wrong.then(|| {
        let expected =
            if all { format!("total {count}, the keys of the only page") } else { format!("total {count} or more") };
        Contradiction::new(expected, format!("total {total}")).at("/data/total")
    });
    if all || wrong {
        evidences.decide(TOTAL, examined, contradiction);
    }
}

fn repeats(examined: &Examined<'_>, evidences: &mut Evidences) {
    let Some((pointer, items)) = examined.items() else { return };
    let mut seen = HashSet::new();
    for (i, id) in items.iter().enumerate().filter_map(|(i, item)| Some((i, item.get("id")?.as_i64()?))) {
        if !seen.insert(id) {
            let contradiction = Contradiction::new("every key once on a page", format!("id {id} again"));
            return evidences.contradict(REPEATS, examined, contradiction.at(format!("{pointer}/{i}/id")));
        }
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

/// By creation time. Keys made within the same second may stand in any order.
fn order(examined: &Examined<'_>, evidences: &mut Evidences) {
    let Some((pointer, items)) = examined.items() else { return };
    let times: Vec<Option<i64>> = items.iter().map(|item| item.get("created_time").and_then(Value::as_i64)).collect();
    let mut telling = false;
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
    if telling {
        evidences.confirm(ORDER, examined);
    }
}
