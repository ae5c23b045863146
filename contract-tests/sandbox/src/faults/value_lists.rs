//! Faults in which keys a list shows, in which order, and in the numbers about it.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::time::Instant;

use serde_json::{Value, json};

use super::fault::{Family, Fault};
use super::hooks::{Answering, Hooks};
use super::turn::{Asks, Turn};
use crate::answer::{Answer, Record};
use crate::key::Key;
use crate::paging::Page;

const fn fault(name: &'static str, says: &'static str, answering: Answering) -> Fault {
    Fault { name, family: Family::Value, says, hooks: Hooks::answering(answering) }
}

pub(super) const FAULTS: &[Fault] = &[
    fault("oldest-first", "Lists show the oldest key first.", oldest_first),
    fault("page-oldest-first", "The right keys are on a page, with the oldest first.", page_oldest_first),
    fault("ordered-by-name", "Lists are ordered by name.", ordered_by_name),
    fault("ordered-by-last-update", "Lists show the key first that was updated last.", ordered_by_last_update),
    fault("ordered-by-id-as-text", "Lists are ordered by id as text: 9 comes before 10.", ordered_by_id_as_text),
    fault("disabled-keys-last", "Lists show keys that are not enabled after all others.", disabled_keys_last),
    fault("disabled-keys-not-listed", "Lists leave out keys with status 2.", disabled_keys_not_listed),
    fault("last-of-page-repeated", "A page begins with the last key of the page before.", last_of_page_repeated),
    fault("key-between-pages-lost", "Each page leaves out the key that follows the page before.", key_between_lost),
    fault("last-page-repeats", "A page beyond the end shows the last page again.", last_page_repeats),
    fault("one-item-too-many", "A page holds one key more than page_size.", one_item_too_many),
    fault("page-number-ignored", "Every page shows the first page's keys.", page_number_ignored),
    fault("page-answered-as-1", "The member page of a list is always 1.", page_answered_as_1),
    fault("page-size-answered-as-asked", "page_size is answered uncapped: 500 for 500.", page_size_as_asked),
    fault("total-of-page", "The total of a list is the number of its items.", total_of_page),
    fault("total-of-all-accounts", "The total of a list counts the keys of all accounts.", total_of_all_accounts),
    fault("total-in-pages", "The total of a list is its number of pages.", total_in_pages),
    fault("total-with-deleted", "The total of a list counts deleted keys too.", total_with_deleted),
    fault("list-ends-at-15", "Lists know the newest 15 keys of an account only.", list_ends_at_15),
    Fault {
        name: "pages-from-0",
        family: Family::Value,
        says: "Pages are counted from 0, so that p=1 is the second one.",
        hooks: Hooks::profile(|profile| profile.paging.first = 0),
    },
    Fault {
        name: "page-size-ignored",
        family: Family::Value,
        says: "page_size is not looked at.",
        hooks: Hooks::profile(|profile| profile.paging.size_names = &[]),
    },
    Fault {
        name: "page-size-uncapped",
        family: Family::Value,
        says: "A page_size above 100 is not capped.",
        hooks: Hooks::profile(|profile| profile.paging.largest_size = 10_000),
    },
    Fault {
        name: "page-size-capped-at-50",
        family: Family::Value,
        says: "page_size is capped at 50 already.",
        hooks: Hooks::profile(|profile| profile.paging.largest_size = 50),
    },
];

/// The page that the request asks for and all keys of the account, newest first; `None` where it is no list.
fn asked(turn: &Turn<'_>) -> Option<(Page, Vec<Key>)> {
    let account = turn.account().filter(|_| turn.asks() == Asks::List)?;
    let page = Page::asked_for(turn.profile.paging, &turn.request);
    Some((page, turn.world.store.newest_first(account.user_id, 0).cloned().collect()))
}

/// The list that the server answers, with these keys instead of its own.
fn with_items(turn: &mut Turn<'_>, choose: impl FnOnce(Page, Vec<Key>) -> Vec<Key>) -> Answer {
    let chosen = asked(turn).map(|(page, keys)| choose(page, keys));
    let profile = turn.profile;
    let mut answer = turn.served();
    if let Some(keys) = chosen {
        // A record holds texts and numbers only, and always serializes.
        let record = |key: &Key| serde_json::to_value(Record(profile, key)).unwrap_or_default();
        let items: Vec<Value> = keys.iter().map(record).collect();
        answer.edit_page(|data| {
            data.insert("items".to_owned(), Value::Array(items));
        });
    }
    answer
}

fn on_page(page: Page, keys: Vec<Key>) -> Vec<Key> {
    keys.into_iter().skip(page.skip).take(page.take).collect()
}

fn oldest_first(turn: &mut Turn<'_>) -> Answer {
    with_items(turn, |page, keys| on_page(page, keys.into_iter().rev().collect()))
}

