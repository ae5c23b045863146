//! Faults that show when requests come at the same time, or shortly after one another.

use std::time::{Duration, Instant};

use super::fault::{Family, Fault};
use super::hooks::{Answering, Hooks};
use super::turn::{Asks, Turn};
use crate::answer::{Accepted, Answer, Record};
use crate::key::Key;

const fn fault(name: &'static str, says: &'static str, answering: Answering) -> Fault {
    Fault { name, family: Family::Concurrency, says, hooks: Hooks::answering(answering) }
}

pub(super) const FAULTS: &[Fault] = &[
    fault("parallel-updates-mixed", "Two updates of a key at once leave some fields of each.", updates_mixed),
    fault("parallel-update-lost", "An update during another one of the same key is answered and lost.", update_lost),
    fault("update-seen-half", "For 30 ms a key shows the new name with the old rest.", update_seen_half),
    fault("parallel-updates-swap-keys", "Updates of two keys at once are stored in each other's.", updates_swap_keys),
    fault("parallel-answers-swapped", "Updates at once get each other's answers.", answers_swapped),
    fault("parallel-create-lost", "Of two creates at once one is answered and lost.", create_lost),
    fault("half-made-key-listed", "For 30 ms a list shows a new key without its name.", half_made_key_listed),
    fault("delete-during-update-undone", "An update under way brings back a key deleted meanwhile.", delete_undone),
    fault("busy-database-refuses", "A write during another one is refused as \"database is locked\".", busy_refuses),
    fault("parallel-writes-fail", "A write during another one is answered 500.", parallel_writes_fail),
    fault("updates-show-late", "Reads show the old record for 150 ms after an update.", updates_show_late),
    fault("creates-show-late", "Lists show a new key 150 ms after its create was answered.", creates_show_late),
    fault("deletes-show-late", "Get answers a deleted key for another 150 ms.", deletes_show_late),
    fault("totals-cached", "The total of a list is up to 300 ms old.", totals_cached),
    fault("every-second-read-old", "Every second get of a key shows it as before its last update.", every_second_old),
    fault("updates-stored-after-answer", "Updates are stored 100 ms after their answer.", stored_after_answer),
];

/// How long a part of an update, or a copy of it, is behind.
const LAG: Duration = Duration::from_millis(150);

/// How many milliseconds an answer is sent after the rest of its request was done.
const GAP: u64 = 5;

/// The key of an update before and after it; the update is stored by then.
fn updated(turn: &mut Turn<'_>) -> (Answer, Option<(Key, Key)>) {
    let before = turn.key().filter(|_| turn.asks() == Asks::Update);
    let answer = turn.served();
    let after = before.as_ref().and_then(|before| turn.any_key(before.id)).filter(|_| answer.is_accepted());
    (answer, before.zip(after))
}

fn updates_mixed(turn: &mut Turn<'_>) -> Answer {
    let (answer, images) = updated(turn);
    let Some((before, after)) = images else { return answer };
    // One half is stored now, the other one later, and the earlier update is the slower one: its half comes last.
    let wait = if turn.memory.under_way == 0 { 25 } else { 5 };
    turn.memory.under_way += 1;
    turn.change(before.id, |key| {
        key.remain_quota = before.remain_quota;
        key.model_limits.clone_from(&before.model_limits);
        key.group.clone_from(&before.group);
    });
    turn.later(wait, move |world, memory| {
        memory.under_way -= 1;
        if let Some(key) = world.store.any_mut(after.id) {
            key.remain_quota = after.remain_quota;
            key.model_limits.clone_from(&after.model_limits);
            key.group.clone_from(&after.group);
        }
    });
    turn.hold(wait + GAP);
    answer
}

fn update_lost(turn: &mut Turn<'_>) -> Answer {
    let is_second = turn.id().is_some_and(|id| turn.memory.before(id, Duration::from_millis(20)).is_some());
    let (answer, images) = updated(turn);
    let Some((before, _)) = images else { return answer };
    if is_second {
        let kept = turn.memory.before.get(&before.id).map(|(_, key)| key.clone());
        turn.change(before.id, |key| *key = kept.unwrap_or(before));
    } else {
        let after = turn.any_key(before.id).unwrap_or(before);
        turn.memory.before.insert(after.id, (Instant::now(), after));
        turn.hold(20);
    }
    answer
}

