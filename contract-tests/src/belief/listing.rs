//! A list held against what is believed of an account's keys.

use std::collections::HashSet;
use std::ops::Bound;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::account::{AccountBelief, Pending};
use super::field::Field;
use super::key::KeyBelief;
use super::meanwhile::{Half, during};
use super::overlap::Overlap;
use super::shown::{CreatedShown, ListingShown, Missing, Pointer, RecordShown};
use super::surroundings::Surroundings;
use super::write::Write;
use crate::examined::Examined;
use crate::exchange::Exchange;

/// How far apart two keys of one create may be, in seconds.
const SAME_TIME: u64 = 2;

/// A record of a list: where it is, its id, and itself.
pub(super) type Listed<'a> = (Pointer, i64, &'a Map<String, Value>);

/// The list that an exchange is, with what its request says of it.
pub(super) struct List<'a> {
    examined: &'a Examined<'a>,
    exchange: &'a Arc<Exchange>,
    records: Vec<Listed<'a>>,
    /// Whether it was asked for in the documented way, and as the first page.
    first: bool,
    /// `total`, where the answer has it.
    total: Option<i64>,
    /// Whether it holds all keys, by its own total.
    whole: bool,
    /// Whether it holds records that are none of the account's, or one twice.
    odd: bool,
}

impl<'a> List<'a> {
    /// Reads an accepted list.
    pub(super) fn of(examined: &'a Examined<'a>) -> Option<Self> {
        let (pointer, items) = examined.items()?;
        let place = |i| if pointer == "/data" { Pointer::Bare(i) } else { Pointer::Item(i) };
        let mut records: Vec<Listed<'a>> = items
            .iter()
            .enumerate()
            .filter_map(|(i, item)| {
                let record = item.as_object()?;
                Some((place(i), record.get("id")?.as_i64()?, record))
            })
            .collect();
        let query = &examined.exchange.request.query;
        let documented = query.iter().all(|(name, value)| match name.as_str() {
            "p" => value == "1",
            "page_size" => value.parse().is_ok_and(|size: i64| size >= 1),
            _ => false,
        });
        let total = examined.data().and_then(|data| data.get("total")).and_then(Value::as_i64);
        // Any other parameter may be a filter.
        let plain = query.iter().all(|(name, _)| matches!(name.as_str(), "p" | "page_size" | "size"));
        let whole = plain && total.is_some_and(|total| i64::try_from(items.len()).is_ok_and(|count| count == total));
        // Records without an id, of another user, or twice: what the page does not hold cannot be told.
        let own = examined.account().and_then(|account| account.user_id);
        let foreign = |record: &Map<String, Value>| {
            own.zip(record.get("user_id").and_then(Value::as_i64)).is_some_and(|(own, user)| own != user)
        };
        let ids: HashSet<i64> = records.iter().map(|(_, id, _)| *id).collect();
        let odd = ids.len() < items.len() || records.iter().any(|(.., record)| foreign(record));
        records.retain(|(.., record)| !foreign(record));
        Some(Self { examined, exchange: examined.shared, records, first: documented, total, whole, odd })
    }

    /// Its records.
    pub(super) fn records(&self) -> &[Listed<'a>] {
        &self.records
    }
}

