//! Faults in what an update does.

use super::fault::{Family, Fault};
use super::hooks::{Answering, Hooks};
use super::turn::{Asks, Turn};
use crate::answer::{Accepted, Answer, Record};
use crate::key::Key;
use crate::profile::StatusInUpdates;
use crate::sent::Sent;

const fn fault(name: &'static str, says: &'static str, answering: Answering) -> Fault {
    Fault { name, family: Family::Effect, says, hooks: Hooks::answering(answering) }
}

pub(super) const FAULTS: &[Fault] = &[
    Fault {
        name: "status-ignored",
        family: Family::Effect,
        says: "The status of an update is neither checked nor stored.",
        hooks: Hooks::profile(|profile| profile.status_in_updates = StatusInUpdates::Ignored),
    },
    fault("quota-added", "The remain_quota of an update is added to what the key has.", quota_added),
    fault("quota-not-stored", "The remain_quota of an update is answered and not stored.", quota_not_stored),
    fault("group-not-stored", "The group of an update is answered and not stored.", group_not_stored),
    fault(
        "allow-ips-never-cleared",
        "An allow_ips of null or \"\" leaves the list as it was.",
        allow_ips_never_cleared,
    ),
    fault("false-not-stored", "A boolean that an update sets to false stays true.", false_not_stored),
    fault("zero-quota-not-stored", "A remain_quota of 0 leaves the quota as it was.", zero_quota_not_stored),
    fault("update-answers-old-record", "Updates are stored, and answer the record as it was.", answers_old_record),
    fault(
        "disabling-only-answered",
        "Updates that disable a key answer that, and store the old status.",
        status_only_answered,
    ),
    fault("repeat-toggles", "unlimited_quota flips when an update sends the value it has.", repeat_toggles),
    fault("repeat-changes-key", "An update that changes nothing gives the key a new value.", repeat_changes_key),
    fault("repeat-refused", "An update that changes nothing is refused.", repeat_refused),
    fault("update-spends-quota", "Every update adds one to used_quota.", update_spends_quota),
    fault("update-changes-key", "An update gives the key a new value.", update_changes_key),
    fault("update-changes-created-time", "An update sets created_time to now.", update_changes_created_time),
    fault("created-time-from-body", "An update stores a created_time that its body names.", created_time_from_body),
    fault("used-quota-from-body", "An update stores a used_quota that its body names.", used_quota_from_body),
    fault("key-from-body", "An update answers and stores a key that its body names.", key_from_body),
    fault("update-of-newest", "An update changes the account's newest key, whichever it names.", update_of_newest),
    fault("neighbour-updated-too", "An update changes the status of the next older key too.", neighbour_updated_too),
    fault("namesakes-updated-too", "An update changes all keys of the account with its name.", namesakes_updated_too),
    fault(
        "refused-name-stored",
        "An update that is refused for its status or list stores its name.",
        refused_name_stored,
    ),
    fault("refused-quota-stored", "An update refused for its name stores its remain_quota.", refused_quota_stored),
    fault(
        "refusal-says-success",
        "Refusals of updates say success true, with the message of the refusal.",
        says_success,
    ),
    fault("success-says-refusal", "An update that disables a key is done, and says success false.", says_refusal),
    fault("update-creates-unknown", "An update of an unknown id creates a key with that id.", update_creates_unknown),
    fault("retry-flag-shared", "cross_group_retry and unlimited_quota are stored in one column.", flags_shared),
];

/// Does this to the key that an accepted update named, with the key as it was, and shows it.
fn after(turn: &mut Turn<'_>, change: impl FnOnce(&mut Key, &Sent, &Key)) -> Answer {
    match turn.key().filter(|_| turn.asks() == Asks::Update) {
        Some(before) => turn.store_otherwise(|key, sent| change(key, sent, &before)),
        None => turn.served(),
    }
}

/// Does this to the key that an accepted update named, with the key as it was, after the answer was made.
fn behind(turn: &mut Turn<'_>, change: impl FnOnce(&mut Key, &Key)) -> Answer {
    let before = turn.key().filter(|_| turn.asks() == Asks::Update);
    let answer = turn.served();
    if let Some(before) = before.filter(|_| answer.is_accepted()) {
        turn.change(before.id, |key| change(key, &before));
    }
    answer
}