fn update_seen_half(turn: &mut Turn<'_>) -> Answer {
    let (answer, images) = updated(turn);
    if let Some((before, after)) = images {
        turn.change(before.id, |key| {
            *key = Key { name: after.name.clone(), ..before };
        });
        turn.later(30, move |world, _| {
            if let Some(key) = world.store.any_mut(after.id) {
                *key = after;
            }
        });
        turn.hold(30 + GAP);
    }
    answer
}

fn updates_swap_keys(turn: &mut Turn<'_>) -> Answer {
    let other = turn.memory.before.values().find(|(when, _)| when.elapsed() < Duration::from_millis(15));
    let other = other.map(|(_, key)| key.clone());
    let (answer, images) = updated(turn);
    let Some((_, after)) = images else { return answer };
    match other.filter(|other| other.id != after.id && other.user_id == after.user_id) {
        Some(other) => {
            let (name, other_name) = (after.name.clone(), other.name.clone());
            turn.change(after.id, |key| key.name = other_name);
            turn.change(other.id, |key| key.name = name);
        }
        None => {
            turn.memory.before.insert(after.id, (Instant::now(), after));
            turn.hold(15);
        }
    }
    answer
}

fn answers_swapped(turn: &mut Turn<'_>) -> Answer {
    let answer = turn.served();
    if turn.asks() != Asks::Update || !answer.is_accepted() {
        return answer;
    }
    let mine = turn.memory.requests;
    match turn.memory.waiting.keys().next().copied() {
        // Somebody waits for an answer: he gets this one, and this request his.
        Some(other) => turn.memory.waiting.insert(other, answer.clone()).unwrap_or(answer),
        None => {
            let shown = answer.clone();
            turn.memory.waiting.insert(mine, answer.clone());
            turn.answer_later(15, move |_, memory| memory.waiting.remove(&mine).unwrap_or(answer));
            shown
        }
    }
}

fn create_lost(turn: &mut Turn<'_>) -> Answer {
    let answer = turn.served();
    if let Some(key) = turn.newest().filter(|_| turn.asks() == Asks::Create && answer.is_accepted()) {
        if turn.memory.under_way > 0 {
            turn.world.store.remove(key.user_id, key.id);
        } else {
            turn.memory.under_way = 1;
            turn.later(15, |_, memory| memory.under_way = 0);
            turn.hold(15 + GAP);
        }
    }
    answer
}

fn half_made_key_listed(turn: &mut Turn<'_>) -> Answer {
    let answer = turn.served();
    if let Some(key) = turn.newest().filter(|_| turn.asks() == Asks::Create && answer.is_accepted()) {
        turn.change(key.id, |key| key.name.clear());
        turn.later(30, move |world, _| {
            if let Some(half) = world.store.any_mut(key.id) {
                half.name = key.name;
            }
        });
        turn.hold(30 + GAP);
    }
    answer
}

fn delete_undone(turn: &mut Turn<'_>) -> Answer {
    let (answer, images) = updated(turn);
    if let Some((_, after)) = images {
        turn.later(30, move |world, _| {
            if world.store.any_mut(after.id).is_none() {
                world.store.add(after);
            }
        });
        turn.hold(30 + GAP);
    }
    answer
}

/// Gives this to a write that comes while another one is under way; each takes 10 ms.
fn one_write_at_once(turn: &mut Turn<'_>, busy: fn() -> Answer) -> Answer {
    if !turn.asks_one_of(&[Asks::Create, Asks::Update, Asks::Delete]) || turn.account().is_none() {
        return turn.served();
    }
    if turn.memory.under_way > 0 {
        return busy();
    }
    turn.memory.under_way = 1;
    turn.later(10, |_, memory| memory.under_way = 0);
    turn.hold(10 + GAP);
    turn.served()
}