fn page_oldest_first(turn: &mut Turn<'_>) -> Answer {
    with_items(turn, |page, keys| on_page(page, keys).into_iter().rev().collect())
}

fn ordered_by_name(turn: &mut Turn<'_>) -> Answer {
    with_items(turn, |page, mut keys| {
        keys.sort_by(|one, other| one.name.cmp(&other.name));
        on_page(page, keys)
    })
}

fn ordered_by_last_update(turn: &mut Turn<'_>) -> Answer {
    if let Some(key) = turn.key().filter(|_| turn.asks() == Asks::Update) {
        turn.memory.before.insert(key.id, (Instant::now(), key));
    }
    let updates: HashMap<i64, Instant> = turn.memory.before.iter().map(|(&id, &(when, _))| (id, when)).collect();
    with_items(turn, |page, mut keys| {
        keys.sort_by_key(|key| Reverse(updates.get(&key.id).copied()));
        on_page(page, keys)
    })
}

fn ordered_by_id_as_text(turn: &mut Turn<'_>) -> Answer {
    with_items(turn, |page, mut keys| {
        keys.sort_by_key(|key| Reverse(key.id.to_string()));
        on_page(page, keys)
    })
}

fn disabled_keys_last(turn: &mut Turn<'_>) -> Answer {
    with_items(turn, |page, mut keys| {
        keys.sort_by_key(|key| key.status != 1);
        on_page(page, keys)
    })
}

fn disabled_keys_not_listed(turn: &mut Turn<'_>) -> Answer {
    with_items(turn, |page, mut keys| {
        keys.retain(|key| key.status != 2);
        on_page(page, keys)
    })
}

fn last_of_page_repeated(turn: &mut Turn<'_>) -> Answer {
    with_items(turn, |page, keys| on_page(Page { skip: page.skip.saturating_sub(1), ..page }, keys))
}

fn key_between_lost(turn: &mut Turn<'_>) -> Answer {
    with_items(turn, |page, keys| on_page(Page { skip: page.skip + usize::from(page.skip > 0), ..page }, keys))
}

fn last_page_repeats(turn: &mut Turn<'_>) -> Answer {
    with_items(turn, |page, keys| {
        let last = keys.len().saturating_sub(1) / page.take.max(1) * page.take;
        on_page(Page { skip: page.skip.min(last), ..page }, keys)
    })
}

fn one_item_too_many(turn: &mut Turn<'_>) -> Answer {
    with_items(turn, |page, keys| on_page(Page { take: page.take.saturating_add(1), ..page }, keys))
}

fn page_number_ignored(turn: &mut Turn<'_>) -> Answer {
    with_items(turn, |page, keys| on_page(Page { skip: 0, ..page }, keys))
}

fn list_ends_at_15(turn: &mut Turn<'_>) -> Answer {
    with_items(turn, |page, mut keys| {
        keys.truncate(15);
        on_page(page, keys)
    })
}

/// The list that the server answers, with another number about it.
fn with_number(turn: &mut Turn<'_>, name: &str, number: impl FnOnce(&Turn<'_>, Page) -> i64) -> Answer {
    let number = asked(turn).map(|(page, _)| number(turn, page));
    let mut answer = turn.served();
    if let Some(number) = number {
        answer.edit_page(|data| {
            data.insert(name.to_owned(), json!(number));
        });
    }
    answer
}

fn count(turn: &Turn<'_>) -> i64 {
    turn.account().map_or(0, |account| turn.world.store.count(account.user_id) as i64)
}

fn page_answered_as_1(turn: &mut Turn<'_>) -> Answer {
    with_number(turn, "page", |_, _| 1)
}

fn page_size_as_asked(turn: &mut Turn<'_>) -> Answer {
    with_number(turn, "page_size", |turn, page| {
        let asked = turn.request.parameter("page_size").and_then(|size| size.parse().ok());
        asked.unwrap_or(page.size)
    })
}

fn total_of_page(turn: &mut Turn<'_>) -> Answer {
    with_number(turn, "total", |turn, page| (count(turn) - page.skip as i64).clamp(0, page.size))
}

fn total_of_all_accounts(turn: &mut Turn<'_>) -> Answer {
    with_number(turn, "total", |turn, _| turn.world.store.all().count() as i64)
}

fn total_in_pages(turn: &mut Turn<'_>) -> Answer {
    with_number(turn, "total", |turn, page| (count(turn) + page.size - 1) / page.size.max(1))
}

fn total_with_deleted(turn: &mut Turn<'_>) -> Answer {
    if turn.asks() == Asks::Delete
        && let Some(key) = turn.key()
    {
        turn.memory.deleted.push(key);
    }
    with_number(turn, "total", |turn, _| {
        let user = turn.account().map(|account| account.user_id);
        let deleted = turn.memory.deleted.iter().filter(|key| Some(key.user_id) == user).count();
        count(turn) + deleted as i64
    })
}