fn quota_added(turn: &mut Turn<'_>) -> Answer {
    after(turn, |key, sent, before| {
        key.remain_quota = before.remain_quota.saturating_add(sent.remain_quota.unwrap_or_default());
    })
}

fn quota_not_stored(turn: &mut Turn<'_>) -> Answer {
    behind(turn, |key, before| key.remain_quota = before.remain_quota)
}

fn group_not_stored(turn: &mut Turn<'_>) -> Answer {
    behind(turn, |key, before| key.group.clone_from(&before.group))
}

fn allow_ips_never_cleared(turn: &mut Turn<'_>) -> Answer {
    after(turn, |key, _, before| {
        if key.allow_ips.as_deref().unwrap_or_default().is_empty() {
            key.allow_ips.clone_from(&before.allow_ips);
        }
    })
}

fn false_not_stored(turn: &mut Turn<'_>) -> Answer {
    after(turn, |key, _, before| {
        key.unlimited_quota |= before.unlimited_quota;
        key.model_limits_enabled |= before.model_limits_enabled;
        key.cross_group_retry |= before.cross_group_retry;
    })
}

fn zero_quota_not_stored(turn: &mut Turn<'_>) -> Answer {
    after(turn, |key, _, before| {
        if key.remain_quota == 0 {
            key.remain_quota = before.remain_quota;
        }
    })
}

fn answers_old_record(turn: &mut Turn<'_>) -> Answer {
    let before = turn.key().filter(|_| turn.asks() == Asks::Update);
    let answer = turn.served();
    match before {
        Some(before) if answer.is_accepted() => Answer::json(200, &Accepted::with(Record(turn.profile, &before))),
        _ => answer,
    }
}

fn status_only_answered(turn: &mut Turn<'_>) -> Answer {
    behind(turn, |key, before| {
        if key.status == 2 {
            key.status = before.status;
        }
    })
}

fn repeat_toggles(turn: &mut Turn<'_>) -> Answer {
    after(turn, |key, _, before| {
        if key.unlimited_quota == before.unlimited_quota {
            key.unlimited_quota = !before.unlimited_quota;
        }
    })
}

/// A key value that no other key has, made of one.
fn other_value(value: &str) -> String {
    value.chars().rev().collect()
}

fn repeat_changes_key(turn: &mut Turn<'_>) -> Answer {
    after(turn, |key, _, before| {
        if key == before {
            key.key = other_value(&before.key);
        }
    })
}

fn repeat_refused(turn: &mut Turn<'_>) -> Answer {
    let before = turn.key().filter(|_| turn.asks() == Asks::Update);
    let mut answer = turn.served();
    if before.is_some() && before == turn.key() && answer.is_accepted() {
        answer = Answer::json(200, &serde_json::json!({"success": false, "message": "nothing was changed"}));
    }
    answer
}

fn update_spends_quota(turn: &mut Turn<'_>) -> Answer {
    after(turn, |key, _, _| key.used_quota += 1)
}

fn update_changes_key(turn: &mut Turn<'_>) -> Answer {
    after(turn, |key, _, before| key.key = other_value(&before.key))
}

fn update_changes_created_time(turn: &mut Turn<'_>) -> Answer {
    let now = turn.now;
    after(turn, |key, _, _| key.created_time = now)
}

/// A member of the body that an update may not set.
fn named(turn: &Turn<'_>, member: &str) -> Option<serde_json::Value> {
    serde_json::from_slice::<serde_json::Value>(&turn.request.body).ok()?.get(member).cloned()
}

fn created_time_from_body(turn: &mut Turn<'_>) -> Answer {
    let named = named(turn, "created_time").and_then(|time| time.as_i64());
    after(turn, |key, _, _| key.created_time = named.unwrap_or(key.created_time))
}

fn used_quota_from_body(turn: &mut Turn<'_>) -> Answer {
    let named = named(turn, "used_quota").and_then(|quota| quota.as_i64());
    after(turn, |key, _, _| key.used_quota = named.unwrap_or(key.used_quota))
}

