//! What the document says of a request body: which stated limits it breaks, and where it goes beyond what the pages say.

use serde_json::Value;

use crate::allow_list::AllowList;
use crate::contract::{Body, Field};
use crate::exchange::Request;
use crate::sent_body::{Member, Members, SentBody};

/// Group names that begin so are nobody's group: recordings and drivers use them to ask for one that does not exist.
/// The pages offer no operation that lists an account's groups, so of any other name nothing can be said.
pub const NEVER_A_GROUP: &str = "no-such-";

/// The document's view of a request body.
#[derive(Clone, Debug, Default)]
pub struct RequestReading {
    /// The stated limits it breaks.
    pub flaws: Vec<Flaw>,
    /// What in it the pages say nothing of, so that a refusal has no known reason.
    pub open: Vec<Open>,
    /// Members with a value that the pages give no meaning to: what a server makes of it is its own affair.
    pub unstated: Vec<String>,
    /// Whether a member was sent twice: which of the two counts is not documented, so nothing is concluded.
    pub ambiguous: bool,
}

/// A stated limit that a request body breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// The body is not a JSON object.
    NotAnObject,
    /// A required member is missing.
    Missing(String),
    /// A member is of another JSON type than the stated one.
    WrongType {
        /// The member.
        member: String,
        /// The stated type.
        expected: String,
        /// The type that was sent.
        seen: &'static str,
    },
    /// A string is longer than stated.
    TooLong {
        /// The member.
        member: String,
        /// The stated limit, in Unicode characters.
        limit: usize,
        /// Its length, in Unicode characters.
        length: usize,
    },
    /// A value is none of those stated.
    NotAllowed {
        /// The member.
        member: String,
        /// The stated values.
        allowed: Vec<i64>,
        /// The value that was sent.
        seen: i64,
    },
    /// An entry of `allow_ips` is neither an address nor a CIDR range.
    NoAddress(String),
    /// A group that does not exist.
    NoGroup(String),
}

/// Something in a request that the pages say nothing of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Open {
    /// Another media type than `application/json`, or none.
    ContentType(Option<String>),
    /// A query parameter of that name.
    QueryParameter(String),
    /// A byte order mark before the body.
    ByteOrderMark,
    /// Bytes after the object.
    Trailing,
    /// A member of that name, which the body does not have by the document.
    UnknownMember(String),
    /// How the number of that name is written, or its size.
    Number(String),
    /// What fields become that a create leaves out.
    LeftOut,
    /// `cross_group_retry` without an auto-routed group.
    RetryWithoutAuto,
    /// White space, host bits or zones in `allow_ips`.
    AllowListForm,
    /// Whether the account has these models.
    Models,
    /// Whether the account has this group.
    Group,
}

impl RequestReading {
    /// Reads a request body against what the document says of it.
    pub fn new(body: &Body, sent: &SentBody, request: &Request) -> Self {
        let mut reading = Self::default();
        let media_type = request.headers.media_type();
        let is_json = media_type.as_deref() == Some("application/json");
        if !is_json {
            reading.open.push(Open::ContentType(media_type));
        }
        reading.open.extend(request.query.iter().map(|(name, _)| Open::QueryParameter(name.clone())));
        let has_mark = request.body.as_deref().is_some_and(|body| body.starts_with(b"\xef\xbb\xbf"));
        match sent {
            SentBody::Object(members) => reading.read_members(body, members),
            SentBody::NotJson if has_mark => reading.open.push(Open::ByteOrderMark),
            SentBody::Absent | SentBody::NotJson | SentBody::NotAnObject if is_json => {
                reading.flaws.push(Flaw::NotAnObject);
            }
            // The Content-Type was left open already: a form is no JSON, and may be taken for what it is.
            SentBody::Absent | SentBody::NotJson | SentBody::NotAnObject => {}
        }
        reading
    }

    /// Whether the body keeps to everything the pages state and holds nothing they say nothing of.
    pub fn is_valid(&self) -> bool {
        self.flaws.is_empty() && self.open.is_empty() && !self.ambiguous
    }

