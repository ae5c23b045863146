//! Faults in what a create, a get and a delete do.

use super::fault::{Family, Fault};
use super::hooks::{Answering, Hooks};
use super::turn::{Asks, Turn};
use crate::answer::{Accepted, Answer};
use crate::key::Key;

const fn fault(name: &'static str, says: &'static str, answering: Answering) -> Fault {
    Fault { name, family: Family::Effect, says, hooks: Hooks::answering(answering) }
}

pub(super) const FAULTS: &[Fault] = &[
    fault("deleted-key-in-get", "Get still answers a key that was deleted.", deleted_key_in_get),
    fault("deleted-key-in-list", "Lists still show a key that was deleted; get does not.", deleted_key_in_list),
    fault("delete-disables", "Delete sets status 2 and nothing else.", delete_disables),
    fault("delete-of-unknown-accepted", "A delete of an unknown id says success.", delete_of_unknown),
    fault("second-delete-accepted", "A second delete of a key says success.", second_delete),
    fault("delete-takes-newest", "Delete takes the account's newest key, whichever is named.", delete_takes_newest),
    fault(
        "delete-takes-namesakes",
        "Delete takes all keys of the account with that key's name.",
        delete_takes_namesakes,
    ),
    fault(
        "disabled-key-not-deleted",
        "Delete of a key that is not enabled says success and does nothing.",
        not_deleted,
    ),
    fault("update-revives-deleted", "An update of a deleted key brings it back.", update_revives),
    fault("create-lost", "Every fourth create says success and makes no key.", create_lost),
    fault("create-twice", "A create makes two keys.", create_twice),
    fault("create-ignores-group", "Create stores no group.", create_ignores_group),
    fault("create-ignores-model-limits", "Create stores no model_limits.", create_ignores_model_limits),
    fault("create-ignores-allow-ips", "Create stores no allow_ips.", create_ignores_allow_ips),
    fault("create-is-unlimited", "Create makes keys with unlimited_quota true.", create_is_unlimited),
    fault("create-replaces-namesake", "A create deletes the account's key of the same name.", create_replaces_namesake),
    fault(
        "refused-create-creates",
        "A create refused for its group or list makes the key without them.",
        refused_creates,
    ),
    fault("get-shows-newest", "Get answers the account's newest key for an id one above it.", get_shows_newest),
    fault("get-changes-key", "A get of a key gives it a new value.", get_changes_key),
];

/// A key without anything special.
pub(super) fn plain_key(id: i64, user_id: i64, value: String, now: i64) -> Key {
    Key {
        id,
        user_id,
        key: value,
        status: 1,
        name: String::new(),
        created_time: now,
        accessed_time: now,
        expired_time: -1,
        remain_quota: 0,
        unlimited_quota: false,
        model_limits_enabled: false,
        model_limits: String::new(),
        allow_ips: None,
        used_quota: 0,
        group: String::new(),
        cross_group_retry: false,
    }
}

/// What the server answers; a key that is deleted is remembered.
pub(super) fn served_remembering(turn: &mut Turn<'_>) -> Answer {
    let key = turn.key().filter(|_| turn.asks() == Asks::Delete);
    let answer = turn.served();
    if answer.is_accepted() {
        turn.memory.deleted.extend(key);
    }
    answer
}

/// The key of the account and of this id that was deleted.
pub(super) fn remembered(turn: &Turn<'_>) -> Option<Key> {
    let (account, id) = (turn.account()?, turn.id()?);
    turn.memory.deleted.iter().find(|key| key.id == id && key.user_id == account.user_id).cloned()
}

fn deleted_key_in_get(turn: &mut Turn<'_>) -> Answer {
    match remembered(turn).filter(|_| turn.asks() == Asks::Get) {
        Some(key) => Answer::json(200, &Accepted::with(crate::answer::Record(turn.profile, &key))),
        None => served_remembering(turn),
    }
}

fn deleted_key_in_list(turn: &mut Turn<'_>) -> Answer {
    if turn.asks() != Asks::List {
        return served_remembering(turn);
    }
    let deleted = turn.memory.deleted.clone();
    for key in &deleted {
        turn.world.store.add(key.clone());
    }
    let answer = turn.served();
    for key in &deleted {
        turn.world.store.remove(key.user_id, key.id);
    }
    answer
}

fn delete_disables(turn: &mut Turn<'_>) -> Answer {
    match turn.key().filter(|_| turn.asks() == Asks::Delete) {
        Some(key) => {
            turn.change(key.id, |key| key.status = 2);
            Answer::json(200, &Accepted::alone())
        }
        None => turn.served(),
    }
}

fn delete_of_unknown(turn: &mut Turn<'_>) -> Answer {
    let is_unknown = turn.id().is_some_and(|id| turn.any_key(id).is_none());
    if turn.asks() == Asks::Delete && turn.account().is_some() && is_unknown {
        return Answer::json(200, &Accepted::alone());
    }
    turn.served()
}

