//! From a request to its answer.

use crate::account::Account;
use crate::answer::{Answer, Refused};
use crate::body;
use crate::limits::Limits;
use crate::messages::{self, Language};
use crate::operations;
use crate::profile::{Paths, Profile};
use crate::refusal::Refusal;
use crate::request::Request;
use crate::route::Route;
use crate::situations;
use crate::world::World;

/// Answers a request. The world is whole before and after.
pub(crate) fn answer(profile: &Profile, limits: &Limits, world: &mut World, request: &Request, now: i64) -> Answer {
    world.requests += 1;
    if let Some(limit) = world.limit
        && !world.window.serves(limit, now)
    {
        situations::note(world, "any", "a rate limit is reached");
        return Answer::empty(429).with("retry-after", limit.seconds.to_string());
    }
    let route = Route::of(profile, &request.method, request.uri.path());
    situations::note_route(profile, world, request, &route);
    match route {
        Route::WrongMethod { allow } => wrong_method(profile, request, allow),
        Route::NoSlash => no_slash(profile, request),
        Route::Nowhere => nowhere(profile, request),
        Route::Models => {
            let (answer, refusal) = operations::models(profile, world, request, now);
            situations::note_model_request(world, request, refusal);
            answer
        }
        route => {
            let outcome = operation(profile, limits, world, request, &route, now);
            situations::note_outcome(profile, world, request, &route, outcome.as_ref().err());
            outcome.unwrap_or_else(|refusal| refused(profile, request, &refusal))
        }
    }
}

/// One of the five operations, or the undocumented one, for the account of the request.
fn operation(
    profile: &Profile,
    limits: &Limits,
    world: &mut World,
    request: &Request,
    route: &Route,
    now: i64,
) -> Result<Answer, Refusal> {
    let account = authorized(profile, world, request)?.clone();
    let account = &account;
    match route {
        Route::Create => {
            let sent = body::read(profile, &request.body)?;
            situations::note_body(world, "create", &sent);
            operations::create(profile, limits, account, world, sent, now)
        }
        Route::Update => {
            let sent = body::read(profile, &request.body)?;
            situations::note_body(world, "update", &sent);
            operations::update(profile, limits, account, world, sent, now)
        }
        Route::Get(id) => operations::get(profile, account, world, id),
        Route::Delete(id) => operations::delete(profile, account, world, id),
        Route::KeyInClear(id) => operations::key_in_clear(account, world, id),
        _ => Ok(operations::list(profile, account, world, request)),
    }
}

/// The account whose access token the request carries.
pub(crate) fn authorized<'a>(profile: &Profile, world: &'a World, request: &Request) -> Result<&'a Account, Refusal> {
    let Some(value) = request.headers.get("authorization") else { return Err(Refusal::TokenMissing) };
    let value = value.as_bytes().trim_ascii();
    let value = match value.split_at_checked(7) {
        Some((prefix, token)) if profile.tokens.bearer && prefix.eq_ignore_ascii_case(b"Bearer ") => token,
        _ => value,
    };
    if value.is_empty() {
        return Err(Refusal::TokenMissing);
    }
    let accounts = &world.accounts;
    accounts.iter().find(|account| account.access_token.as_bytes() == value).ok_or(Refusal::TokenWrong)
}

/// The envelope of a refusal: 401 for the token, 200 for everything else.
pub(crate) fn refused(profile: &Profile, request: &Request, refusal: &Refusal) -> Answer {
    let is_token = matches!(refusal, Refusal::TokenMissing | Refusal::TokenWrong);
    let status = match refusal {
        Refusal::TokenMissing => 401,
        Refusal::TokenWrong => profile.tokens.wrong,
        _ => 200,
    };
    let language = Language::asked_for(request.header("accept-language"));
    let message = messages::of(profile.messages, refusal, language);
    let code = (is_token && profile.tokens.code).then_some("AUTH_UNAUTHORIZED");
    Answer::json(status, &Refused { success: false, message: &message, code })
}

fn wrong_method(profile: &Profile, request: &Request, allow: &'static str) -> Answer {
    match profile.paths {
        Paths::Documented => {
            let message = format!("{} is not allowed here", request.method);
            Answer::json(405, &Refused { success: false, message: &message, code: None }).with("allow", allow)
        }
        Paths::Gateway { .. } => invalid_url(request),
    }
}

fn nowhere(profile: &Profile, request: &Request) -> Answer {
    match profile.paths {
        Paths::Documented => {
            let message = "there is nothing at this path";
            Answer::json(404, &Refused { success: false, message, code: None })
        }
        Paths::Gateway { .. } => invalid_url(request),
    }
}

/// What gateways say to a request for nothing they have.
fn invalid_url(request: &Request) -> Answer {
    let message = format!("Invalid URL ({} {})", request.method, request.uri.path());
    let error = serde_json::json!({"message": message, "type": "invalid_request_error", "param": "", "code": ""});
    Answer::json(404, &serde_json::json!({ "error": error })).with("cache-control", "max-age=604800")
}

fn no_slash(profile: &Profile, request: &Request) -> Answer {
    if profile.paths == Paths::Documented {
        return nowhere(profile, request);
    }
    let query = request.uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    let location = format!("{}{query}", crate::route::KEYS);
    if request.method == http::Method::GET {
        let link = location.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&#34;");
        Answer::html(301, format!("<a href=\"{link}\">Moved Permanently</a>.\n\n")).with("location", location)
    } else {
        Answer::empty(307).with("location", location)
    }
}