/// Holds a list against an account, and takes what it shows.
pub(super) fn list(
    account: &mut AccountBelief,
    list: &List<'_>,
    overlap: &Overlap,
    surroundings: &Surroundings<'_>,
) -> (Vec<RecordShown>, ListingShown) {
    let started = list.exchange.started;
    let under_way = account.pending.iter().any(|pending| pending.write.ended() > started);
    let mut shown = ListingShown {
        blurred: under_way || list.odd || overlap.changes_membership() || surroundings.account == super::UNKNOWN,
        ..ListingShown::default()
    };
    let (known, mut unknown) = sort_out(account, list, surroundings, &mut shown);
    if !shown.blurred {
        empty_first_page(account, list, &mut shown);
        created(account, list, surroundings.epoch, &mut unknown, &mut shown);
        refused_creates(account, list, &unknown, &mut shown);
    }
    let mut records = Vec::with_capacity(list.records.len());
    let blurred: HashSet<i64> = known.iter().map(|(_, id, _)| *id).filter(|id| overlap.touches(*id)).collect();
    for &(pointer, id, record) in &known {
        if !blurred.contains(&id) {
            records.extend(read(account, list.exchange, (pointer, id), record, surroundings));
        } else if let Some(key) = account.keys.get_mut(&id)
            && let Some(updates) = during(list.examined, overlap, id)
        {
            key.glimpse(list.exchange, record, &updates);
        }
    }
    for &(pointer, id, record) in &unknown {
        // It may be the key of a create under way: a list after that tells.
        if under_way || overlap.may_create() {
            account.sight(id, list.exchange, record);
            continue;
        }
        if shown.blurred {
            account.came_up(Some(record));
        }
        account.is_shared |= account.complete && account.pending.is_empty() && !shown.blurred;
        account.key(id, (0, surroundings.ordinal + overlap.started));
        drop(read(account, list.exchange, (pointer, id), record, surroundings));
    }
    let newly: Vec<Listed<'_>> = list
        .records
        .iter()
        .filter(|(p, ..)| shown.created.iter().any(|c| c.found.is_some_and(|(f, _)| f == *p)))
        .copied()
        .collect();
    for (pointer, id, record) in newly {
        records.extend(read(account, list.exchange, (pointer, id), record, surroundings));
    }
    for (_, id, _) in &list.records {
        if let Some(key) = account.keys.get_mut(id) {
            key.listed_by = Some(Arc::clone(list.exchange));
        }
    }
    order(account, list, &mut shown);
    if !shown.blurred {
        account.sightings.clear();
        missing(account, list, &mut shown);
        without_deleted(account, list, &mut shown);
        if list.whole && account.pending.is_empty() {
            account.complete = true;
        }
    }
    (records, shown)
}

fn read(
    account: &mut AccountBelief,
    exchange: &Arc<Exchange>,
    place: (Pointer, i64),
    record: &Map<String, Value>,
    surroundings: &Surroundings<'_>,
) -> Option<RecordShown> {
    let key = account.keys.get_mut(&place.1)?;
    let around = surroundings.of(place.1, key.shown_at);
    key.at_epoch(surroundings.epoch);
    key.read(exchange, place, record, &around)
}

/// The records of keys that are known, and the others; deleted and foreign ones are noted.
fn sort_out<'a>(
    account: &mut AccountBelief,
    list: &List<'a>,
    surroundings: &Surroundings<'_>,
    shown: &mut ListingShown,
) -> (Vec<Listed<'a>>, Vec<Listed<'a>>) {
    let (mut known, mut unknown) = (Vec::with_capacity(list.records.len()), Vec::new());
    for &(pointer, id, record) in &list.records {
        if surroundings.is_foreign(id) {
            shown.foreign.push((pointer, id));
            continue;
        }
        match account.deleted.get(&id) {
            Some(deletion) if deletion.ended > list.exchange.started => continue,
            Some(deletion) => {
                shown.deleted.push((pointer, id, deletion.by.clone()));
                account.undelete(id);
            }
            None => {}
        }
        match account.keys.contains_key(&id) {
            true => known.push((pointer, id, record)),
            false => unknown.push((pointer, id, record)),
        }
    }
    (known, unknown)
}

/// An older dialect counts pages from 0: its page 1 is empty, though there are keys.
fn empty_first_page(account: &AccountBelief, list: &List<'_>, shown: &mut ListingShown) {
    if !list.first || !list.records.is_empty() || list.total.is_some() {
        return;
    }
    let there = account.ours.iter().filter_map(|(_, id)| account.keys.get(id)).find(|key| key.exists);
    let made = || account.pending.iter().find(|pending| pending.write.certain).map(|p| Arc::clone(&p.write.exchange));
    match there {
        Some(key) => shown.empty = Some(key.since()),
        None => shown.empty = made().map(Some),
    }
}

