//! Faults in which secrets an answer holds.

use super::fault::{Family, Fault};
use super::hooks::{Answering, Hooks};
use super::turn::{Asks, Turn};
use crate::answer::Answer;

const fn fault(name: &'static str, says: &'static str, answering: Answering) -> Fault {
    Fault { name, family: Family::Security, says, hooks: Hooks::answering(answering) }
}

pub(super) const FAULTS: &[Fault] = &[
    fault("token-in-message", "The refusal of an access token repeats it.", token_in_message),
    fault("token-in-header", "Answers repeat Authorization in a header field.", token_in_header),
    fault("token-in-record", "Updates answer the account's access token beside the record.", token_in_record),
    fault("key-in-message", "The message of an update holds the key.", key_in_message),
    fault("key-in-delete-message", "The message of a delete holds the key that is gone.", key_in_delete_message),
    fault("key-in-header", "Answers of get repeat the key in a header field.", key_in_header),
    fault("foreign-key-in-refusal", "The refusal of another account's id holds that key.", foreign_key_in_refusal),
    fault("other-key-in-update", "Updates answer the value of the account's newest key.", other_key_in_update),
    fault("foreign-value-in-list", "Lists show another account's key value in the last item.", foreign_value_in_list),
];

/// The answer of the server with this after its message.
fn saying(mut answer: Answer, text: &str) -> Answer {
    answer.edit(|value| {
        if let Some(message) = value.get_mut("message")
            && let Some(before) = message.as_str()
        {
            *message = format!("{before} {text}").trim().into();
        }
    });
    answer
}

fn token_in_message(turn: &mut Turn<'_>) -> Answer {
    let token = turn.request.header("authorization").unwrap_or_default().to_owned();
    let is_refused = turn.account().is_none() && !token.is_empty() && turn.asks() != Asks::Models;
    let answer = turn.served();
    if is_refused { saying(answer, &token) } else { answer }
}

fn token_in_header(turn: &mut Turn<'_>) -> Answer {
    let token = turn.request.header("authorization").map(str::to_owned);
    let answer = turn.served();
    match token {
        Some(token) => answer.with("x-debug-authorization", token),
        None => answer,
    }
}

fn token_in_record(turn: &mut Turn<'_>) -> Answer {
    let token = turn.account().filter(|_| turn.asks() == Asks::Update).map(|account| account.access_token);
    let mut answer = turn.served();
    if let Some(token) = token {
        answer.edit_accepted(|members| {
            members.insert("access_token".to_owned(), token.into());
        });
    }
    answer
}

fn key_in_message(turn: &mut Turn<'_>) -> Answer {
    let key = turn.key().filter(|_| turn.asks() == Asks::Update);
    let answer = turn.served();
    match key {
        Some(key) if answer.is_accepted() => saying(answer, &format!("updated {}", key.key)),
        _ => answer,
    }
}

fn key_in_delete_message(turn: &mut Turn<'_>) -> Answer {
    let key = turn.key().filter(|_| turn.asks() == Asks::Delete);
    let answer = turn.served();
    match key {
        Some(key) => saying(answer, &format!("deleted sk-{}", key.key)),
        None => answer,
    }
}

fn key_in_header(turn: &mut Turn<'_>) -> Answer {
    let key = turn.key().filter(|_| turn.asks() == Asks::Get);
    let answer = turn.served();
    match key {
        Some(key) => answer.with("x-cache-key", format!("token:{}", key.key)),
        None => answer,
    }
}

/// A key of another account that the request names.
fn foreign_key(turn: &Turn<'_>) -> Option<crate::key::Key> {
    let account = turn.account()?;
    turn.any_key(turn.id()?).filter(|key| key.user_id != account.user_id)
}

fn foreign_key_in_refusal(turn: &mut Turn<'_>) -> Answer {
    let foreign = foreign_key(turn);
    let answer = turn.served();
    match foreign {
        Some(key) => saying(answer, &format!("for sk-{}", key.key)),
        None => answer,
    }
}

fn other_key_in_update(turn: &mut Turn<'_>) -> Answer {
    let newest = turn.newest().filter(|_| turn.asks() == Asks::Update);
    let mut answer = turn.served();
    if let Some(newest) = newest {
        answer.edit_member("key", |value| *value = newest.key.clone().into());
    }
    answer
}

fn foreign_value_in_list(turn: &mut Turn<'_>) -> Answer {
    let user_id = turn.account().map(|account| account.user_id);
    let keys = turn.world.store.all().filter(|key| Some(key.user_id) != user_id);
    let foreign = keys.min_by_key(|key| key.id).map(|key| key.key.clone());
    let mut answer = turn.served();
    if let Some(foreign) = foreign {
        answer.edit_page(|data| {
            let items = data.get_mut("items").and_then(|items| items.as_array_mut());
            if let Some(record) = items.and_then(|items| items.last_mut()) {
                record["key"] = foreign.into();
            }
        });
    }
    answer
}