fn second_delete(turn: &mut Turn<'_>) -> Answer {
    match remembered(turn).filter(|_| turn.asks() == Asks::Delete) {
        Some(_) => Answer::json(200, &Accepted::alone()),
        None => served_remembering(turn),
    }
}

fn delete_takes_newest(turn: &mut Turn<'_>) -> Answer {
    match (turn.key().filter(|_| turn.asks() == Asks::Delete), turn.newest()) {
        (Some(_), Some(newest)) => {
            turn.world.store.remove(newest.user_id, newest.id);
            turn.world.changes += 1;
            Answer::json(200, &Accepted::alone())
        }
        _ => turn.served(),
    }
}

fn take_namesakes(turn: &mut Turn<'_>, key: &Key) {
    let keys = turn.world.store.newest_first(key.user_id, 0);
    let namesakes: Vec<i64> = keys.filter(|other| other.name == key.name).map(|other| other.id).collect();
    for id in namesakes.into_iter().filter(|&id| id != key.id) {
        turn.world.store.remove(key.user_id, id);
    }
}

fn delete_takes_namesakes(turn: &mut Turn<'_>) -> Answer {
    if let Some(key) = turn.key().filter(|_| turn.asks() == Asks::Delete) {
        take_namesakes(turn, &key);
    }
    turn.served()
}

fn not_deleted(turn: &mut Turn<'_>) -> Answer {
    match turn.key().filter(|key| turn.asks() == Asks::Delete && key.status != 1) {
        Some(_) => Answer::json(200, &Accepted::alone()),
        None => turn.served(),
    }
}

fn update_revives(turn: &mut Turn<'_>) -> Answer {
    if let Some(key) = remembered(turn).filter(|_| turn.asks() == Asks::Update) {
        turn.memory.deleted.retain(|other| other.id != key.id);
        turn.world.store.add(key);
    }
    served_remembering(turn)
}

/// What the server answers to a create, and the key that it made.
fn created(turn: &mut Turn<'_>) -> (Answer, Option<Key>) {
    let answer = turn.served();
    let made = turn.newest().filter(|_| turn.asks() == Asks::Create && answer.is_accepted());
    (answer, made)
}

fn create_lost(turn: &mut Turn<'_>) -> Answer {
    let (answer, made) = created(turn);
    if let Some(key) = made.filter(|key| key.id % 4 == 0) {
        turn.world.store.remove(key.user_id, key.id);
    }
    answer
}

fn create_twice(turn: &mut Turn<'_>) -> Answer {
    let (answer, made) = created(turn);
    if made.is_some() { turn.served() } else { answer }
}

/// Changes the key that a create made.
fn after_create(turn: &mut Turn<'_>, change: impl FnOnce(&mut Key)) -> Answer {
    let (answer, made) = created(turn);
    if let Some(made) = made {
        turn.change(made.id, change);
    }
    answer
}

fn create_ignores_group(turn: &mut Turn<'_>) -> Answer {
    after_create(turn, |key| key.group.clear())
}

fn create_ignores_model_limits(turn: &mut Turn<'_>) -> Answer {
    after_create(turn, |key| key.model_limits.clear())
}

fn create_ignores_allow_ips(turn: &mut Turn<'_>) -> Answer {
    after_create(turn, |key| key.allow_ips = None)
}

fn create_is_unlimited(turn: &mut Turn<'_>) -> Answer {
    after_create(turn, |key| key.unlimited_quota = true)
}

fn create_replaces_namesake(turn: &mut Turn<'_>) -> Answer {
    let (answer, made) = created(turn);
    if let Some(key) = made.filter(|key| !key.name.is_empty()) {
        take_namesakes(turn, &key);
    }
    answer
}

fn refused_creates(turn: &mut Turn<'_>) -> Answer {
    let answer = turn.served();
    if turn.asks() == Asks::Create && turn.account().is_some() && turn.sent().is_some() && answer.is_refusal() {
        turn.edit_body(|members| {
            members.remove("group");
            members.remove("allow_ips");
        });
        turn.served();
    }
    answer
}

fn get_shows_newest(turn: &mut Turn<'_>) -> Answer {
    match turn.newest() {
        Some(newest) if turn.asks() == Asks::Get && turn.id() == Some(newest.id.saturating_add(1)) => {
            turn.shows(newest.id).unwrap_or_else(|| Answer::empty(500))
        }
        _ => turn.served(),
    }
}

fn get_changes_key(turn: &mut Turn<'_>) -> Answer {
    if let Some(key) = turn.key().filter(|_| turn.asks() == Asks::Get) {
        turn.change(key.id, |key| key.key = key.key.chars().rev().collect());
    }
    turn.served()
}
