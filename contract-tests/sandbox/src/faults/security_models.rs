//! Faults in which keys model requests are served with.

use super::effect_deletes::served_remembering;
use super::fault::{Family, Fault};
use super::hooks::{Answering, Hooks};
use super::turn::{Asks, Turn};
use crate::answer::Answer;
use crate::key::Key;
use crate::profile::Checking;

const fn fault(name: &'static str, says: &'static str, answering: Answering) -> Fault {
    Fault { name, family: Family::Security, says, hooks: Hooks::answering(answering) }
}

pub(super) const FAULTS: &[Fault] = &[
    fault("disabled-key-served", "Model requests with a key of status 2 are served.", disabled_key_served),
    fault("marked-keys-served", "Model requests with a key of status 3 or 4 are served.", marked_keys_served),
    fault("expired-key-served", "Model requests with a key past its expired_time are served.", expired_key_served),
    fault("expired-key-served-for-a-day", "An expired key is served for another day.", expired_key_served_for_a_day),
    fault("exhausted-key-served", "Model requests with a key without quota are served.", exhausted_key_served),
    fault("unlimited-key-refused", "A key without quota is refused though it is unlimited.", unlimited_key_refused),
    fault("never-expiring-key-refused", "A key with expired_time -1 counts as expired.", never_expiring_refused),
    fault("deleted-key-served", "Model requests with a deleted key are served.", deleted_key_served),
    fault("model-limits-unenforced", "Model requests are served whatever model_limits says.", limits_unenforced),
    fault("model-limits-enforced-when-off", "model_limits counts though it is not enabled.", limits_when_off),
    fault("empty-model-limits-forbid-all", "An enabled and empty model_limits allows no model.", empty_limits_forbid),
    fault("model-limits-by-part", "A model is allowed if its name is part of model_limits.", limits_by_part),
    fault("allow-list-networks-unmatched", "Only single addresses of allow_ips let somebody in.", networks_unmatched),
    fault("allow-list-first-entry-only", "Only the first entry of allow_ips lets somebody in.", first_entry_only),
    fault("empty-allow-list-forbids-all", "An allow_ips of \"\" lets nobody in.", empty_list_forbids),
    fault(
        "disabling-takes-half-a-second",
        "A new status counts for model requests after half a second only.",
        disabling_late,
    ),
    Fault {
        name: "allow-list-uncompared",
        family: Family::Security,
        says: "Model requests are served from any address, whatever allow_ips says.",
        hooks: Hooks::profile(|profile| profile.allow_list_of_requests = Checking::Unchecked),
    },
];

/// The key that a model request carries.
fn carried(turn: &Turn<'_>) -> Option<Key> {
    let value = turn.request.header("authorization").filter(|_| turn.asks() == Asks::Models)?;
    let value = value.strip_prefix("Bearer ").unwrap_or(value).trim();
    let value = value.strip_prefix("sk-").unwrap_or(value);
    turn.world.store.all().find(|key| key.key == value).cloned()
}

/// Serves a model request as if its key were like this, and leaves the key as it was but for its last use.
fn as_if(turn: &mut Turn<'_>, change: impl FnOnce(&mut Key, i64)) -> Answer {
    let Some(before) = carried(turn) else { return turn.served() };
    let now = turn.now;
    turn.change(before.id, |key| change(key, now));
    let answer = turn.served();
    turn.change(before.id, |key| {
        let accessed_time = key.accessed_time;
        *key = Key { accessed_time, ..before };
    });
    answer
}

fn disabled_key_served(turn: &mut Turn<'_>) -> Answer {
    as_if(turn, |key, _| {
        if key.status == 2 {
            key.status = 1;
        }
    })
}

fn marked_keys_served(turn: &mut Turn<'_>) -> Answer {
    as_if(turn, |key, _| {
        if matches!(key.status, 3 | 4) {
            key.status = 1;
        }
    })
}

fn expired_key_served(turn: &mut Turn<'_>) -> Answer {
    as_if(turn, |key, _| key.expired_time = -1)
}

fn expired_key_served_for_a_day(turn: &mut Turn<'_>) -> Answer {
    as_if(turn, |key, _| {
        if key.expired_time != -1 {
            key.expired_time = key.expired_time.saturating_add(86_400);
        }
    })
}

fn exhausted_key_served(turn: &mut Turn<'_>) -> Answer {
    as_if(turn, |key, _| key.unlimited_quota = true)
}

fn unlimited_key_refused(turn: &mut Turn<'_>) -> Answer {
    as_if(turn, |key, _| key.unlimited_quota = false)
}

fn never_expiring_refused(turn: &mut Turn<'_>) -> Answer {
    as_if(turn, |key, now| {
        if key.expired_time == -1 {
            key.expired_time = now - 1;
        }
    })
}

fn deleted_key_served(turn: &mut Turn<'_>) -> Answer {
    if turn.asks() != Asks::Models {
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

fn limits_unenforced(turn: &mut Turn<'_>) -> Answer {
    as_if(turn, |key, _| key.model_limits_enabled = false)
}

fn limits_when_off(turn: &mut Turn<'_>) -> Answer {
    as_if(turn, |key, _| key.model_limits_enabled = true)
}

fn empty_limits_forbid(turn: &mut Turn<'_>) -> Answer {
    as_if(turn, |key, _| {
        if key.model_limits.is_empty() {
            "-".clone_into(&mut key.model_limits);
        }
    })
}

fn limits_by_part(turn: &mut Turn<'_>) -> Answer {
    let offered = turn.profile.models.offered;
    as_if(turn, |key, _| {
        let is_part = |part: &&str| key.model_limits.split(',').any(|of| of.contains(*part) || part.contains(of));
        let allowed: Vec<&str> = offered.iter().copied().filter(is_part).collect();
        key.model_limits = allowed.join(",");
    })
}

fn networks_unmatched(turn: &mut Turn<'_>) -> Answer {
    as_if(turn, |key, _| {
        key.allow_ips = key.allow_ips.take().map(|list| list.replace('/', " of "));
    })
}

fn first_entry_only(turn: &mut Turn<'_>) -> Answer {
    as_if(turn, |key, _| {
        key.allow_ips = key.allow_ips.take().map(|list| list.split('\n').next().unwrap_or_default().to_owned());
    })
}

fn empty_list_forbids(turn: &mut Turn<'_>) -> Answer {
    as_if(turn, |key, _| {
        if key.allow_ips.as_deref() == Some("") {
            key.allow_ips = Some("-".to_owned());
        }
    })
}

fn disabling_late(turn: &mut Turn<'_>) -> Answer {
    if let Some(before) = turn.key().filter(|_| turn.asks() == Asks::Update) {
        turn.memory.before.insert(before.id, (std::time::Instant::now(), before));
        return turn.served();
    }
    let lag = std::time::Duration::from_millis(500);
    let status = carried(turn).and_then(|key| turn.memory.before(key.id, lag).map(|before| before.status));
    as_if(turn, |key, _| key.status = status.unwrap_or(key.status))
}
