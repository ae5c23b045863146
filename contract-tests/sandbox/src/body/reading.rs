//! From the bytes of a body to what it says.

use std::borrow::Cow;

use serde::Deserialize as _;
use serde_json::error::Category;
use serde_json::value::RawValue;

use super::members::{Members, type_of};
use super::surrogates;
use crate::profile::{Bodies, Profile};
use crate::refusal::{Malformed, Refusal, Type};
use crate::sent::Sent;

/// What a body says, read as the profile reads.
///
/// # Errors
///
/// The refusal of a body that is no JSON object, or of the first member that has another type than its own.
pub(crate) fn read(profile: &Profile, body: &[u8]) -> Result<Sent, Refusal> {
    let text = match (profile.bodies, std::str::from_utf8(body)) {
        (_, Ok(text)) => Cow::Borrowed(text),
        (Bodies::Documented, Err(_)) => return Err(Refusal::Malformed(Malformed::Other)),
        (Bodies::Go, Err(_)) => String::from_utf8_lossy(body),
    };
    let text = match profile.bodies {
        Bodies::Documented => text,
        Bodies::Go => Cow::Owned(surrogates::replaced(&text).into_owned()),
    };
    let value = value(profile.bodies, &text)?;
    match type_of(value) {
        "object" => {}
        "null" if profile.bodies == Bodies::Go => return Ok(Sent::default()),
        found => return Err(Refusal::NoObject { found }),
    }
    let mut parsed = serde_json::Deserializer::from_str(value);
    let members = Members::deserialize(&mut parsed).map_err(|_| Refusal::Malformed(Malformed::Other))?;
    let mut sent = Sent::default();
    for (name, value) in &members.0 {
        take(profile, &mut sent, name, value.get())?;
    }
    Ok(sent)
}

/// The text of the JSON value in a body: all of it, or, as Go's decoder reads, the first.
fn value(bodies: Bodies, text: &str) -> Result<&str, Refusal> {
    let read = match bodies {
        Bodies::Documented => serde_json::from_str::<&RawValue>(text),
        Bodies::Go => match serde_json::Deserializer::from_str(text).into_iter::<&RawValue>().next() {
            None => return Err(Refusal::Malformed(Malformed::Empty)),
            Some(first) => first,
        },
    };
    read.map(|value| value.get().trim()).map_err(|error| Refusal::Malformed(malformed(text, &error)))
}

fn malformed(text: &str, error: &serde_json::Error) -> Malformed {
    let start = text.trim_start();
    match (error.classify(), start.chars().next()) {
        (_, None) => Malformed::Empty,
        (Category::Eof, _) => Malformed::CutShort,
        (_, Some('{' | '[' | '"' | '-' | '0'..='9' | 't' | 'f' | 'n')) => Malformed::Other,
        (_, Some(character)) => Malformed::Character(character),
    }
}

/// Takes one member. A repeated one counts again; one that the operations do not have is passed over.
fn take(profile: &Profile, sent: &mut Sent, name: &str, value: &str) -> Result<(), Refusal> {
    let member = Member { bodies: profile.bodies, value };
    let lower;
    let name = match profile.bodies {
        Bodies::Documented => name,
        Bodies::Go => {
            lower = name.to_ascii_lowercase();
            &lower
        }
    };
    match name {
        "id" => member.integer("id", Type::Int, &mut sent.id),
        "name" => member.string("name", &mut sent.name),
        "status" => member.integer("status", Type::Int, &mut sent.status),
        "expired_time" => member.integer("expired_time", Type::Int64, &mut sent.expired_time),
        "remain_quota" => member.integer("remain_quota", Type::Int, &mut sent.remain_quota),
        "unlimited_quota" => member.boolean("unlimited_quota", &mut sent.unlimited_quota),
        "model_limits_enabled" => member.boolean("model_limits_enabled", &mut sent.model_limits_enabled),
        "model_limits" => member.string("model_limits", &mut sent.model_limits),
        "allow_ips" if type_of(value) == "null" => {
            sent.allow_ips = Some(None);
            Ok(())
        }
        "allow_ips" => {
            let mut text = None;
            member.string("allow_ips", &mut text)?;
            sent.allow_ips = Some(text);
            Ok(())
        }
        "group" => member.string("group", &mut sent.group),
        "cross_group_retry" if profile.records.cross_group_retry => {
            member.boolean("cross_group_retry", &mut sent.cross_group_retry)
        }
        _ => member.unsettable(name),
    }
}

/// The value of a member, to be taken as its type.
struct Member<'a> {
    bodies: Bodies,
    value: &'a str,
}

impl Member<'_> {
    /// `null` is no value: Go leaves what was there, the document refuses it.
    fn is_absent(&self) -> bool {
        self.bodies == Bodies::Go && type_of(self.value) == "null"
    }

    fn refused(&self, member: &'static str, expected: Type) -> Refusal {
        let found = match (type_of(self.value), expected) {
            ("number", Type::Int | Type::Int64) => format!("number {}", self.value),
            (found, _) => found.to_owned(),
        };
        Refusal::WrongType { member, found, expected }
    }

    fn integer(&self, member: &'static str, expected: Type, into: &mut Option<i64>) -> Result<(), Refusal> {
        if !self.is_absent() {
            *into = Some(self.value.parse().map_err(|_| self.refused(member, expected))?);
        }
        Ok(())
    }

    fn boolean(&self, member: &'static str, into: &mut Option<bool>) -> Result<(), Refusal> {
        if !self.is_absent() {
            *into = Some(self.value.parse().map_err(|_| self.refused(member, Type::Boolean))?);
        }
        Ok(())
    }

    fn string(&self, member: &'static str, into: &mut Option<String>) -> Result<(), Refusal> {
        if !self.is_absent() {
            *into = Some(serde_json::from_str(self.value).map_err(|_| self.refused(member, Type::String))?);
        }
        Ok(())
    }

    /// A member that cannot be set. Go reads those of its record all the same, so their types count.
    fn unsettable(&self, name: &str) -> Result<(), Refusal> {
        if self.bodies == Bodies::Documented {
            return Ok(());
        }
        match name {
            "user_id" => self.integer("user_id", Type::Int, &mut None),
            "used_quota" => self.integer("used_quota", Type::Int, &mut None),
            "created_time" => self.integer("created_time", Type::Int64, &mut None),
            "accessed_time" => self.integer("accessed_time", Type::Int64, &mut None),
            "key" => self.string("key", &mut None),
            _ => Ok(()),
        }
    }
}