    /// Its only flaw, where it has just one and nothing else could be a reason to refuse it.
    pub fn only_flaw(&self) -> Option<&Flaw> {
        match self.flaws.as_slice() {
            [flaw] if self.open.is_empty() && !self.ambiguous => Some(flaw),
            _ => None,
        }
    }

    fn leave_unstated(&mut self, field: &Field, open: Open) {
        self.unstated.push(field.name.clone());
        self.open.push(open);
    }

    fn read_members(&mut self, body: &Body, members: &Members) {
        self.ambiguous = members.has_duplicates();
        if members.trailing {
            self.open.push(Open::Trailing);
        }
        let missing = body.required.iter().filter(|name| members.get(name).is_none());
        self.flaws.extend(missing.cloned().map(Flaw::Missing));
        if body.required.is_empty() && body.fields.iter().any(|field| members.get(&field.name).is_none()) {
            self.open.push(Open::LeftOut);
        }
        let auto = members.get("group").and_then(Value::as_str) == Some("auto");
        if members.get("cross_group_retry") == Some(&Value::Bool(true)) && !auto {
            self.open.push(Open::RetryWithoutAuto);
        }
        for member in members.iter() {
            match body.field(&member.name) {
                Some(field) => self.read_member(field, member),
                None => self.open.push(Open::UnknownMember(member.name.clone())),
            }
        }
    }

    fn read_member(&mut self, field: &Field, member: &Member) {
        let integral = member.value.as_f64().is_some_and(|number| number.fract() == 0.0);
        if member.unusual_number && (integral || member.value.is_null()) {
            return self.open.push(Open::Number(field.name.clone()));
        }
        match (field.json_type.as_str(), &member.value) {
            (_, Value::Null) if field.nullable => {}
            ("string", Value::String(text)) => self.read_text(field, text),
            ("integer", Value::Number(number)) if number.is_i64() => self.read_integer(field, number.as_i64()),
            ("boolean", Value::Bool(_)) => {}
            (expected, value) => self.flaws.push(Flaw::WrongType {
                member: field.name.clone(),
                expected: expected.to_owned(),
                seen: type_of(value),
            }),
        }
    }

    fn read_text(&mut self, field: &Field, text: &str) {
        let length = text.chars().count();
        if let Some(limit) = field.max_length.filter(|&limit| length > limit) {
            self.flaws.push(Flaw::TooLong { member: field.name.clone(), limit, length });
        }
        match field.name.as_str() {
            "allow_ips" => match AllowList::read(text) {
                AllowList::Other(entry) => self.flaws.push(Flaw::NoAddress(entry)),
                AllowList::Open => self.leave_unstated(field, Open::AllowListForm),
                AllowList::Empty | AllowList::Entries => {}
            },
            "group" if text.starts_with(NEVER_A_GROUP) => self.flaws.push(Flaw::NoGroup(text.to_owned())),
            "model_limits" if !text.is_empty() => self.open.push(Open::Models),
            "group" if !text.is_empty() => self.open.push(Open::Group),
            _ => {}
        }
    }

    fn read_integer(&mut self, field: &Field, number: Option<i64>) {
        let Some(seen) = number else { return };
        if !field.allowed.is_empty() && !field.allowed.contains(&seen) {
            self.flaws.push(Flaw::NotAllowed { member: field.name.clone(), allowed: field.allowed.clone(), seen });
        }
        let open = Open::Number(field.name.clone());
        match field.name.as_str() {
            "remain_quota" if seen < 0 => self.leave_unstated(field, open),
            "remain_quota" if seen > QUOTA_BEYOND_DOUBT => self.open.push(open),
            "expired_time" if seen < -1 => self.leave_unstated(field, open),
            "expired_time" if seen > TIME_BEYOND_DOUBT => self.open.push(open),
            _ => {}
        }
    }
}

/// The largest quota, in quota units, that no server is expected to refuse. The pages state no limit, so the refusal of
/// a larger one is an observation.
const QUOTA_BEYOND_DOUBT: i64 = 1_000_000_000_000;

/// The latest expiry, in Unix seconds, that no server is expected to refuse: the end of the year 9999.
const TIME_BEYOND_DOUBT: i64 = 253_402_300_799;

/// The JSON type of a value, as a reader says it.
pub fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_i64() || number.is_u64() => "integer",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}
