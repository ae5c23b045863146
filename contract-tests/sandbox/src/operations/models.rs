//! `GET /v1/models`: what a key may be used for.

use std::net::IpAddr;

use serde_json::{Value, json};

use crate::allow_list;
use crate::answer::Answer;
use crate::key::Key;
use crate::messages;
use crate::profile::{Checking, ModelDescription, Profile, StatusByUse};
use crate::refusal::KeyRefusal;
use crate::request::Request;
use crate::world::World;

/// When the models were created, in Unix seconds.
const CREATED: i64 = 1_626_777_600;

/// Answers the models that the key in `Authorization` may use, and why it may use none.
pub(crate) fn models(
    profile: &Profile,
    world: &mut World,
    request: &Request,
    now: i64,
) -> (Answer, Option<KeyRefusal>) {
    let value = key_value(request.header("authorization").unwrap_or_default());
    let served = match world.store.by_value_mut(value) {
        None => Err(KeyRefusal::Unknown),
        Some(key) => used(profile, key, request.peer, now).map(|()| {
            key.accessed_time = now;
            listed(profile, key)
        }),
    };
    // A refusal can change a key too, by marking it.
    world.changes += 1;
    match served {
        Ok(models) => (Answer::json(200, &body(profile, models)), None),
        Err(refusal) => (refused(profile, refusal, value), Some(refusal)),
    }
}

/// The key in an `Authorization` value. The recorded servers take it with `sk-` before it, and so do all.
pub(crate) fn key_value(authorization: &str) -> &str {
    let value = authorization.strip_prefix("Bearer ").unwrap_or(authorization).trim();
    value.strip_prefix("sk-").unwrap_or(value)
}

/// Whether the key may be used from this address now.
fn used(profile: &Profile, key: &mut Key, peer: IpAddr, now: i64) -> Result<(), KeyRefusal> {
    match key.status {
        1 => {}
        3 => return Err(KeyRefusal::MarkedExpired),
        4 => return Err(KeyRefusal::MarkedExhausted),
        _ => return Err(KeyRefusal::Disabled),
    }
    let (refusal, mark) = match key {
        _ if key.is_expired(now) => (KeyRefusal::Expired, 3),
        _ if key.is_exhausted() => (KeyRefusal::Exhausted, 4),
        Key { allow_ips: Some(list), .. }
            if profile.allow_list_of_requests == Checking::Checked && !allow_list::lets_in(list, peer) =>
        {
            return Err(KeyRefusal::Address);
        }
        _ => return Ok(()),
    };
    if profile.status_by_use == StatusByUse::Marked {
        key.status = mark;
    }
    Err(refusal)
}

/// The models that the key may use.
fn listed(profile: &Profile, key: &Key) -> Vec<Value> {
    let limits: Vec<&str> = key.model_limits.split(',').map(str::trim).filter(|model| !model.is_empty()).collect();
    let offered = profile.models.offered.iter().copied();
    if !key.model_limits_enabled || limits.is_empty() {
        offered.map(|model| described(profile, model)).collect()
    } else if profile.models.limits_as_they_are {
        limits.into_iter().map(|model| described(profile, model)).collect()
    } else {
        offered.filter(|model| limits.contains(model)).map(|model| described(profile, model)).collect()
    }
}

fn described(profile: &Profile, model: &str) -> Value {
    match profile.models.description {
        ModelDescription::Plain => {
            json!({"id": model, "object": "model", "created": CREATED, "owned_by": "sandbox"})
        }
        ModelDescription::EndpointTypes => json!({
            "id": model, "object": "model", "created": CREATED, "owned_by": "advanced_custom",
            "supported_endpoint_types": [],
        }),
        ModelDescription::Permission => json!({
            "id": model, "object": "model", "created": CREATED, "owned_by": "openai",
            "permission": [{
                "id": "modelperm-LwHkVFn8AcMItP432fKKDIKJ", "object": "model_permission", "created": CREATED,
                "allow_create_engine": true, "allow_sampling": true, "allow_logprobs": true,
                "allow_search_indices": false, "allow_view": true, "allow_fine_tuning": false,
                "organization": "*", "group": null, "is_blocking": false,
            }],
            "root": model, "parent": null,
        }),
    }
}

fn body(profile: &Profile, models: Vec<Value>) -> Value {
    let mut body = json!({"success": true, "data": models});
    if profile.models.object {
        body["object"] = Value::from("list");
    }
    body
}

fn refused(profile: &Profile, refusal: KeyRefusal, value: &str) -> Answer {
    let (status, code, message) = messages::of_model_request(profile.messages, refusal, &shortened(value));
    let error = match profile.messages {
        crate::profile::Messages::NewApi2025 => json!({"message": message, "type": "new_api_error"}),
        crate::profile::Messages::NewApi2026 => json!({"code": code, "message": message, "type": "new_api_error"}),
        crate::profile::Messages::Documented => {
            json!({"code": code, "message": message, "type": "invalid_request_error"})
        }
    };
    Answer::json(status, &json!({"error": error}))
}

/// A key in a message: its first and last three characters.
fn shortened(value: &str) -> String {
    let characters: Vec<char> = value.chars().collect();
    match (characters.first_chunk::<3>(), characters.last_chunk::<3>()) {
        (Some(first), Some(last)) if characters.len() > 6 => {
            format!("sk-{}***{}", first.iter().collect::<String>(), last.iter().collect::<String>())
        }
        _ => "sk-***".to_owned(),
    }
}
