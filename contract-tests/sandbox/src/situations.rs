//! What can come up while a sandbox answers, so that one can say what recordings have shown and what they have not.

use crate::profile::Profile;
use crate::refusal::{KeyRefusal, Refusal};
use crate::request::Request;
use crate::route::Route;
use crate::sent::Sent;
use crate::world::World;

/// Something that came up, or may: the operation, and what about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Situation {
    /// The operation, or `any`.
    pub operation: &'static str,
    /// What came up.
    pub what: &'static str,
}

/// Every member of a create and an update, and how the body has it.
const MEMBERS: [&str; 29] = [
    "id left out",
    "name given",
    "name left out",
    "name empty",
    "name not ASCII",
    "status left out",
    "status 1",
    "status 2",
    "status 3",
    "status 4",
    "status of another number",
    "expired_time left out",
    "expired_time never",
    "expired_time a time",
    "remain_quota left out",
    "remain_quota zero",
    "remain_quota positive",
    "remain_quota negative",
    "unlimited_quota left out",
    "unlimited_quota true",
    "model_limits_enabled true",
    "model_limits given",
    "allow_ips left out",
    "allow_ips null",
    "allow_ips empty",
    "allow_ips given",
    "group given",
    "group auto",
    "cross_group_retry true",
];

const REFUSALS: [(&[&str], &str); 16] = [
    (&["list", "get", "create", "update", "delete"], "no access token"),
    (&["list", "get", "create", "update", "delete"], "an access token of nobody"),
    (&["create", "update"], "no body"),
    (&["create", "update"], "a body that is cut short"),
    (&["create", "update"], "a body that is no JSON"),
    (&["create", "update"], "a body that is no object"),
    (&["create", "update"], "a member of the wrong type"),
    (&["update"], "no id"),
    (&["get", "delete"], "an id of 0, or none"),
    (&["get", "delete"], "an id that is no integer"),
    (&["get", "update", "delete"], "an id that the account has not"),
    (&["create", "update"], "a name that is too long"),
    (&["create", "update"], "a quota out of range"),
    (&["create", "update"], "values that the recorded servers take unchecked"),
    (&["update"], "status 1 for an expired key"),
    (&["update"], "status 1 for an exhausted key"),
];

const LISTS: [&str; 10] = [
    "p left out",
    "p 0",
    "p 1",
    "p above 1",
    "p negative",
    "p no number",
    "page size left out",
    "page size 1 to 100",
    "page size above 100",
    "page size 0, negative or no number",
];

const MODEL_REQUESTS: [&str; 8] = [
    "a key that is served",
    "a key of nobody",
    "a disabled key",
    "a key marked expired",
    "a key past its expiry",
    "a key marked exhausted",
    "a key without quota",
    "an address that is not allowed",
];

impl Situation {
    /// Everything that may come up.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let mut all = vec![Self { operation: "any", what: "a rate limit is reached" }];
        all.push(Self { operation: "any", what: "an access token after Bearer" });
        all.extend(LISTS.map(|what| Self { operation: "list", what }));
        for operation in ["create", "update"] {
            all.extend(MEMBERS.map(|what| Self { operation, what }));
        }
        for operation in ["get", "delete"] {
            all.push(Self { operation, what: "an id of the account" });
        }
        for (operations, what) in REFUSALS {
            all.extend(operations.iter().map(|&operation| Self { operation, what }));
        }
        all.extend(MODEL_REQUESTS.map(|what| Self { operation: "models", what }));
        // Creates have no id to leave out, and nothing becomes of a status in them.
        all.retain(|at| at.operation != "create" || !(at.what == "id left out" || at.what.starts_with("status")));
        all
    }
}

impl Situation {
    /// Everything that may come up in a sandbox of this profile.
    #[must_use]
    pub fn of(_profile: &Profile) -> Vec<Self> {
        Self::all()
    }
}

/// Notes what came up, where somebody asked for it.
pub(crate) fn note(world: &mut World, operation: &'static str, what: &'static str) {
    if let Some(situations) = &mut world.situations {
        situations.insert(Situation { operation, what });
    }
}

pub(crate) fn note_model_request(world: &mut World, refusal: Option<KeyRefusal>) {
    let what = match refusal {
        None => "a key that is served",
        Some(KeyRefusal::Unknown) => "a key of nobody",
        Some(KeyRefusal::Disabled) => "a disabled key",
        Some(KeyRefusal::MarkedExpired) => "a key marked expired",
        Some(KeyRefusal::Expired) => "a key past its expiry",
        Some(KeyRefusal::MarkedExhausted) => "a key marked exhausted",
        Some(KeyRefusal::Exhausted) => "a key without quota",
        Some(KeyRefusal::Address) => "an address that is not allowed",
    };
    note(world, "models", what);
}

