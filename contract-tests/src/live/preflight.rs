//! What is looked at before anything is created.

use serde_json::Value;

use crate::custody::Custody;
use crate::effect::Effect;
use crate::failure::Failure;
use crate::redaction::{is_redacted, mask_lookalikes};
use crate::run::{AllRecords, Cleaner};
use crate::wire::{RawAnswer, Record, id_of};

/// What a server showed before anything was created.
pub(super) struct Preflight {
    /// Of each account, what it has.
    pub accounts: Vec<AllRecords>,
    dialect: String,
}

/// Why a run goes no further than this.
pub(super) enum Stop {
    /// Something of what the caller gave: the token, the base URL, the expected user.
    Given(Failure),
    /// Nothing of this API answered.
    Nothing(String),
    /// This API answered, in a way that nothing can be built on: a report says what it showed.
    Judged(String),
}

/// Looks at a server with each of its accounts, and says who and what answers.
///
/// # Errors
///
/// When the run can go no further.
///
/// Two accounts that show keys of one user are one, as far as lists can tell; where keys will be made, those tell it better.
pub(super) async fn preflight(
    cleaner: &Cleaner<'_>,
    expected: Option<i64>,
    makes_keys: bool,
) -> Result<Preflight, Stop> {
    let count = cleaner.session.target().accounts().len();
    let mut accounts = Vec::new();
    let mut dialect = String::new();
    for account in 0..count {
        let answer = first(cleaner, account).await?;
        if account == 0 {
            dialect = envelope(&answer).to_owned();
        }
        if !answer.is_list() {
            let what =
                if answer.has_records_without_ids() { "records without `id`" } else { "a list in an unknown form" };
            let text = format!("{what}: no key could be told from another, or deleted; nothing is created");
            return Err(Stop::Judged(text));
        }
        let all = cleaner.all_records(account).await.ok_or_else(|| {
            Stop::Judged("the lists of keys could not be read to their end: nothing is created".to_owned())
        })?;
        accounts.push(all);
    }
    let users: Vec<Option<i64>> = accounts.iter().map(|all| user_id(&all.records)).collect();
    if !makes_keys {
        same_user(&users).map_or(Ok(()), |failure| Err(Stop::Given(failure)))?;
    }
    if let (Some(expected), Some(Some(user))) = (expected, users.first())
        && expected != *user
    {
        return Err(Stop::Given(another_user(expected, *user)));
    }
    if let Some(page) = accounts.iter().find_map(|all| all.begins_at) {
        dialect.push_str(&format!(", pages from {page}"));
    }
    let keys = accounts.iter().flat_map(|all| &all.records).filter_map(|record| record.get("key")?.as_str());
    if let Some(key) = keys.into_iter().next() {
        dialect.push_str(if is_redacted(key) { ", keys masked" } else { ", keys in clear" });
    }
    Ok(Preflight { accounts, dialect })
}

impl Preflight {
    /// What is printed before anything is created.
    pub(super) fn lines(&self, base_url: &str, custody: &Custody, budget: &str) -> String {
        let tls = if base_url.starts_with("https") { "over TLS" } else { "without TLS, on this machine" };
        let mut lines = format!("preflight\n  server   {base_url} answers, {tls}, and takes the token\n");
        for (number, all) in self.accounts.iter().enumerate() {
            let foreign = all.records.iter().filter(|record| !is_own(record, custody)).count();
            let user =
                user_id(&all.records).map_or_else(|| "not known while it has no key".to_owned(), |id| id.to_string());
            let name = if number == 0 { "account " } else { "second  " };
            lines.push_str(&format!("  {name} user {user}; {}\n", keys(foreign)));
        }
        lines + &format!("  dialect  {}\n  budget   {budget}\n", self.dialect)
    }
}

fn keys(foreign: usize) -> String {
    match foreign {
        0 => "no keys but this tool's".to_owned(),
        1 => "1 key that is not this run's: an account of its own would be safer".to_owned(),
        count => format!("{count} keys that are not this run's: an account of its own would be safer"),
    }
}

fn is_own(record: &Record, custody: &Custody) -> bool {
    id_of(record).is_some_and(|id| custody.owns(id))
}

