//! Unusual servers that the documentation allows.

use std::time::Duration;

use serde_json::{Value, json};

use super::effect_deletes::plain_key;
use super::fault::Control;
use super::hooks::{Answering, Hooks};
use super::turn::{Asks, Turn};
use crate::answer::Answer;
use crate::key::Key;
use crate::profile::{AllowListOfCreates, StatusByUse};
use crate::sent::Sent;

const fn control(name: &'static str, says: &'static str, answering: Answering) -> Control {
    Control { name, says, hooks: Hooks::answering(answering) }
}

const fn plain(name: &'static str, says: &'static str, hooks: Hooks) -> Control {
    Control { name, says, hooks }
}

pub(super) const CONTROLS: &[Control] = &[
    control("unknown-members", "Records and envelopes have members that the document does not name.", unknown_members),
    control("other-member-order", "The members of every object come in reverse order.", other_order),
    control("escaped-unicode", "Every character outside ASCII is escaped in JSON.", escaped_unicode),
    control("white-space-in-json", "Bodies are indented.", white_space),
    control("chunked-bodies", "Bodies come in chunks of 100 bytes, without Content-Length.", chunked),
    control("slow-answers", "Every third answer takes 30 ms.", slow_answers),
    control(
        "too-many-requests-at-first",
        "For a second from the fourth request on, 429 with Retry-After 1.",
        busy_at_first,
    ),
    control("other-language", "Messages are in Chinese, also where a request succeeds.", other_language),
    control("other-words", "Refusals are worded otherwise, with data null and a code.", other_words),
    control("refusals-as-4xx", "Refusals have status 400, 403 or 404.", refusals_as_4xx),
    control("connection-closed", "The connection is closed after each answer.", connection_closed),
    control("further-headers", "Answers have further header fields, some of them twice.", further_headers),
    control("content-type-plain", "Content-Type is application/json without a charset, in other case.", plain_type),
    control("busy-account", "Somebody else creates, uses, updates and deletes keys of the account.", busy_account),
    control("omitted-fields-kept", "An update keeps the fields that its body omits.", omitted_kept),
    control("omitted-fields-get-defaults", "An update sets an omitted remain_quota to 500000.", omitted_defaults),
    control(
        "retry-flag-only-with-auto",
        "cross_group_retry is stored as false outside the group auto.",
        retry_only_with_auto,
    ),
    plain("header-names-in-title-case", "Header names are written with capitals.", Hooks::title_case()),
    plain("larger-default-page", "A list without page_size has 20 items.", LARGER_PAGE),
    plain("empty-allow-list-for-null", "A create stores allow_ips null as \"\".", EMPTY_LIST),
    plain("status-marked-by-use", "A model request gives an expired or spent key status 3 or 4.", MARKED),
    plain("bearer-accepted", "Bearer before an access token is accepted too.", BEARER),
    plain("wrong-token-as-200", "A wrong access token is refused with status 200.", WRONG_TOKEN),
];

const LARGER_PAGE: Hooks = Hooks::profile(|profile| profile.paging.default_size = 20);
const EMPTY_LIST: Hooks = Hooks::profile(|profile| profile.allow_list_of_creates = AllowListOfCreates::Empty);
const MARKED: Hooks = Hooks::profile(|profile| profile.status_by_use = StatusByUse::Marked);
const BEARER: Hooks = Hooks::profile(|profile| profile.tokens.bearer = true);
const WRONG_TOKEN: Hooks = Hooks::profile(|profile| profile.tokens.wrong = 200);

fn unknown_members(turn: &mut Turn<'_>) -> Answer {
    let mut answer = turn.served();
    answer.edit_records(|record| {
        record.insert("remark".to_owned(), json!({"source": "console", "labels": []}));
        record.insert("DeletedAt".to_owned(), Value::Null);
    });
    answer.edit_accepted(|members| {
        members.insert("request_id".to_owned(), json!("20260101-0001"));
    });
    answer
}

fn other_order(turn: &mut Turn<'_>) -> Answer {
    let mut answer = turn.served();
    if let Ok(value) = serde_json::from_slice(&answer.body) {
        answer.body = reversed(&value).into();
    }
    answer
}

/// JSON with the members of each object in reverse.
fn reversed(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let members = members.iter().rev().map(|(name, value)| format!("{}:{}", json!(name), reversed(value)));
            format!("{{{}}}", members.collect::<Vec<_>>().join(","))
        }
        Value::Array(elements) => {
            format!("[{}]", elements.iter().map(reversed).collect::<Vec<_>>().join(","))
        }
        other => other.to_string(),
    }
}

fn escaped_unicode(turn: &mut Turn<'_>) -> Answer {
    let mut answer = turn.served();
    answer.rewrite(|text| {
        let mut escaped = String::new();
        for character in text.chars() {
            if character.is_ascii() {
                escaped.push(character);
            } else {
                let units =
                    character.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect::<String>();
                escaped.push_str(&units);
            }
        }
        escaped
    });
    answer
}

fn white_space(turn: &mut Turn<'_>) -> Answer {
    let mut answer = turn.served();
    if let Ok(value) = serde_json::from_slice::<Value>(&answer.body) {
        answer.body = format!("\n{value:#}\r\n\t ").into();
    }
    answer
}

fn chunked(turn: &mut Turn<'_>) -> Answer {
    turn.outcome.chunks = Some(100);
    turn.served()
}

fn slow_answers(turn: &mut Turn<'_>) -> Answer {
    if turn.memory.requests.is_multiple_of(3) {
        turn.hold(30);
    }
    turn.served()
}

