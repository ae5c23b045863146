//! Faults in who is served, and whose keys.

use super::fault::{Family, Fault};
use super::hooks::{Answering, Hooks};
use super::turn::{Asks, Turn};
use crate::account::Account;
use crate::answer::{Answer, Record};

const fn fault(name: &'static str, says: &'static str, answering: Answering) -> Fault {
    Fault { name, family: Family::Security, says, hooks: Hooks::answering(answering) }
}

pub(super) const FAULTS: &[Fault] = &[
    fault("foreign-key-in-get", "Get answers another account's key.", foreign_key_in_get),
    fault("foreign-key-updated", "Update changes another account's key.", foreign_key_updated),
    fault("foreign-key-deleted", "Delete takes another account's key.", foreign_key_deleted),
    fault("foreign-keys-in-list", "Lists show the keys of all accounts.", foreign_keys_in_list),
    fault(
        "foreign-keys-beyond-the-end",
        "A page beyond the account's keys shows another account's.",
        foreign_beyond_end,
    ),
    fault(
        "foreign-update-refused-with-effect",
        "An update of another account's key is refused and done.",
        refused_and_done,
    ),
    fault(
        "foreign-delete-refused-with-effect",
        "A delete of another account's key is refused and done.",
        refused_and_done_delete,
    ),
    fault("token-matched-by-start", "The first ten characters of an access token suffice.", token_by_start),
    fault("longer-token-served", "An access token with more characters after it is served.", longer_token_served),
    fault("token-in-any-case", "Access tokens are compared without case.", token_in_any_case),
    fault("any-token-served", "Any access token is served, as the first account's.", any_token_served),
    fault("missing-token-served-in-list", "A list without an access token is served.", no_token_in_list),
    fault("missing-token-served-in-get", "A get without an access token is served.", no_token_in_get),
    fault("missing-token-served-in-delete", "A delete without an access token is served.", no_token_in_delete),
    fault("empty-token-served", "An empty access token is served, as the first account's.", empty_token_served),
    fault("wrong-token-updates", "An update with a wrong access token is done, and refused.", wrong_token_updates),
    fault("key-as-access-token", "A key is taken as the access token of its account.", key_as_access_token),
    fault("create-for-another-account", "A create makes the key for the user_id in its body.", create_for_another),
    fault("update-moves-to-another-account", "An update moves the key to the user_id in its body.", moves_to_another),
];

/// The owner of the key that the request names, where another account is asking.
fn foreign_owner(turn: &Turn<'_>) -> Option<Account> {
    let (account, key) = (turn.account()?, turn.any_key(turn.id()?)?);
    let owner = turn.world.accounts.iter().find(|owner| owner.user_id == key.user_id)?;
    (owner.user_id != account.user_id).then(|| owner.clone())
}

fn served_for_owner(turn: &mut Turn<'_>, asks: Asks) -> Answer {
    if let Some(owner) = foreign_owner(turn).filter(|_| turn.asks() == asks) {
        turn.sign_as(&owner);
    }
    turn.served()
}

fn foreign_key_in_get(turn: &mut Turn<'_>) -> Answer {
    served_for_owner(turn, Asks::Get)
}

fn foreign_key_updated(turn: &mut Turn<'_>) -> Answer {
    served_for_owner(turn, Asks::Update)
}

fn foreign_key_deleted(turn: &mut Turn<'_>) -> Answer {
    served_for_owner(turn, Asks::Delete)
}

fn foreign_keys_in_list(turn: &mut Turn<'_>) -> Answer {
    with_foreign_items(turn, |_| true)
}

fn foreign_beyond_end(turn: &mut Turn<'_>) -> Answer {
    with_foreign_items(turn, |items| items == 0)
}

fn with_foreign_items(turn: &mut Turn<'_>, when: fn(usize) -> bool) -> Answer {
    let account = turn.account();
    let mut answer = turn.served();
    let (Some(account), Asks::List) = (account, turn.asks()) else { return answer };
    let mut foreign: Vec<_> = turn.world.store.all().filter(|key| key.user_id != account.user_id).collect();
    foreign.sort_by_key(|key| std::cmp::Reverse(key.id));
    let records = foreign.iter().filter_map(|key| serde_json::to_value(Record(turn.profile, key)).ok());
    answer.edit_page(|data| {
        if let Some(items) = data.get_mut("items").and_then(serde_json::Value::as_array_mut)
            && when(items.len())
        {
            items.extend(records.take(10));
        }
    });
    answer
}

fn refused_and_done_as(turn: &mut Turn<'_>, asks: Asks) -> Answer {
    let owner = foreign_owner(turn).filter(|_| turn.asks() == asks);
    let answer = turn.served();
    if let Some(owner) = owner {
        turn.sign_as(&owner);
        turn.served();
    }
    answer
}

