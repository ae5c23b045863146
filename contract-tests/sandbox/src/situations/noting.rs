//! Noting what comes up, where somebody asked for it.

use std::num::{IntErrorKind, ParseIntError};

use super::{Situation, body, kinds, members};
use crate::messages::Language;
use crate::operations;
use crate::profile::{Paths, Profile};
use crate::refusal::{KeyRefusal, Malformed, Refusal};
use crate::request::Request;
use crate::route::Route;
use crate::sent::Sent;
use crate::world::World;

/// Notes what came up.
pub(crate) fn note(world: &mut World, operation: &'static str, what: &'static str) {
    if let Some(situations) = &mut world.situations {
        situations.insert(Situation { operation, what });
    }
}

/// Notes a request that no operation is for.
pub(crate) fn note_route(profile: &Profile, world: &mut World, request: &Request, route: &Route) {
    let [read, write] = kinds::REDIRECTS;
    match route {
        Route::NoSlash if profile.paths == Paths::Documented => note(world, "any", "a path of nothing"),
        Route::Nowhere => note(world, "any", "a path of nothing"),
        Route::WrongMethod { .. } => note(world, "any", "a method that the path has not"),
        Route::NoSlash => note(world, "any", if request.method == http::Method::GET { read } else { write }),
        _ => {}
    }
}

/// Notes what became of a request with a key.
pub(crate) fn note_model_request(world: &mut World, request: &Request, refusal: Option<KeyRefusal>) {
    if world.situations.is_none() {
        return;
    }
    let value = operations::key_value(request.header("authorization").unwrap_or_default());
    let what = match refusal {
        None => "a key that is served",
        Some(KeyRefusal::Unknown) if value.is_empty() => "no key",
        Some(KeyRefusal::Unknown) => "a key of nobody",
        Some(KeyRefusal::Disabled) => "a disabled key",
        Some(KeyRefusal::MarkedExpired) => "a key marked expired",
        Some(KeyRefusal::Expired) => "a key past its expiry",
        Some(KeyRefusal::MarkedExhausted) => "a key marked exhausted",
        Some(KeyRefusal::Exhausted) => "a key without quota",
        Some(KeyRefusal::Address) => "an address that is not allowed",
    };
    let key = world.store.by_value_mut(value).filter(|_| refusal.is_none());
    let (is_limited, has_models, has_list) = key.map_or((false, false, false), |key| {
        let list = key.allow_ips.as_deref().unwrap_or_default();
        (key.model_limits_enabled, !key.model_limits.is_empty(), !list.is_empty())
    });
    note(world, "models", what);
    let more = [
        (is_limited && has_models, "a key that is served, limited to models"),
        (is_limited && !has_models, "a key that is served, limited without a model"),
        (has_list, "a key that is served, with an allow list"),
    ];
    for (_, what) in more.into_iter().filter(|(so, _)| *so) {
        note(world, "models", what);
    }
}

/// Notes what became of an operation.
pub(crate) fn note_outcome(
    profile: &Profile,
    world: &mut World,
    request: &Request,
    route: &Route,
    refusal: Option<&Refusal>,
) {
    if world.situations.is_none() {
        return;
    }
    let operation = match route {
        Route::List => "list",
        Route::Create => "create",
        Route::Update => "update",
        Route::Get(_) => "get",
        Route::Delete(_) => "delete",
        Route::KeyInClear(_) => "key in clear",
        _ => return,
    };
    if request.header("authorization").is_some_and(|value| value.starts_with("Bearer ")) {
        note(world, "any", "an access token after Bearer");
    }
    if refusal.is_some() {
        match Language::asked_for(request.header("accept-language")) {
            Language::English => {}
            Language::Simplified => note(world, "any", "a refusal to a request for simplified Chinese"),
            Language::Traditional => note(world, "any", "a refusal to a request for traditional Chinese"),
        }
    }
    if let Some(refusal @ (Refusal::TokenMissing | Refusal::TokenWrong)) = refusal {
        note(world, operation, of_refusal(refusal));
        return;
    }
    match route {
        Route::List => note_paging(profile, world, request),
        Route::Create | Route::Update => {
            body::of(&request.body).into_iter().for_each(|what| note(world, operation, what));
            refusal.into_iter().for_each(|refusal| note(world, operation, of_refusal(refusal)));
        }
        Route::Get(id) | Route::Delete(id) | Route::KeyInClear(id) => {
            note(world, operation, of_id(id, refusal.is_some()));
            if let (Route::Get(_), Ok(id)) = (route, id.parse()) {
                note_use(world, id);
            }
        }
        _ => {}
    }
}