/// The user that records belong to.
pub(super) fn user_id(records: &[Record]) -> Option<i64> {
    records.iter().find_map(|record| record.get("user_id")?.as_i64())
}

/// Why two tokens of one user are refused.
pub(super) fn same_user(users: &[Option<i64>]) -> Option<Failure> {
    let [Some(first), Some(second), ..] = users else { return None };
    (first == second).then(|| {
        Failure::usage(format!(
            "both access tokens show keys of user {first}: they are that user's, or the server shows the keys of others\n  \
             give the second that of another account, or leave it out"
        ))
    })
}

/// Why another account than the expected one is refused.
pub(super) fn another_user(expected: i64, user: i64) -> Failure {
    Failure::usage(format!(
        "the access token belongs to user {user}, and --expect-user-id says {expected}\n  give the token of that user, or another number"
    ))
}

/// The first page of an account, if this API answers with one.
async fn first(cleaner: &Cleaner<'_>, account: usize) -> Result<RawAnswer, Stop> {
    let answer = cleaner.page(&[("p", "1"), ("page_size", "100")], account).await;
    let Some(answer) = answer else { return Err(Stop::Nothing("the server did not answer in time".to_owned())) };
    let Some(status) = answer.status else {
        let why = answer.nothing.clone().unwrap_or_default();
        return Err(Stop::Nothing(format!("nothing answered: {}", mask_lookalikes(&why))));
    };
    let whose = if account == 0 { "the access token" } else { "the second access token" };
    let json: Option<Value> = serde_json::from_slice(&answer.body).ok();
    let is_ours = json.as_ref().is_some_and(|json| json.is_array() || json.get("success").is_some());
    match (answer.effect, status) {
        (Effect::Accepted, _) if is_ours => Ok(answer),
        (Effect::Refused, _) if is_ours || matches!(status, 401 | 403) => {
            let said = json.as_ref().and_then(|json| json.get("message")?.as_str()).unwrap_or_default();
            let said = cleaner.session.target().without_secrets(said);
            let flag = if account == 0 { "--header" } else { "--second-header" };
            let advice = match said.to_ascii_lowercase().contains("new-api-user") {
                true => format!("say which user it is of: {flag} 'New-Api-User: ID'"),
                false => "make a new one in the console, Personal Settings".to_owned(),
            };
            Err(Stop::Given(Failure::usage(format!(
                "{whose} is not accepted: status {status}{}{}\n  {advice}",
                if said.is_empty() { "" } else { ", " },
                mask_lookalikes(&said)
            ))))
        }
        (Effect::Throttled, _) => Err(Stop::Nothing(
            "the server answers 429 and nothing else\n  try later, or with a lower --rate".to_owned(),
        )),
        (_, 300..=399) => Err(Stop::Nothing(format!(
            "the server redirects (status {status}): that is never followed, for the token would go with it\n  give the base URL \
             that it leads to"
        ))),
        (_, 500..) => Err(Stop::Nothing(format!("the server has failed: status {status}\n  try later"))),
        (_, 200..=299) if is_ours => {
            Err(Stop::Judged(format!("status {status}, and `success` is neither true nor false: nothing is created")))
        }
        _ => Err(Stop::Nothing(format!(
            "what answers is not this API: status {status}, {}\n  is the base URL right, and no captive portal or proxy between?",
            kind(&answer, json.as_ref())
        ))),
    }
}

fn kind(answer: &RawAnswer, json: Option<&Value>) -> &'static str {
    let start: Vec<u8> = answer.body.iter().copied().skip_while(u8::is_ascii_whitespace).take(1).collect();
    match (json, start.as_slice()) {
        (Some(Value::Object(_)), _) => "JSON without `success`",
        (Some(_), _) => "JSON that is no object",
        (None, b"<") => "a page of HTML",
        (None, b"") => "an empty body",
        (None, _) => "something that is no JSON",
    }
}

fn envelope(answer: &RawAnswer) -> &'static str {
    let json: Option<Value> = serde_json::from_slice(&answer.body).ok();
    match json.as_ref().map(|json| json.get("data").unwrap_or(json)) {
        Some(Value::Array(_)) => "a bare list in `data`",
        Some(Value::Object(data)) if data.contains_key("items") => "pages with `items` and `total`",
        _ => "an unknown form of list",
    }
}