fn busy_at_first(turn: &mut Turn<'_>) -> Answer {
    let is_first_second = turn.memory.began.is_some_and(|began| began.elapsed() < Duration::from_secs(1));
    if turn.memory.requests > 3 && is_first_second {
        return Answer::empty(429).with("retry-after", "1");
    }
    turn.served()
}

fn other_language(turn: &mut Turn<'_>) -> Answer {
    let mut answer = turn.served();
    answer.edit(|value| {
        if let Some(message) = value.get_mut("message") {
            *message = match message.as_str() {
                Some("") => "操作成功".into(),
                Some("token name is too long") => "令牌名称过长".into(),
                Some(text) if text.contains("group") => "无权访问该分组".into(),
                _ => "请求无效".into(),
            };
        }
    });
    answer
}

fn other_words(turn: &mut Turn<'_>) -> Answer {
    let mut answer = turn.served();
    if answer.is_refusal() {
        answer.edit(|value| {
            let message = value["message"].as_str().unwrap_or_default().to_owned();
            *value = json!({
                "data": null, "code": "request_refused", "success": false,
                "message": format!("Request refused: {message}."),
            });
        });
    }
    answer
}

fn refusals_as_4xx(turn: &mut Turn<'_>) -> Answer {
    let mut answer = turn.served();
    if answer.status == 200 && answer.is_refusal() {
        let text = String::from_utf8_lossy(&answer.body).into_owned();
        answer.status = if text.contains("not found") {
            404
        } else if text.contains("group") {
            403
        } else {
            400
        };
    }
    answer
}

fn connection_closed(turn: &mut Turn<'_>) -> Answer {
    turn.served().with("connection", "close")
}

fn further_headers(turn: &mut Turn<'_>) -> Answer {
    let id = format!("{:08x}", turn.memory.requests);
    let answer = turn.served().with("x-request-id", id).with("cache-control", "no-store");
    answer.with("vary", "origin").with("vary", "accept-encoding").with("x-frame-options", "DENY")
}

fn plain_type(turn: &mut Turn<'_>) -> Answer {
    let mut answer = turn.served();
    if answer.content_type.is_some_and(|of| of.starts_with("application/json")) {
        answer.content_type = Some("Application/JSON");
    }
    answer
}

/// What somebody else names his keys.
const SOMEBODY: &str = "somebody else's key";

fn busy_account(turn: &mut Turn<'_>) -> Answer {
    let Some(account) = turn.account() else { return turn.served() };
    let requests = turn.memory.requests;
    let theirs = |turn: &Turn<'_>| {
        let mut keys = turn.world.store.newest_first(account.user_id, 0);
        keys.find(|key| key.name == SOMEBODY).map(|key| key.id)
    };
    match requests % 12 {
        3 => somebody_creates(turn, account.user_id),
        9 => {
            let answer = turn.served();
            somebody_creates(turn, account.user_id);
            return answer;
        }
        5 => {
            let (id, now) = (theirs(turn).unwrap_or_default(), turn.now);
            turn.change(id, |key| {
                key.used_quota += 7;
                key.remain_quota -= 7;
                key.accessed_time = now;
            });
        }
        7 => {
            let id = theirs(turn).unwrap_or_default();
            turn.change(id, |key| key.status = 3 - key.status);
        }
        1 | 11 => {
            if let Some(id) = theirs(turn) {
                turn.world.store.remove(account.user_id, id);
            }
        }
        _ => {}
    }
    turn.served()
}

fn somebody_creates(turn: &mut Turn<'_>, user_id: i64) {
    let value = format!("{:0>48}", turn.memory.requests);
    let key = plain_key(turn.world.store.next_id(), user_id, value, turn.now);
    turn.world.store.add(Key { name: SOMEBODY.to_owned(), remain_quota: 500, ..key });
}

/// Does this to the key of an accepted update, whose body leaves out what it does not change.
fn omitting(turn: &mut Turn<'_>, change: impl FnOnce(&mut Key, &Sent, &Key)) -> Answer {
    match turn.key().filter(|_| turn.asks() == Asks::Update) {
        Some(before) => turn.store_otherwise(|key, sent| change(key, sent, &before)),
        None => turn.served(),
    }
}

fn omitted_kept(turn: &mut Turn<'_>) -> Answer {
    omitting(turn, |key, sent, before| {
        let sent = sent.clone();
        key.name = sent.name.unwrap_or_else(|| before.name.clone());
        key.expired_time = sent.expired_time.unwrap_or(before.expired_time);
        key.remain_quota = sent.remain_quota.unwrap_or(before.remain_quota);
        key.unlimited_quota = sent.unlimited_quota.unwrap_or(before.unlimited_quota);
        key.model_limits_enabled = sent.model_limits_enabled.unwrap_or(before.model_limits_enabled);
        key.model_limits = sent.model_limits.unwrap_or_else(|| before.model_limits.clone());
        key.allow_ips = sent.allow_ips.unwrap_or_else(|| before.allow_ips.clone());
        key.group = sent.group.unwrap_or_else(|| before.group.clone());
        key.cross_group_retry = sent.cross_group_retry.unwrap_or(before.cross_group_retry);
    })
}

fn omitted_defaults(turn: &mut Turn<'_>) -> Answer {
    omitting(turn, |key, sent, _| {
        if sent.remain_quota.is_none() {
            key.remain_quota = 500_000;
        }
    })
}

fn retry_only_with_auto(turn: &mut Turn<'_>) -> Answer {
    turn.store_otherwise(|key, _| key.cross_group_retry &= key.group == "auto")
}