/// What the id of a path is. A server need not tell apart what is told apart here.
fn of_id(text: &str, is_refused: bool) -> &'static str {
    match text.parse::<i64>() {
        Ok(0) => "an id of 0",
        Ok(_) if is_refused => "an id that the account has not",
        Ok(_) => kinds::FOUND,
        Err(error) if is_beyond(&error) => "an id beyond 64 bits",
        Err(_) => "an id that is no integer",
    }
}

fn note_use(world: &mut World, id: i64) {
    let Some(key) = world.store.any_mut(id) else { return };
    let is = [key.accessed_time > key.created_time, key.used_quota > 0];
    for (_, what) in is.into_iter().zip(kinds::USED).filter(|(so, _)| *so) {
        note(world, "get", what);
    }
}

fn is_beyond(error: &ParseIntError) -> bool {
    matches!(error.kind(), IntErrorKind::PosOverflow | IntErrorKind::NegOverflow)
}

fn of_refusal(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::TokenMissing => "no access token",
        Refusal::TokenWrong => "an access token of nobody",
        Refusal::Malformed(Malformed::Empty) => "no body",
        Refusal::Malformed(Malformed::CutShort) => "a body that is cut short",
        Refusal::Malformed(Malformed::Character(_)) => "a body that begins unlike JSON",
        Refusal::Malformed(Malformed::Other) => "a body that goes on unlike JSON",
        Refusal::NoObject { .. } => "a body that is no object",
        Refusal::WrongType { found, .. } if found.starts_with("number ") => "a number that is no integer of 64 bits",
        Refusal::WrongType { .. } => "a member of the wrong type",
        Refusal::NoId => "no id",
        Refusal::PathId(_) => "an id that is no integer",
        Refusal::NotFound => "an id that the account has not",
        Refusal::NameTooLong => "a name that is too long",
        Refusal::QuotaNegative | Refusal::QuotaTooLarge(_) => "a quota out of range",
        Refusal::StatusUnknown => "a status that is none",
        Refusal::AllowListEntry(_) => "an allow list with another line",
        Refusal::GroupUnavailable(_) => "a group that is not the account's",
        Refusal::StillExpired | Refusal::StillExhausted => "status 1 for a key that was marked and still is spent",
    }
}

fn note_paging(profile: &Profile, world: &mut World, request: &Request) {
    let p = match request.parameter("p").map(|text| text.parse::<i64>()) {
        None => "p left out",
        Some(Ok(0)) => "p 0",
        Some(Ok(1)) => "p 1",
        Some(Ok(number)) if number > 1 => "p above 1",
        Some(Ok(_)) => "p negative",
        Some(Err(error)) if is_beyond(&error) => "p beyond 64 bits",
        Some(Err(_)) => "p no number",
    };
    note(world, "list", p);
    let mut sizes = profile.paging.size_names.iter().enumerate();
    let size = sizes.find_map(|(place, name)| Some((place, request.parameter(name)?.parse::<i64>())));
    if size.as_ref().is_some_and(|(place, _)| *place > 0) {
        note(world, "list", kinds::OTHER_SIZE);
    }
    let size = match size.map(|(_, size)| size) {
        None => "page size left out",
        Some(Ok(1..=100)) => "page size 1 to 100",
        Some(Ok(size)) if size > 100 => "page size above 100",
        Some(Err(error)) if is_beyond(&error) => "page size beyond 64 bits",
        Some(_) => "page size 0, negative or no number",
    };
    note(world, "list", size);
}

/// Notes how the members of a body are given.
pub(crate) fn note_body(world: &mut World, operation: &'static str, sent: &Sent) {
    if world.situations.is_none() {
        return;
    }
    for (what, _) in members::of(operation).filter(|(_, is_so)| is_so(sent)) {
        note(world, operation, what);
    }
}