/// Finds the keys of accepted creates among the records that were not known before.
fn created<'a>(
    account: &mut AccountBelief,
    list: &List<'a>,
    epoch: u64,
    unknown: &mut Vec<Listed<'a>>,
    shown: &mut ListingShown,
) {
    if account.pending.is_empty() || shown.empty.is_some() {
        return;
    }
    let mut pending = std::mem::take(&mut account.pending);
    let mut found: Vec<(Listed<'a>, Pending)> = Vec::new();
    take_matching(unknown, &mut pending, &mut found, |record, write| {
        write.name().is_some() && write.fits(record, &Field::ALL)
    });
    take_nameless(unknown, &mut pending, &mut found);
    let certain = pending.iter().filter(|pending| pending.write.certain).count();
    if account.complete && list.whole && certain == pending.len() && certain == unknown.len() {
        // As many new keys as creates: there is nobody else's among them.
        take_matching(unknown, &mut pending, &mut found, |_, _| true);
    } else {
        take_matching(unknown, &mut pending, &mut found, |record, write| {
            write.certain && write.fits(record, &[Field::Name])
        });
    }
    for ((pointer, id, record), Pending { write, born }) in found {
        let above = list.records.iter().take_while(|(p, ..)| *p != pointer);
        let newest = above.into_iter().all(|(_, other, _)| !account.is_older(*other, born));
        let twin = twin(record, &write, unknown);
        let half = half_made(account, id, record, &write);
        shown.created.push(CreatedShown { write: Arc::clone(&write), found: Some((pointer, newest)), twin, half });
        let mut key = KeyBelief::created(&write, born);
        key.epoch = epoch;
        account.keys.insert(id, key);
        account.ours.insert((born.0, id));
    }
    shown.created.sort_by_key(|created| created.write.exchange.started);
    for Pending { write, born } in pending {
        let covers = list.whole || (list.first && list.records.iter().any(|(_, id, _)| account.is_older(*id, born)));
        match covers {
            // It may be one of the new ones, changed, or somebody else's: nothing can be said.
            true if !unknown.is_empty() => {}
            true if write.certain => shown.created.push(CreatedShown { write, found: None, twin: None, half: None }),
            _ => account.pending.push(Pending { write, born }),
        }
    }
}

/// What a list showed of a key while its create was under way, where that is not what was sent and, since then, stored.
/// Nothing but an update changes these fields.
fn half_made(account: &AccountBelief, id: i64, record: &Map<String, Value>, write: &Arc<Write>) -> Option<Half> {
    let sighted =
        account.sightings.iter().filter(|sighting| sighting.id == id && sighting.list.ended > write.started());
    let by_use = |field: &Field| matches!(field, Field::Status | Field::RemainQuota);
    let fields = || Field::ALL.into_iter().filter(|field| !by_use(field));
    sighted.flat_map(|sighting| fields().map(move |field| (sighting, field))).find_map(|(sighting, field)| {
        let (sent, seen) = (write.sent(field)?, sighting.seen[field].as_ref()?);
        let is_stored = field.same(sent, record.get(field.name())?);
        (is_stored && !field.same(sent, seen)).then(|| Half {
            read: Arc::clone(&sighting.list),
            write: Arc::clone(&write.exchange),
            field,
            expected: sent.clone(),
            seen: seen.clone(),
        })
    })
}

/// Pairs a create that names no key with the only record that fits it. Among several, somebody else's may be.
fn take_nameless<'a>(
    unknown: &mut Vec<Listed<'a>>,
    pending: &mut Vec<Pending>,
    found: &mut Vec<(Listed<'a>, Pending)>,
) {
    let nameless = |pending: &Pending| pending.write.name().is_none() && pending.write.gives_any();
    if unknown.len() == 1 && pending.iter().filter(|pending| nameless(pending)).count() == 1 {
        take_matching(unknown, pending, found, |record, write| {
            write.name().is_none() && write.gives_any() && write.fits(record, &Field::ALL)
        });
    }
}

/// Another new record, made at the same time with all that a create sent: it was made twice.
fn twin(record: &Map<String, Value>, write: &Write, unknown: &[Listed<'_>]) -> Option<Pointer> {
    let made = |record: &Map<String, Value>| record.get("created_time").and_then(Value::as_i64);
    let same_time = |other: &Map<String, Value>| {
        made(record).zip(made(other)).is_some_and(|(one, other)| one.abs_diff(other) <= SAME_TIME)
    };
    write.name()?;
    let mut others = unknown.iter().filter(|(.., other)| write.certain && write.fits(other, &Field::ALL));
    others.find(|(.., other)| same_time(other)).map(|(pointer, ..)| *pointer)
}

/// Pairs records from the top with creates from the last, as far as they match.
fn take_matching<'a>(
    unknown: &mut Vec<Listed<'a>>,
    pending: &mut Vec<Pending>,
    found: &mut Vec<(Listed<'a>, Pending)>,
    matches: impl Fn(&Map<String, Value>, &Write) -> bool,
) {
    unknown.retain(|&listed| {
        let made = pending.iter().rposition(|pending| matches(listed.2, &pending.write));
        let Some(made) = made else { return true };
        found.push((listed, pending.remove(made)));
        false
    });
}

fn refused_creates(account: &mut AccountBelief, list: &List<'_>, unknown: &[Listed<'_>], shown: &mut ListingShown) {
    if account.refused_creates.is_empty() || !account.pending.is_empty() {
        return;
    }
    let made = unknown.iter().find_map(|&(pointer, _, record)| {
        let named = |write: &&Arc<Write>| write.fits(record, &[Field::Name]) && write.fits(record, &Field::ALL);
        let write = account.refused_creates.iter().find(named)?;
        Some((pointer, Arc::clone(&write.exchange)))
    });
    // Only where the keys were all known before is a new one telling; a name that somebody else chose is not.
    if account.complete && made.is_some() {
        shown.made_by_refused = made;
    } else if list.whole && made.is_none() {
        shown.refused_create = true;
    }
    if list.whole || list.first {
        account.refused_creates.clear();
    }
}

fn order(account: &AccountBelief, list: &List<'_>, shown: &mut ListingShown) {
    let born = |id: i64| account.keys.get(&id).map(|key| key.born);
    for pair in list.records.windows(2) {
        let [(_, above, _), (pointer, below, _)] = pair else { continue };
        let (Some(upper), Some(lower)) = (born(*above), born(*below)) else { continue };
        if upper.1 < lower.0 && shown.order.is_none() {
            shown.order = Some((*pointer, *above, *below));
        }
        shown.order_told |= upper.0 > lower.1;
    }
    let newest = account.ours.last().map(|(_, id)| *id);
    shown.newest_on_top = newest.is_some() && list.records.first().map(|(_, id, _)| *id) == newest;
}

/// An own key that must be on the page and is not.
fn missing(account: &mut AccountBelief, list: &List<'_>, shown: &mut ListingShown) {
    let on_page: HashSet<i64> = list.records.iter().map(|(_, id, _)| *id).collect();
    let there = |id: &i64| account.keys.get(id).is_some_and(|key| key.exists) && !account.late_deletes.contains(id);
    let expected = |id: &i64| there(id) && !on_page.contains(id);
    let gone: Vec<i64> = if list.whole {
        account.keys.keys().filter(|id| expected(id)).copied().collect()
    } else if list.first {
        // Newest first: what is newer than a key on the page is on it too.
        let oldest =
            on_page.iter().filter_map(|id| account.keys.get(id)).filter(|key| key.ours).map(|k| k.born.1).min();
        // Of a create that nobody answered, the end is open: nothing is surely newer.
        let newer = oldest.map(|oldest| account.ours.range((Bound::Excluded((oldest, i64::MAX)), Bound::Unbounded)));
        newer.into_iter().flatten().map(|(_, id)| *id).filter(expected).collect()
    } else {
        Vec::new()
    };
    for &id in &gone {
        let Some(key) = account.keys.get(&id) else { continue };
        if key.ours && shown.missing.is_none() {
            shown.missing = Some(Missing { id, since: key.since(), refused_delete: key.refused_delete.clone() });
        }
        account.lose(id);
    }
    let ours = account.ours.len();
    shown.holds_all =
        gone.is_empty() && ours > 0 && ours <= on_page.len() && account.ours.iter().all(|(_, id)| on_page.contains(id));
}

/// The same list as one that showed a key, after its deletion.
fn without_deleted(account: &mut AccountBelief, list: &List<'_>, shown: &mut ListingShown) {
    let query = &list.exchange.request.query;
    let deleted = &account.deleted;
    account.listed_before.retain(|id| {
        let Some(deletion) = deleted.get(id) else { return false };
        let same = deletion.listed_by.as_ref().is_some_and(|by| by.request.query == *query);
        let absent = same && deletion.ended <= list.exchange.started;
        shown.without_deleted |= absent;
        !absent
    });
}