pub(crate) fn note_outcome(world: &mut World, request: &Request, route: &Route, refusal: Option<&Refusal>) {
    if world.situations.is_none() {
        return;
    }
    let operation = match route {
        Route::List => "list",
        Route::Create => "create",
        Route::Update => "update",
        Route::Get(_) => "get",
        Route::Delete(_) => "delete",
        _ => return,
    };
    if request.header("authorization").is_some_and(|value| value.starts_with("Bearer ")) {
        note(world, "any", "an access token after Bearer");
    }
    match refusal {
        Some(refusal) => note(world, operation, of_refusal(refusal)),
        None if operation == "list" => note_paging(world, request),
        None if matches!(operation, "get" | "delete") => note(world, operation, "an id of the account"),
        None => {}
    }
}

fn of_refusal(refusal: &Refusal) -> &'static str {
    use crate::refusal::Malformed;
    match refusal {
        Refusal::TokenMissing => "no access token",
        Refusal::TokenWrong => "an access token of nobody",
        Refusal::Malformed(Malformed::Empty) => "no body",
        Refusal::Malformed(Malformed::CutShort) => "a body that is cut short",
        Refusal::Malformed(_) => "a body that is no JSON",
        Refusal::NoObject { .. } => "a body that is no object",
        Refusal::WrongType { .. } => "a member of the wrong type",
        Refusal::NoId => "no id",
        Refusal::PathId(_) => "an id that is no integer",
        Refusal::NotFound => "an id that the account has not",
        Refusal::NameTooLong => "a name that is too long",
        Refusal::QuotaNegative | Refusal::QuotaTooLarge(_) => "a quota out of range",
        Refusal::StatusUnknown | Refusal::AllowListEntry(_) | Refusal::GroupUnavailable(_) => {
            "values that the recorded servers take unchecked"
        }
        Refusal::StillExpired => "status 1 for an expired key",
        Refusal::StillExhausted => "status 1 for an exhausted key",
    }
}

fn note_paging(world: &mut World, request: &Request) {
    let p = match request.parameter("p").map(|text| text.parse::<i64>()) {
        None => "p left out",
        Some(Ok(0)) => "p 0",
        Some(Ok(1)) => "p 1",
        Some(Ok(number)) if number > 1 => "p above 1",
        Some(Ok(_)) => "p negative",
        Some(Err(_)) => "p no number",
    };
    note(world, "list", p);
    let size = request.parameter("page_size").or_else(|| request.parameter("size")).map(|text| text.parse::<i64>());
    let size = match size {
        None => "page size left out",
        Some(Ok(1..=100)) => "page size 1 to 100",
        Some(Ok(size)) if size > 100 => "page size above 100",
        Some(_) => "page size 0, negative or no number",
    };
    note(world, "list", size);
}

/// Notes how the members of a body are given.
pub(crate) fn note_body(world: &mut World, operation: &'static str, sent: &Sent) {
    if world.situations.is_none() {
        return;
    }
    for (is_so, what) in members(sent) {
        if is_so {
            note(world, operation, what);
        }
    }
}

fn members(sent: &Sent) -> [(bool, &'static str); 29] {
    let name = sent.name.as_deref();
    let list = sent.allow_ips.as_ref().map(Option::as_deref);
    let is = [
        sent.id.is_none(),
        name.is_some_and(|name| !name.is_empty()),
        name.is_none(),
        name == Some(""),
        name.is_some_and(|name| !name.is_ascii()),
        sent.status.is_none(),
        sent.status == Some(1),
        sent.status == Some(2),
        sent.status == Some(3),
        sent.status == Some(4),
        sent.status.is_some_and(|status| !(1..=4).contains(&status)),
        sent.expired_time.is_none(),
        sent.expired_time == Some(-1),
        sent.expired_time.is_some_and(|time| time >= 0),
        sent.remain_quota.is_none(),
        sent.remain_quota == Some(0),
        sent.remain_quota.is_some_and(|quota| quota > 0),
        sent.remain_quota.is_some_and(|quota| quota < 0),
        sent.unlimited_quota.is_none(),
        sent.unlimited_quota == Some(true),
        sent.model_limits_enabled == Some(true),
        sent.model_limits.as_deref().is_some_and(|limits| !limits.is_empty()),
        list.is_none(),
        list == Some(None),
        list == Some(Some("")),
        list.flatten().is_some_and(|list| !list.is_empty()),
        sent.group.as_deref().is_some_and(|group| !group.is_empty()),
        sent.group.as_deref() == Some("auto"),
        sent.cross_group_retry == Some(true),
    ];
    let mut members = MEMBERS.map(|what| (false, what));
    for (member, is) in members.iter_mut().zip(is) {
        member.0 = is;
    }
    members
}
