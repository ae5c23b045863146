//! What is sent back.

use bytes::Bytes;
use serde::ser::{Serialize, SerializeMap as _, SerializeSeq as _, Serializer};

use crate::key::Key;
use crate::profile::{Keys, Profile, Records};

/// An answer, before it goes onto the wire.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Beside those that every answer has.
    pub(crate) headers: Vec<(&'static str, String)>,
    /// `None` where nothing is answered, not even empty JSON.
    pub(crate) content_type: Option<&'static str>,
    pub(crate) body: Bytes,
}

const JSON: &str = "application/json; charset=utf-8";

impl Answer {
    /// An answer without a body.
    pub(crate) fn empty(status: u16) -> Self {
        Self { status, headers: Vec::new(), content_type: None, body: Bytes::new() }
    }

    /// A JSON answer.
    pub(crate) fn json(status: u16, value: &impl Serialize) -> Self {
        // Maps with text for keys and numbers that are finite always serialize.
        let body = serde_json::to_vec(value).unwrap_or_default();
        Self { status, headers: Vec::new(), content_type: Some(JSON), body: body.into() }
    }

    /// A page of text.
    pub(crate) fn html(status: u16, text: String) -> Self {
        Self { status, headers: Vec::new(), content_type: Some("text/html; charset=utf-8"), body: text.into() }
    }

    /// The same with another header field.
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

/// The envelope of an accepted request. Without data it has no such member.
#[derive(serde::Serialize)]
pub(crate) struct Accepted<T: Serialize> {
    success: bool,
    message: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<T>,
}

impl<T: Serialize> Accepted<T> {
    pub(crate) fn with(data: T) -> Self {
        Self { success: true, message: "", data: Some(data) }
    }
}

impl Accepted<()> {
    pub(crate) fn alone() -> Self {
        Self { success: true, message: "", data: None }
    }
}

/// The envelope of a refusal.
#[derive(serde::Serialize)]
pub(crate) struct Refused<'a> {
    pub(crate) success: bool,
    pub(crate) message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) code: Option<&'a str>,
}

/// A key as the profile shows it.
pub(crate) struct Record<'a>(pub(crate) &'a Profile, pub(crate) &'a Key);

impl Serialize for Record<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(profile, key) = self;
        let Records { cross_group_retry, deleted_at } = profile.records;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", &key.id)?;
        map.serialize_entry("user_id", &key.user_id)?;
        match profile.keys {
            Keys::Clear => map.serialize_entry("key", &key.key)?,
            Keys::Masked => map.serialize_entry("key", &masked(&key.key))?,
        }
        map.serialize_entry("status", &key.status)?;
        map.serialize_entry("name", &key.name)?;
        map.serialize_entry("created_time", &key.created_time)?;
        map.serialize_entry("accessed_time", &key.accessed_time)?;
        map.serialize_entry("expired_time", &key.expired_time)?;
        map.serialize_entry("remain_quota", &key.remain_quota)?;
        map.serialize_entry("unlimited_quota", &key.unlimited_quota)?;
        map.serialize_entry("model_limits_enabled", &key.model_limits_enabled)?;
        map.serialize_entry("model_limits", &key.model_limits)?;
        map.serialize_entry("allow_ips", &key.allow_ips)?;
        map.serialize_entry("used_quota", &key.used_quota)?;
        map.serialize_entry("group", &key.group)?;
        if cross_group_retry {
            map.serialize_entry("cross_group_retry", &key.cross_group_retry)?;
        }
        if deleted_at {
            map.serialize_entry("DeletedAt", &())?;
        }
        map.end()
    }
}

/// Records, in their order.
pub(crate) struct RecordList<'a>(pub(crate) &'a Profile, pub(crate) Vec<&'a Key>);

impl Serialize for RecordList<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.1.len()))?;
        for key in &self.1 {
            list.serialize_element(&Record(self.0, key))?;
        }
        list.end()
    }
}

/// A key with all but its first and last four characters hidden.
fn masked(key: &str) -> String {
    let characters: Vec<char> = key.chars().collect();
    match (characters.first_chunk::<4>(), characters.last_chunk::<4>()) {
        (Some(first), Some(last)) if characters.len() > 8 => first.iter().chain(&['*'; 10]).chain(last).collect(),
        _ => "*".repeat(characters.len()),
    }
}