fn busy_refuses(turn: &mut Turn<'_>) -> Answer {
    one_write_at_once(turn, || {
        Answer::json(200, &serde_json::json!({"success": false, "message": "database is locked"}))
    })
}

fn parallel_writes_fail(turn: &mut Turn<'_>) -> Answer {
    one_write_at_once(turn, || Answer::empty(500))
}

/// Remembers how the key of an update or a delete was before it, and serves.
fn served_with_memory(turn: &mut Turn<'_>, asks: Asks) -> Answer {
    let before = turn.key().filter(|_| turn.asks() == asks);
    let answer = turn.served();
    if let Some(before) = before.filter(|_| answer.is_accepted()) {
        turn.memory.before.insert(before.id, (Instant::now(), before));
    }
    answer
}

fn updates_show_late(turn: &mut Turn<'_>) -> Answer {
    if !turn.asks_one_of(&[Asks::Get, Asks::List]) {
        return served_with_memory(turn, Asks::Update);
    }
    let old = |turn: &mut Turn<'_>| -> Vec<Key> {
        let recent = turn.memory.before.values().filter(|(when, _)| when.elapsed() < LAG);
        recent.map(|(_, key)| key.clone()).collect()
    };
    let mut swapped = Vec::new();
    for key in old(turn) {
        if let Some(now) = turn.any_key(key.id) {
            turn.change(key.id, |stored| *stored = key);
            swapped.push(now);
        }
    }
    let answer = turn.served();
    for key in swapped {
        turn.change(key.id, |stored| *stored = key);
    }
    answer
}

fn creates_show_late(turn: &mut Turn<'_>) -> Answer {
    let asks = turn.asks();
    if asks == Asks::List {
        let ids = turn.memory.created.iter().filter(|(_, when)| when.elapsed() < LAG).map(|(&id, _)| id);
        let recent: Vec<Key> = ids.filter_map(|id| turn.any_key(id)).collect();
        for key in &recent {
            turn.world.store.remove(key.user_id, key.id);
        }
        let answer = turn.served();
        for key in recent {
            turn.world.store.add(key);
        }
        return answer;
    }
    let answer = turn.served();
    if let Some(key) = turn.newest().filter(|_| asks == Asks::Create && answer.is_accepted()) {
        turn.memory.created.insert(key.id, Instant::now());
    }
    answer
}

fn deletes_show_late(turn: &mut Turn<'_>) -> Answer {
    if turn.asks() == Asks::Get
        && let (Some(account), Some(id)) = (turn.account(), turn.id())
        && turn.key().is_none()
        && let Some(key) = turn.memory.before(id, LAG).filter(|key| key.user_id == account.user_id)
    {
        return Answer::json(200, &Accepted::with(Record(turn.profile, key)));
    }
    served_with_memory(turn, Asks::Delete)
}

fn totals_cached(turn: &mut Turn<'_>) -> Answer {
    let account = turn.account().filter(|_| turn.asks() == Asks::List);
    let mut answer = turn.served();
    if let Some(account) = account {
        let count = turn.world.store.count(account.user_id);
        let cached = turn.memory.totals.entry(account.user_id).or_insert((Instant::now(), count));
        if cached.0.elapsed() > Duration::from_millis(300) {
            *cached = (Instant::now(), count);
        }
        let total = cached.1;
        answer.edit_page(|data| {
            data.insert("total".to_owned(), total.into());
        });
    }
    answer
}

fn every_second_old(turn: &mut Turn<'_>) -> Answer {
    if turn.asks() == Asks::Get
        && turn.memory.requests.is_multiple_of(2)
        && let Some(now) = turn.key()
        && let Some((_, old)) = turn.memory.before.get(&now.id)
    {
        return Answer::json(200, &Accepted::with(Record(turn.profile, old)));
    }
    served_with_memory(turn, Asks::Update)
}

fn stored_after_answer(turn: &mut Turn<'_>) -> Answer {
    let (answer, images) = updated(turn);
    if let Some((before, after)) = images {
        turn.change(before.id, |key| *key = before);
        turn.later(100, move |world, _| {
            if let Some(key) = world.store.any_mut(after.id) {
                *key = after;
            }
        });
    }
    answer
}