fn key_from_body(turn: &mut Turn<'_>) -> Answer {
    let named = named(turn, "key").and_then(|value| value.as_str().map(str::to_owned));
    after(turn, |key, _, _| {
        if let Some(value) = named {
            key.key = value;
        }
    })
}

fn update_of_newest(turn: &mut Turn<'_>) -> Answer {
    if turn.asks() == Asks::Update
        && turn.key().is_some()
        && let Some(newest) = turn.newest()
    {
        turn.edit_number("id", |_| newest.id);
    }
    turn.served()
}

fn neighbour_updated_too(turn: &mut Turn<'_>) -> Answer {
    let sent = turn.sent().filter(|_| turn.asks() == Asks::Update);
    let answer = turn.served();
    if let (true, Some(key), Some(status)) = (answer.is_accepted(), turn.key(), sent.and_then(|sent| sent.status)) {
        let older = turn.world.store.newest_first(key.user_id, 0).map(|key| key.id).find(|&id| id < key.id);
        turn.change(older.unwrap_or_default(), |key| key.status = status);
    }
    answer
}

fn namesakes_updated_too(turn: &mut Turn<'_>) -> Answer {
    let before = turn.key().filter(|_| turn.asks() == Asks::Update);
    let answer = turn.served();
    if let (true, Some(before), Some(after)) = (answer.is_accepted(), before, turn.key()) {
        let keys = turn.world.store.newest_first(before.user_id, 0);
        let namesakes: Vec<i64> = keys.filter(|key| key.name == before.name).map(|key| key.id).collect();
        for id in namesakes {
            turn.change(id, |key| key.remain_quota = after.remain_quota);
        }
    }
    answer
}

/// Does this to the key that a refused update named.
fn after_refusal(turn: &mut Turn<'_>, change: impl FnOnce(&mut Key, Sent)) -> Answer {
    let (sent, key) = (turn.sent(), turn.key().filter(|_| turn.asks() == Asks::Update));
    let answer = turn.served();
    if let (true, Some(sent), Some(key)) = (answer.is_refusal(), sent, key) {
        turn.change(key.id, |key| change(key, sent));
    }
    answer
}

fn refused_name_stored(turn: &mut Turn<'_>) -> Answer {
    let most = turn.limits.name;
    after_refusal(turn, |key, sent| {
        if let Some(name) = sent.name.filter(|name| name.chars().count() <= most) {
            key.name = name;
        }
    })
}

fn refused_quota_stored(turn: &mut Turn<'_>) -> Answer {
    let most = turn.limits.name;
    after_refusal(turn, |key, sent| {
        if sent.name.is_some_and(|name| name.chars().count() > most) {
            key.remain_quota = sent.remain_quota.unwrap_or(key.remain_quota);
        }
    })
}

fn says_success(turn: &mut Turn<'_>) -> Answer {
    let mut answer = turn.served();
    if turn.asks() == Asks::Update && answer.is_refusal() && answer.status == 200 {
        answer.edit(|value| value["success"] = true.into());
    }
    answer
}

fn says_refusal(turn: &mut Turn<'_>) -> Answer {
    let answer = turn.served();
    let disables = turn.sent().is_some_and(|sent| sent.status == Some(2));
    if turn.asks() == Asks::Update && disables && answer.is_accepted() {
        return Answer::json(200, &serde_json::json!({"success": false, "message": "cache is not available"}));
    }
    answer
}

fn update_creates_unknown(turn: &mut Turn<'_>) -> Answer {
    if let (Asks::Update, Some(account), Some(id)) = (turn.asks(), turn.account(), turn.id())
        && id > 0
        && turn.any_key(id).is_none()
    {
        let key = super::effect_deletes::plain_key(id, account.user_id, turn.world.key_values.next(), turn.now);
        turn.world.store.add(key);
        let answer = turn.served();
        if answer.is_refusal() {
            turn.world.store.remove(account.user_id, id);
        }
        return answer;
    }
    turn.served()
}

fn flags_shared(turn: &mut Turn<'_>) -> Answer {
    after(turn, |key, _, _| key.cross_group_retry = key.unlimited_quota)
}