fn refused_and_done(turn: &mut Turn<'_>) -> Answer {
    refused_and_done_as(turn, Asks::Update)
}

fn refused_and_done_delete(turn: &mut Turn<'_>) -> Answer {
    refused_and_done_as(turn, Asks::Delete)
}

/// The access token that was sent, if there is one.
fn token(turn: &Turn<'_>) -> Option<String> {
    turn.request.header("authorization").map(|token| token.trim().to_owned())
}

/// Serves an access token that is none as that of the account which this finds for it.
fn served_by(turn: &mut Turn<'_>, is_of: impl Fn(&str, &Account) -> bool) -> Answer {
    if turn.asks() != Asks::Models
        && turn.account().is_none()
        && let Some(token) = token(turn)
        && let Some(account) = turn.world.accounts.iter().find(|account| is_of(&token, account)).cloned()
    {
        turn.sign_as(&account);
    }
    turn.served()
}

fn token_by_start(turn: &mut Turn<'_>) -> Answer {
    served_by(turn, |token, account| token.len() >= 10 && account.access_token.starts_with(token))
}

fn longer_token_served(turn: &mut Turn<'_>) -> Answer {
    served_by(turn, |token, account| token.starts_with(&account.access_token))
}

fn token_in_any_case(turn: &mut Turn<'_>) -> Answer {
    served_by(turn, |token, account| token.eq_ignore_ascii_case(&account.access_token))
}

fn any_token_served(turn: &mut Turn<'_>) -> Answer {
    served_by(turn, |token, _| !token.is_empty())
}

fn empty_token_served(turn: &mut Turn<'_>) -> Answer {
    served_by(turn, |token, _| token.is_empty())
}

fn served_without_token(turn: &mut Turn<'_>, asks: Asks) -> Answer {
    if turn.asks() == asks && !turn.request.headers.contains_key("authorization") {
        let owner = turn.id().and_then(|id| turn.any_key(id)).map(|key| key.user_id);
        let accounts = &turn.world.accounts;
        let account = accounts.iter().find(|account| owner.is_none_or(|owner| owner == account.user_id)).cloned();
        if let Some(account) = account {
            turn.sign_as(&account);
        }
    }
    turn.served()
}

fn no_token_in_list(turn: &mut Turn<'_>) -> Answer {
    served_without_token(turn, Asks::List)
}

fn no_token_in_get(turn: &mut Turn<'_>) -> Answer {
    served_without_token(turn, Asks::Get)
}

fn no_token_in_delete(turn: &mut Turn<'_>) -> Answer {
    served_without_token(turn, Asks::Delete)
}

fn wrong_token_updates(turn: &mut Turn<'_>) -> Answer {
    let is_wrong = turn.asks() == Asks::Update && turn.account().is_none();
    let answer = turn.served();
    if let Some(key) = turn.id().filter(|_| is_wrong).and_then(|id| turn.any_key(id)) {
        let owner = turn.world.accounts.iter().find(|account| account.user_id == key.user_id).cloned();
        if let Some(owner) = owner {
            turn.sign_as(&owner);
            turn.served();
        }
    }
    answer
}

fn key_as_access_token(turn: &mut Turn<'_>) -> Answer {
    let key = token(turn).and_then(|token| turn.world.store.by_value_mut(&token).map(|key| key.user_id));
    served_by(turn, |_, account| Some(account.user_id) == key)
}

/// The account whose `user_id` the body of a request names.
fn named_account(turn: &Turn<'_>) -> Option<Account> {
    let body: serde_json::Value = serde_json::from_slice(&turn.request.body).ok()?;
    let user_id = body.get("user_id")?.as_i64()?;
    turn.account()?;
    turn.world.accounts.iter().find(|account| account.user_id == user_id).cloned()
}

fn create_for_another(turn: &mut Turn<'_>) -> Answer {
    if let Some(account) = named_account(turn).filter(|_| turn.asks() == Asks::Create) {
        turn.sign_as(&account);
    }
    turn.served()
}

fn moves_to_another(turn: &mut Turn<'_>) -> Answer {
    let (named, key) = (named_account(turn).filter(|_| turn.asks() == Asks::Update), turn.key());
    let answer = turn.served();
    if let (true, Some(account), Some(before)) = (answer.is_accepted(), named, key)
        && let Some(mut key) = turn.world.store.remove(before.user_id, before.id)
    {
        key.user_id = account.user_id;
        turn.world.store.add(key);
        return turn.shows(before.id).unwrap_or(answer);
    }
    answer
}
